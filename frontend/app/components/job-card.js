// A question that reads every document, from waiting for a worker to its end.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { count, plural, remaining } from "../lib/format.js";
import { paceOf } from "../lib/pace.js";
import { useSeconds } from "../lib/seconds.js";
import { jobs, troubles } from "../lib/store.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { cancel, isLive, jobParts, jobState, phaseWords, retryJob } from "./job-table.js";
import { Phases } from "./phases.js";

const REFRESH = 5000; // ms; the events are faster, this is for when they do not come

/** @param {{id: string, again?: boolean, onAskAgain: () => void, onDone: () => void}} props `again`: its card stands further up already */
export function JobCard({ id, again, onAskAgain, onDone }) {
  const error = useSignal(null);
  const job = jobs.get(id);
  const live = !job || isLive(job);
  useEffect(() => {
    const load = async () => {
      try {
        const found = await api.get(`/jobs/${id}`);
        const known = jobs.peek(id);
        if (!known || known.status === "queued" || !isLive(found)) jobs.put([found]);
        error.value = null;
      } catch (failure) {
        error.value = failure;
      }
    };
    if (!jobs.peek(id)) load();
    const timer = live && setInterval(() => document.hidden || load(), REFRESH);
    return () => clearInterval(timer);
  }, [id, live]);

  const done = job?.status === "completed";
  useEffect(() => {
    if (done) onDone(); // the answer comes as a message; should its event be late, it is read
  }, [done]);

  if (again) return html`<p class="note info">The same question was being answered already: see its job above.</p>`;
  if (!job) return html`<section class="card" aria-label="Job">${error.value ? html`<${Missing} error=${error.value} onAskAgain=${onAskAgain} />` : html`<p class="muted" role="status">Loading the job…</p>`}</section>`;
  return html`<section class="card job-card" aria-label=${`Job: ${job.title}`}><div class="line"><h3>${done ? "Everything was read" : live ? "Reading every document" : "Not answered"}</h3>${jobState(job)}</div>
    ${live ? html`<${Running} job=${job} />` : html`<${Ended} job=${job} />`}</section>`;
}

function Missing({ error, onAskAgain }) {
  if (error.status !== 404) return html`<p class="bad">${error.message}</p>`;
  return html`<p>This question has no answer, and its job is no longer kept.</p><div class="row-end"><${Button} icon="rotate-cw" onClick=${onAskAgain}>Ask again</${Button}></div>`;
}

function Running({ job }) {
  const { processed_items: done, total_items: total, failed_items: failed } = job;
  const lost = failed ? `, ${count(failed)} failed` : "";
  const read = `${count(done)} of ${count(total)} documents read${lost}`;
  const left = paceOf(job.job_id).ofJob(job, useSeconds());
  const beside = job.status === "running" ? remaining(left) : total > 0 && phaseWords(job);
  return html`<${Phases} job=${job} />
    <${Bar} label="Documents read" total=${total} parts=${jobParts(job)} />
    <div class="line small">
      <span class="number">${total ? read : phaseWords(job)}</span>
      <span class="muted number">${beside}</span></div>
    <${Trouble} id=${job.job_id} />
    <footer class="line"><p class="small muted">You can leave this page. The job goes on.</p>
      <${Button} icon="ban" disabled=${job.cancel_requested} onClick=${() => cancel(job, "this question")}>Cancel the job</${Button}></footer>`;
}

/** Batches that failed so far, and what keeps one from getting on right now. */
function Trouble({ id }) {
  const { failed = [], reason, again } = troubles.get(id) || {};
  if (failed.length) return html`<p class="small warn" role="status">${plural(failed.length, "batch", "batches")} failed: ${reason} The others go on; these can be tried again at the end.</p>`;
  return again ? html`<p class="small muted">Tried again: ${again}</p>` : null;
}

function Ended({ job }) {
  if (job.status === "completed") return html`<p class="muted" role="status">Loading the answer…</p>`;
  const read = job.processed_items > 0 ? `${count(job.processed_items)} of ${count(job.total_items)} documents were read and are kept. The job goes on from there.` : "Nothing was read yet.";
  return html`${job.error_message && html`<p class="bad">${job.error_message}</p>`}
    <footer class="line"><p class="small muted">${read}</p><${Button} icon="rotate-cw" kind="primary" onClick=${() => retryJob(job)}>${job.processed_items > 0 ? "Go on" : "Try again"}</${Button}></footer>`;
}
