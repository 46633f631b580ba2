import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { clock, count, plural, remaining, shorten } from "../lib/format.js";
import { attempt, toast } from "../lib/notify.js";
import { paceOf } from "../lib/pace.js";
import { currentDocument } from "../lib/store.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { confirm } from "./dialog.js";
import { OutcomeList } from "./outcome-list.js";
import { State } from "./state.js";
import { uploadNumbers } from "./upload-numbers.js";

const SILENT_AFTER = 60_000; // ms without a file before an upload that another page sends looks abandoned

/**
 * One upload, from its first byte to its last passage. `upload` is what the server knows and survives a reload;
 * `sending` exists only in the tab that sends.
 */
export function UploadCard({ upload, sending, onHide }) {
  const here = Boolean(sending?.active);
  const lost = sending ? sending.failures.value : [];
  const numbers = uploadNumbers(upload, lost.length, here);
  const ended = upload.status === "finished" || upload.status === "cancelled";
  const abandoned = upload.status === "open" && !here && Date.now() - Date.parse(upload.received_at) > SILENT_AFTER;
  return html`<section class="card upload" aria-label=${`Upload ${upload.label}`} data-testid="upload">
    <div class="line"><h2 class="clip">${upload.label || "Upload"}</h2>
      <span class="actions"><${Controls} upload=${upload} sending=${here ? sending : null} ended=${ended} onHide=${onHide} />
      <${UploadState} upload=${upload} sending=${sending} numbers=${numbers} abandoned=${abandoned} /></span></div>
    <${Bar} label="Files that have ended" total=${numbers.total} parts=${barParts(numbers)} />
    <div class="line small"><${Legend} numbers=${numbers} />
      ${upload.failed > 0 && html`<${RetryFailed} upload=${upload} />`}</div>
    ${!ended && html`<${Now} upload=${upload} numbers=${numbers} />`}
    ${sending && html`<${Requests} sending=${sending} />`}
    <${Missing} upload=${upload} numbers=${numbers} here=${here} abandoned=${abandoned} />
    ${upload.duplicates > 0 && html`<${OutcomeList} upload=${upload} outcome="duplicate" number=${upload.duplicates}
      summary=${`${plural(upload.duplicates, "file")} already in this collection, skipped`} line=${sameAs} />`}
    ${upload.rejected > 0 && html`<${OutcomeList} upload=${upload} outcome="rejected" number=${upload.rejected} tone="bad"
      summary=${`${plural(upload.rejected, "file")} refused`} line=${because} />`}
    ${lost.length > 0 && html`<details class="fold"><summary class="bad">${plural(lost.length, "file")} could not be sent</summary>
      <ul class="lines small">${lost.slice(0, 500).map((file) => html`<li key=${file.path}>${because({ name: file.path, reason: file.reason })}</li>`)}</ul></details>`}
  </section>`;
}

const sameAs = (file) => html`<span class="clip">${file.name}</span><span class="muted">is the same as ${file.same_as || "another file"}</span>`;
const because = (file) => html`<span class="clip">${file.name}</span><span class="muted">${file.reason}</span>`;

function barParts({ ready, duplicates, failed, cancelled, working }) {
  return [
    { number: ready, tone: "ready" },
    { number: duplicates, tone: "duplicate" },
    { number: failed, tone: "failed" },
    { number: cancelled, tone: "cancelled" },
    { number: working, tone: "working" },
  ];
}

function Legend({ numbers }) {
  const entries = [
    ["ready", numbers.ready, "ready", true],
    ["working", numbers.working, "being indexed"],
    ["duplicate", numbers.duplicates, "already here"],
    ["failed", numbers.failed, "failed"],
    ["cancelled", numbers.cancelled, "cancelled"],
    ["", numbers.toSend, "to send"],
  ];
  return html`<span class="legend">${entries.map(([tone, number, words, always]) => (number > 0 || always) && html`
    <span key=${words}><i class=${tone}></i>${count(number)} ${words}</span>`)}</span>`;
}

