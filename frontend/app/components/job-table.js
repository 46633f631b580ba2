import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { ago, count, plural } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { jobAddress } from "../lib/router.js";
import { collections, jobs, uploads } from "../lib/store.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { confirm } from "./dialog.js";
import { State } from "./state.js";

const KINDS = { ingestion: "Upload", query: "Question" };
const PHASES = {
  extract: "Reading", chunk: "Dividing into passages", embed: "Indexing", index: "Indexing", receive: "Receiving files",
  filter: "Filtering", map: "Reading each document", reduce: "Combining", synthesis: "Writing the answer",
};

const KEEPS = {
  ingestion: "What is ready stays. What is not ready yet is left out; you can retry it later.",
  query: "There will be no answer. What has been read is kept; you can go on later.",
};

export const isLive = (job) => job.status === "queued" || job.status === "running";

/** A job's state in the words of state.js: one that ended with failures must not look like one without. */
export function jobState(job) {
  if (job.cancel_requested && isLive(job)) return html`<${State} is="running" words="Cancelling" />`;
  if (job.result?.missing) return html`<${State} is="stopped" words="Stopped" />`;
  if (job.status !== "completed") return html`<${State} is=${job.status} />`;
  if (job.failed_items) return html`<${State} is="mixed" />`;
  const pending = job.result?.coverage?.pending;
  if (pending) return html`<${State} is="mixed" words=${`Done, ${count(pending)} not read yet`} />`;
  return html`<${State} is="completed" />`;
}

export function jobParts({ processed_items: processed, failed_items: failed }) {
  return [{ number: Math.max(0, processed - failed), tone: "ready" }, { number: failed, tone: "failed" }];
}

export function progressWords({ processed_items: processed, total_items: total, failed_items: failed }) {
  const words = `${count(processed)} of ${count(total)}`;
  return failed ? `${words}, ${count(failed)} failed` : words;
}

export function phaseWords({ status, current_phase: phase, jobs_ahead: ahead }) {
  if (status === "queued") {
    if (!ahead) return "Waiting for a worker";
    return `${plural(ahead, "question comes", "questions come")} before this one`;
  }
  return PHASES[phase] || (phase ? phase.charAt(0).toUpperCase() + phase.slice(1) : "Running");
}

export function JobTable({ jobs: listed }) {
  return html`<table class="jobs"><caption class="hidden">Jobs</caption>
    <thead><tr><th>Job</th><th>State</th><th>Progress</th><th>Created</th><th><span class="hidden">Actions</span></th></tr></thead>
    <tbody>${listed.map((job) => html`<${JobRow} key=${job.job_id} job=${job} />`)}</tbody></table>`;
}

function JobRow({ job }) {
  const collection = collections.get(job.collection_id)?.name;
  const kind = KINDS[job.kind] || job.kind;
  return html`<tr><td class="job-name"><a href=${jobAddress(job.job_id)}>${job.title || kind}</a>
      <small class="muted">${collection ? `${kind} in #${collection}` : kind}</small>
      ${job.error_message && html`<small class="bad">${job.error_message}</small>`}</td>
    <td class="job-state">${jobState(job)}</td>
    <td class="progress"><${Bar} thin label=${`Progress of ${job.title || kind}`} total=${job.total_items} parts=${jobParts(job)} />
      <small class="muted number">${(job.jobs_ahead ? phaseWords : progressWords)(job)}</small></td>
    <td class="muted job-time">${ago(job.created_at)}</td><td class="job-actions"><${JobActions} job=${job} /></td></tr>`;
}

export function JobActions({ job }) {
  const name = job.title || "job";
  if (isLive(job)) {
    return html`<${Button} icon="ban" kind="ghost" disabled=${job.cancel_requested} aria-label=${`Cancel ${name}`} onClick=${() => cancel(job, name)}>Cancel</${Button}>`;
  }
  if (!canRetry(job)) return null;
  return html`<${Button} icon="rotate-cw" kind="ghost" aria-label=${`Retry ${name}`} onClick=${() => retryJob(job)}>Retry</${Button}>`;
}

/** Whether trying it again may end otherwise. What would fail again says so where it failed. */
function canRetry(job) {
  if (job.kind === "query") return job.status !== "completed" || job.failed_batches > 0;
  const upload = uploads.get(job.upload_id);
  if (upload) return upload.retryable + upload.cancelled > 0;
  return job.status === "cancelled" || (job.result?.retryable ?? job.failed_items) > 0;
}

export async function retryJob(job) {
  const reply = await attempt(() => api.post(`/jobs/${job.job_id}/retry`), "The job was not retried");
  if (reply?.job_id) jobs.put([reply]);
}

/** Asks first. @param {string} name what the dialog calls the job */
export async function cancel(job, name) {
  const sure = await confirm({
    title: `Cancel ${name}?`,
    text: KEEPS[job.kind] || KEEPS.ingestion,
    action: "Cancel the job",
    keep: "Go on",
  });
  if (sure) await attempt(() => api.delete(`/jobs/${job.job_id}`), "The job was not cancelled");
}
