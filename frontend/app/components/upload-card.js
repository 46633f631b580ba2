import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { clock, count, plural, remaining, shorten } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { paceOf } from "../lib/pace.js";
import { useSeconds } from "../lib/seconds.js";
import { SILENT_AFTER } from "../lib/sending.js";
import { currentDocument } from "../lib/store.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { confirm } from "./dialog.js";
import { Failures } from "./failures.js";
import { OutcomeList } from "./outcome-list.js";
import { State } from "./state.js";
import { uploadNumbers } from "./upload-numbers.js";

/**
 * One upload, from its first byte to its last passage. `upload` is what the server knows and
 * survives a reload; `sending` exists only in the tab that sends.
 */
export function UploadCard({ upload, sending, onHide }) {
  const here = Boolean(sending?.active);
  const lost = sending ? sending.failures.value : [];
  const numbers = uploadNumbers(upload, lost.length, here);
  const ended = upload.status === "finished" || upload.status === "cancelled";
  const silent = Date.now() - Date.parse(upload.received_at) > SILENT_AFTER;
  const abandoned = upload.status === "open" && !here && silent;
  return html`
    <section class="card upload" aria-label=${`Upload ${upload.label}`} data-testid="upload">
      <div class="line">
        <h2 class="clip">${upload.label || "Upload"}</h2>
        <span class="actions">
          <${Controls}
            upload=${upload}
            sending=${here ? sending : null}
            ended=${ended}
            onHide=${onHide}
          />
          <${UploadState}
            upload=${upload}
            sending=${sending}
            numbers=${numbers}
            abandoned=${abandoned}
          />
        </span>
      </div>
      <${Bar}
        label="Files that have ended"
        total=${numbers.total}
        parts=${barParts(numbers)}
      />
      <div class="line small">
        <${Legend} numbers=${numbers} />
        ${upload.failed > 0 && html`<${RetryFailed} upload=${upload} />`}
      </div>
      ${!ended && html`<${Now} upload=${upload} />`}
      ${sending && html`<${Requests} sending=${sending} />`}
      <${Missing} upload=${upload} numbers=${numbers} here=${here} abandoned=${abandoned} />
      <${Folds} upload=${upload} lost=${lost} />
    </section>`;
}

const PARTS = [
  ["ready", "ready"],
  ["duplicates", "duplicate"],
  ["failed", "failed"],
  ["cancelled", "cancelled"],
  ["unsent", "unsent"],
  ["indexing", "indexing"],
  ["waiting", "working"],
];
const WORDS = {
  ready: "ready",
  indexing: "being indexed",
  waiting: "waiting",
  duplicates: "already here",
  failed: "failed",
  cancelled: "cancelled",
  unsent: "not sent",
  toSend: "to send",
};

function barParts(numbers) {
  return PARTS.map(([name, tone]) => ({ number: numbers[name], tone }));
}

function Legend({ numbers }) {
  const tones = Object.fromEntries(PARTS);
  const shown = Object.entries(WORDS).filter(([name]) => numbers[name] > 0 || name === "ready");
  return html`
    <span class="legend">
      ${shown.map(
        ([name, words]) => html`
          <span key=${name}>
            <i class=${tones[name] || ""}></i>
            ${count(numbers[name])} ${words}
          </span>`,
      )}
    </span>`;
}

function UploadState({ upload, sending, numbers, abandoned }) {
  const phase = sending?.phase.value;
  const waiting = phase === "sending" && sending.waiting.value;
  if (phase === "paused") return html`<${State} is="paused" />`;
  if (waiting) {
    const away = waiting.startsWith("The server does not");
    return html`<${State} is="waiting" words=${away ? "Waiting for the server" : waiting} />`;
  }
  if (upload.status === "open" && abandoned) return html`<${State} is="stopped" />`;
  if (upload.status === "open") {
    const { files_received: received, expected_files: expected } = upload;
    const words = `Sending ${count(received)} of ${count(expected || received)}`;
    return html`<${State} is="running" words=${words} />`;
  }
  if (upload.status === "closed") return html`<${State} is="running" words="Indexing" />`;
  if (upload.status === "cancelled") return html`<${State} is="cancelled" />`;
  if (numbers.unsent) return html`<${State} is="stopped" words="Stopped" />`;
  return html`<${State} is=${numbers.failed ? "mixed" : "finished"} />`;
}

function Controls({ upload, sending, ended, onHide }) {
  const phase = sending?.phase.value;
  if (ended && !onHide) return null;
  if (ended) {
    return html`<${Button} icon="x" kind="ghost" label="Hide this upload" onClick=${onHide} />`;
  }
  if (phase !== "sending" && phase !== "paused") {
    const cancel = () => cancelUpload(upload);
    return html`<${Button} icon="ban" kind="ghost" onClick=${cancel}>Cancel</${Button}>`;
  }
  const [pause, resume, stop] = ["pause", "resume", "stop"].map((name) => () => sending[name]());
  return html`
    ${phase === "sending"
      ? html`<${Button} icon="pause" kind="ghost" onClick=${pause}>Pause</${Button}>`
      : html`<${Button} icon="play" kind="ghost" onClick=${resume}>Resume</${Button}>`}
    <${Button} icon="x" kind="ghost" onClick=${stop}>Stop</${Button}>`;
}

