import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { count } from "../lib/format.js";
import { attempt, isTop } from "../lib/notify.js";
import { connection } from "../lib/live.js";
import { jobs, loaded } from "../lib/store.js";
import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { JobTable } from "../components/job-table.js";
import { MachineRoom } from "../components/machine-room.js";
import { Segments } from "../components/segments.js";

const PAGE = 100;
const FILTERS = {
  all: { words: "All", statuses: ["queued", "running", "completed", "failed", "cancelled"] },
  live: { words: "Running", statuses: ["queued", "running"] },
  failed: { words: "Failed", statuses: ["failed"] },
  done: { words: "Done", statuses: ["completed"] },
  cancelled: { words: "Cancelled", statuses: ["cancelled"] },
};

export function Jobs() {
  const filter = useSignal("all");
  const next = useSignal(null);
  const error = useSignal("");
  const load = async (after) => {
    try {
      const page = await api.get("/jobs", { limit: PAGE, after });
      jobs.put(page.items.filter((job) => !jobs.peek(job.job_id)));
      next.value = page.next;
      error.value = "";
    } catch (failure) {
      error.value = failure.message;
    }
  };
  const live = connection.value === "live";
  useEffect(() => {
    if (live) load(null);
  }, [live]);

  const all = jobs.list().filter(isTop).sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
  const shown = all.filter((job) => FILTERS[filter.value].statuses.includes(job.status));
  const options = Object.entries(FILTERS).map(([value, { words, statuses }]) => {
    const number = all.filter((job) => statuses.includes(job.status)).length;
    return { value, words, number: number ? count(number) + (next.value ? "+" : "") : "" };
  });
  return html`<header class="head"><div><h1>Jobs</h1><p class="muted">Everything running now, and everything that ended.</p></div></header>
    <${MachineRoom} />
    <div class="toolbar"><${Segments} label="Filter jobs" value=${filter.value} onChange=${(value) => (filter.value = value)} options=${options} /></div>
    ${error.value && html`<p class="note bad" role="alert">${error.value} <${Button} kind="small" onClick=${() => load(null)}>Try again</${Button}></p>`}
    ${shown.length ? html`<${JobTable} jobs=${shown} />` : html`<div class="card">${nothing(filter.value)}</div>`}
    ${next.value && html`<div class="row-center"><${Button} onClick=${() => attempt(() => load(next.value), "Older jobs did not load")}>Show older jobs</${Button}></div>`}`;
}

function nothing(filter) {
  if (!loaded.value) return html`<p class="waiting muted" role="status">Loading…</p>`;
  if (filter !== "all") return html`<${Empty} icon="list-checks" title="No jobs here">Change the filter to see other jobs.</${Empty}>`;
  return html`<${Empty} icon="list-checks" title="No jobs yet">Drop files in the Library. Each upload is a job you can follow here.</${Empty}>`;
}
