import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { ago, bytes, count, duration } from "../lib/format.js";
import { State } from "./state.js";

const REFRESH = 2000;

/** Queues and workers. They come from Redis rather than from events, so the page asks for them while it is looked at. */
export function MachineRoom() {
  const queues = useSignal(null);
  const workers = useSignal(null);
  useEffect(() => {
    const load = async () => {
      if (document.hidden) return;
      const [queueList, workerList] = await Promise.all([api.get("/queues"), api.get("/workers")]).catch(() => []);
      if (queueList) queues.value = queueList.items;
      if (workerList) workers.value = workerList.items;
    };
    load();
    const timer = setInterval(load, REFRESH);
    return () => clearInterval(timer);
  }, []);
  return html`<div class="strip"><section aria-labelledby="queues-title"><h2 id="queues-title" class="small muted">Queues</h2>
      <ul class="lines">${(queues.value || []).map((queue) => html`<${Queue} key=${queue.name} queue=${queue} />`)}</ul>
      ${queues.value?.length === 0 && html`<p class="muted small">No queues.</p>`}</section>
    <section aria-labelledby="workers-title"><h2 id="workers-title" class="small muted">Workers</h2>
      <ul class="lines">${(workers.value || []).map((worker) => html`<${Worker} key=${worker.name} worker=${worker} />`)}</ul>
      ${workers.value?.every((worker) => worker.queue !== "ingestion") && html`<p class="warn small">No worker for files is ready. They wait until one is; starting takes a few seconds.</p>`}</section></div>`;
}

function Queue({ queue }) {
  return html`<li><b>${queue.name}</b><span class="number">${count(queue.queued)} waiting</span><span class="number muted">${count(queue.running)} running</span>
    <span class="muted small strip-note">${queue.oldest_seconds > 5 ? `oldest ${duration(queue.oldest_seconds)}` : ""}</span></li>`;
}

function Worker({ worker }) {
  const busy = worker.state === "busy" || Boolean(worker.current_job_id);
  const title = [worker.hostname, worker.pid && `process ${worker.pid}`, worker.started_at && `started ${ago(worker.started_at)}`].filter(Boolean).join(", ");
  return html`<li title=${title}><b class="clip">${worker.name}</b><span class="muted">${worker.queue}</span>
    <span class="muted small strip-note number">${[worker.jobs_done > 0 && `${count(worker.jobs_done)} done`, worker.memory_bytes && bytes(worker.memory_bytes)].filter(Boolean).join(", ")}</span>
    <${State} is=${busy ? "busy" : worker.state || "idle"} /></li>`;
}