async function cancelUpload(upload) {
  const left = plural(upload.queued + upload.working, "file");
  const sure = await confirm({
    title: `Cancel ${upload.label || "this upload"}?`,
    text:
      `Files that are ready stay. ${left} not ready yet will be left out; ` +
      "you can retry them later.",
    action: "Cancel the upload",
    keep: "Go on",
  });
  const cancel = () => api.delete(`/uploads/${upload.id}`);
  if (sure) await attempt(cancel, "The upload was not cancelled");
}

function RetryFailed({ upload }) {
  const number = upload.retryable ?? upload.failed;
  if (!number) return null;
  const post = () => api.post(`/uploads/${upload.id}/retry`);
  const retry = () => attempt(post, "The files were not retried");
  const words = `Retry ${plural(number, "failed file")}`;
  return html`<${Button} icon="rotate-cw" onClick=${retry}>${words}</${Button}>`;
}

/** The document worked on right now, and how long the rest may take. */
function Now({ upload }) {
  const document = currentDocument(upload.id);
  const time = remaining(paceOf(upload.id).ofUpload(upload, useSeconds()));
  if (!document && !time) return null;
  return html`
    <p class="line small muted">
      <span class="clip" title=${document?.name}>${document && nowWords(document)}</span>
      <span class="number">${time}</span>
    </p>`;
}

function nowWords({ name, status, chunks_done: done, chunks_total: total }) {
  const counted = status === "embedding" && total > 1;
  const passages = counted ? `, passage ${count(done)} of ${count(total)}` : "";
  return `Now: ${shorten(name, 70)}${passages}`;
}

/** Large files on their way. */
function Requests({ sending }) {
  return sending.underWay.value.map(
    (row) => html`
      <p class="line small" key=${row.label}>
        <span class="clip">Sending ${shorten(row.label, 70)}</span>
        <span class="number">${Math.floor(row.share.value * 100)} %</span>
      </p>`,
  );
}

function Missing({ upload, numbers, here, abandoned }) {
  if (here || !numbers.missing || upload.status === "cancelled") return null;
  if (upload.status === "open" && !abandoned) return null;
  const files = plural(numbers.missing, "file");
  if (abandoned) {
    const close = () => api.post(`/uploads/${upload.id}/close`);
    const finish = () => attempt(close, "The upload is still open");
    return html`
      <p class="note warn">
        No file has arrived since ${clock(upload.received_at)}; ${files} are missing. If the page
        that sends them is closed, drop the same files again: this upload goes on.${" "}
        <${Button} kind="small" onClick=${finish}>Finish without them</${Button}>
      </p>`;
  }
  return html`
    <p class="note warn">
      ${files} ${numbers.missing === 1 ? "was" : "were"} not sent because sending was stopped or the
      page was closed. Drop the same files again: this upload goes on, and what is here already is
      skipped.
    </p>`;
}

/** What became of files that are not on their way to be ready, folded away. */
function Folds({ upload, lost }) {
  const { duplicates, rejected } = upload;
  return html`
    ${upload.failed > 0 && html`<${FailedFold} upload=${upload} />`}
    ${duplicates > 0 &&
    html`
      <${OutcomeList}
        upload=${upload}
        outcome="duplicate"
        number=${duplicates}
        summary=${`${plural(duplicates, "file")} already in this collection, skipped`}
        line=${sameAs}
      />`}
    ${rejected > 0 &&
    html`
      <${OutcomeList}
        upload=${upload}
        outcome="rejected"
        number=${rejected}
        tone="bad"
        summary=${`${plural(rejected, "file")} refused`}
        line=${because}
      />`}
    ${lost.length > 0 &&
    html`
      <details class="fold">
        <summary class="bad">${plural(lost.length, "file")} could not be sent</summary>
        <ul class="lines small">
          ${lost.slice(0, 500).map(
            ({ path, reason }) => html`<li key=${path}>${because({ name: path, reason })}</li>`,
          )}
        </ul>
      </details>`}`;
}

function FailedFold({ upload }) {
  const open = useSignal(false);
  const onToggle = (event) => (open.value = event.currentTarget.open);
  return html`
    <details class="fold" onToggle=${onToggle}>
      <summary class="bad">${plural(upload.failed, "file")} could not be read</summary>
      ${open.value &&
      html`
        <${Failures}
          collection=${upload.collection_id}
          upload=${upload.id}
          number=${upload.failed}
        />`}
    </details>`;
}

function sameAs({ name, same_as: other }) {
  return html`
    <span class="clip">${name}</span>
    <span class="muted">is the same as ${other || "another file"}</span>`;
}

function because({ name, reason }) {
  return html`
    <span class="clip">${name}</span>
    <span class="muted">${reason}</span>`;
}