function UploadState({ upload, sending, numbers, abandoned }) {
  const phase = sending?.phase.value;
  if (phase === "paused") return html`<${State} is="paused" />`;
  if (phase === "sending" && sending.waiting.value) return html`<${State} is="waiting" words=${sending.waiting.value.startsWith("The server does not") ? "Waiting for the server" : sending.waiting.value} />`;
  if (upload.status === "open") {
    const words = `Sending ${count(upload.files_received)} of ${count(upload.expected_files || upload.files_received)}`;
    return abandoned ? html`<${State} is="stopped" />` : html`<${State} is="running" words=${words} />`;
  }
  if (upload.status === "closed") return html`<${State} is="running" words="Indexing" />`;
  if (upload.status === "cancelled") return html`<${State} is="cancelled" />`;
  return html`<${State} is=${numbers.failed ? "mixed" : "finished"} />`;
}

function Controls({ upload, sending, ended, onHide }) {
  if (ended) return onHide && html`<${Button} icon="x" kind="ghost" label="Hide this upload" onClick=${onHide} />`;
  if (sending?.phase.value === "sending") {
    return html`<${Button} icon="pause" kind="ghost" onClick=${() => sending.pause()}>Pause</${Button}>
      <${Button} icon="x" kind="ghost" onClick=${() => sending.stop()}>Stop</${Button}>`;
  }
  if (sending?.phase.value === "paused") {
    return html`<${Button} icon="play" kind="ghost" onClick=${() => sending.resume()}>Resume</${Button}>
      <${Button} icon="x" kind="ghost" onClick=${() => sending.stop()}>Stop</${Button}>`;
  }
  return html`<${Button} icon="ban" kind="ghost" onClick=${() => cancelUpload(upload)}>Cancel</${Button}>`;
}

async function cancelUpload(upload) {
  const left = upload.queued + upload.working;
  const sure = await confirm({
    title: `Cancel ${upload.label || "this upload"}?`,
    text: `Files that are ready stay. ${plural(left, "file")} not ready yet will be left out; you can retry them later.`,
    action: "Cancel the upload",
    keep: "Go on",
  });
  if (sure) await attempt(() => api.delete(`/uploads/${upload.id}`), "The upload was not cancelled");
}

function RetryFailed({ upload }) {
  const retry = async () => {
    const reply = await attempt(() => api.post(`/uploads/${upload.id}/retry`), "The files were not retried");
    if (reply?.status === "finished") toast({ title: "Nothing to retry", text: "These files would fail again as they are. Their reasons say what to change." });
  };
  const number = upload.retryable ?? upload.failed;
  if (!number) return null;
  return html`<${Button} icon="rotate-cw" onClick=${retry}>Retry ${plural(number, "failed file")}</${Button}>`;
}

/** The document worked on right now, and how long the rest may take. */
function Now({ upload, numbers }) {
  const document = currentDocument(upload.id);
  const time = remaining(paceOf(upload.id).remaining(numbers.ended, numbers.total));
  if (!document && !time) return null;
  const passages = document?.status === "embedding" && document.chunks_total > 1 ? `, passage ${count(document.chunks_done)} of ${count(document.chunks_total)}` : "";
  return html`<p class="line small muted"><span class="clip" title=${document?.name}>${document && `Now: ${shorten(document.name, 70)}${passages}`}</span>
    <span class="number">${time}</span></p>`;
}

/** Large files on their way. */
function Requests({ sending }) {
  return sending.underWay.value.map((row) => html`<p class="line small" key=${row.label}><span class="clip">Sending ${shorten(row.label, 70)}</span>
    <span class="number">${Math.floor(row.share.value * 100)} %</span></p>`);
}

function Missing({ upload, numbers, here, abandoned }) {
  if (here || !numbers.missing || upload.status === "cancelled") return null;
  const files = plural(numbers.missing, "file");
  if (upload.status === "open" && !abandoned) return null;
  if (abandoned) {
    return html`<p class="note warn">No file has arrived since ${clock(upload.received_at)}; ${files} are missing. If the page that
      sends them is closed, drop the same folder again: files that are here already are skipped.
      <${Button} kind="small" onClick=${() => attempt(() => api.post(`/uploads/${upload.id}/close`), "The upload is still open")}>Finish without them</${Button}></p>`;
  }
  return html`<p class="note warn">${files} ${numbers.missing === 1 ? "was" : "were"} not sent because sending was stopped or the page was closed.
    Drop the same folder again: files that are here already are skipped.</p>`;
}
