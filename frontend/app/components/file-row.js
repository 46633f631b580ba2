import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { bytes, count } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { openSource } from "../lib/source.js";
import { Bar } from "./bar.js";
import { Button } from "./button.js";
import { confirm } from "./dialog.js";
import { State } from "./state.js";

const PENDING = new Set(["queued", "extracting", "chunking", "embedding"]);

export const FILE_HEAD = [
  "File",
  "State",
  "Details",
  "Passages",
  html`<span class="hidden">Actions</span>`,
];

/** One document. `document` is its signal, so that a change repaints this row only. */
export function FileRow({ document, list }) {
  const file = document.value;
  const cut = file.name.lastIndexOf("/") + 1;
  return html`
    <span role="cell" class="file-name">
      <button
        type="button"
        class="link"
        title=${file.name}
        aria-label=${file.name}
        onClick=${() => openSource({ document: file.id })}
      >
        <span class="folder">${file.name.slice(0, cut)}</span>
        <span class="base">${file.name.slice(cut)}</span>
      </button>
    </span>
    <span role="cell" class="file-state"><${State} is=${file.status} /></span>
    ${file.status === "failed" ? failed(file) : details(file)}
    <span role="cell" class="file-actions"><${Actions} file=${file} list=${list} /></span>`;
}

function failed({ reason }) {
  return html`
    <span role="cell" class="file-reason small bad" aria-colspan="2">
      <span class="clip" title=${reason}>${reason}</span>
    </span>`;
}

function details(file) {
  return html`
    <span role="cell" class="file-detail"><${Detail} file=${file} /></span>
    <span role="cell" class="file-passages number muted">
      ${file.chunks_total > 0 ? count(file.chunks_total) : ""}
    </span>`;
}

/** A bar only while there is something between nothing and all of it to show. */
function Detail({ file }) {
  const { status, size, warnings, chunks_done: done, chunks_total: total } = file;
  if (status === "embedding" && done > 0 && done < total) {
    const parts = [{ number: done, tone: "ready" }];
    return html`<${Bar} thin label=${`Indexing ${file.name}`} total=${total} parts=${parts} />`;
  }
  const words = [bytes(size), warnings?.[0]].filter(Boolean).join(". ");
  return html`<span class="small muted clip" title=${warnings?.[0]}>${words}</span>`;
}

function Actions({ file, list }) {
  const name = file.name.slice(file.name.lastIndexOf("/") + 1);
  const run = async (action, title) => {
    const reply = await attempt(() => api.post(`/documents/${file.id}/${action}`), title);
    if (reply?.id) list.put(reply);
  };
  const retry = () => run("retry", `${name} was not retried`);
  const cancel = () => run("cancel", `${name} was not cancelled`);
  const remove = () => deleteDocument(file);
  return html`
    ${file.retryable &&
    html`<${Button} icon="rotate-cw" kind="ghost" label=${`Retry ${name}`} onClick=${retry} />`}
    ${PENDING.has(file.status) &&
    html`<${Button} icon="ban" kind="ghost" label=${`Cancel ${name}`} onClick=${cancel} />`}
    <${Button} icon="trash-2" kind="ghost" label=${`Delete ${name}`} onClick=${remove} />`;
}

const HOLDS_FILES = new Set(["zip", "gzip", "mbox", "eml", "msg"]);
const MEMBERS = "So are the files inside it, unless they were sent by themselves too. ";

/** @returns {Promise<boolean>} whether it was deleted */
export async function deleteDocument(file) {
  const members = HOLDS_FILES.has(file.format) ? MEMBERS : "";
  const sure = await confirm({
    title: `Delete ${file.name}?`,
    text:
      `Its text and passages are removed and no search finds it any more. ${members}` +
      "The file can be uploaded again.",
    action: "Delete",
  });
  if (!sure) return false;
  const remove = async () => {
    await api.delete(`/documents/${file.id}`);
    return true;
  };
  return (await attempt(remove, "The file was not deleted")) === true;
}
