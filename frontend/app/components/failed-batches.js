// Batches that a finished job could not read: they can be read again, and the answer is made anew.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { count } from "../lib/format.js";
import { jobs } from "../lib/store.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { cancel, isLive, jobParts, phaseWords, retryJob } from "./job-table.js";

/** @param {{id: string, info: object, onDone: () => void}} props `info` is the answer's processing_info */
export function FailedBatches({ id, info, onDone }) {
  const job = jobs.get(id);
  const live = Boolean(job && isLive(job));
  const ran = useRef(live);
  useEffect(() => {
    if (ran.current && !live) onDone(); // the answer was made anew; should its event be late, it is read
    ran.current = live;
  }, [live]);
  if (live) return html`<${Again} job=${job} />`;
  if (!info?.batches_failed) return null;
  const unread = job?.status === "failed" || job?.status === "cancelled";
  return html`<div class="note warn line">
    <span>${unread ? `The batches were not read again${job.error_message ? `: ${job.error_message}` : "."}` : "What the failed batches hold is not counted. The others are not read again, and not paid for again."}</span>
    <${Button} kind="small" icon="rotate-cw" onClick=${() => retryJob({ job_id: id })}>Try the failed ones again</${Button}></div>`;
}

function Again({ job }) {
  const { processed_items: done, total_items: total } = job;
  return html`<div class="note info" role="group" aria-label="Reading the failed batches again"><div class="line"><span>Reading the failed batches again. ${phaseWords(job)}${job.status === "running" ? `: ${count(done)} of ${count(total)} documents` : ""}.</span>
      <${Button} kind="small" icon="ban" disabled=${job.cancel_requested} onClick=${() => cancel(job, "this attempt")}>Cancel</${Button}></div>
    <${Bar} thin label="Documents read" total=${total} parts=${jobParts(job)} /></div>`;
}
