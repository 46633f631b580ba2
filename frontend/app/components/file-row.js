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

export const FILE_HEAD = ["File", "State", "Progress", "Passages", html`<span class="hidden">Actions</span>`];

/** One document. `document` is its signal, so that a change repaints this row only. */
export function FileRow({ document, list }) {
  const file = document.value;
  const cut = file.name.lastIndexOf("/") + 1;
  return html`<span role="cell" class="file-name"><button type="button" class="link" title=${file.name} aria-label=${file.name} onClick=${() => openSource({ document: file.id })}>
      <span class="folder">${file.name.slice(0, cut)}</span><span class="base">${file.name.slice(cut)}</span></button></span>
    <span role="cell" class="file-state"><${State} is=${file.status} /></span>
    ${file.status === "failed" ? html`<span role="cell" class="file-reason small bad" aria-colspan="2"><span class="clip" title=${file.reason}>${file.reason}</span></span>`
      : html`<span role="cell" class="file-detail"><${Detail} file=${file} /></span>
        <span role="cell" class="file-passages number muted">${file.chunks_total > 0 ? count(file.chunks_total) : ""}</span>`}
    <span role="cell" class="file-actions"><${Actions} file=${file} list=${list} /></span>`;
}

function Detail({ file }) {
  if (file.status === "embedding" && file.chunks_total > 0) {
    return html`<${Bar} thin label=${`Indexing ${file.name}`} total=${file.chunks_total} parts=${[{ number: file.chunks_done, tone: "ready" }]} />`;
  }
  const warning = file.warnings?.[0];
  return html`<span class="small muted clip" title=${warning}>${bytes(file.size)}${warning ? `. ${warning}` : ""}</span>`;
}

function Actions({ file, list }) {
  const run = async (request, title) => {
    const reply = await attempt(request, title);
    if (reply?.id) list.put(reply);
  };
  const name = file.name.slice(file.name.lastIndexOf("/") + 1);
  return html`
    ${file.retryable && html`<${Button} icon="rotate-cw" kind="ghost" label=${`Retry ${name}`}
      onClick=${() => run(() => api.post(`/documents/${file.id}/retry`), `${name} was not retried`)} />`}
    ${PENDING.has(file.status) && html`<${Button} icon="ban" kind="ghost" label=${`Cancel ${name}`}
      onClick=${() => run(() => api.post(`/documents/${file.id}/cancel`), `${name} was not cancelled`)} />`}
    <${Button} icon="trash-2" kind="ghost" label=${`Delete ${name}`} onClick=${() => deleteDocument(file)} />`;
}

const HOLDS_FILES = new Set(["zip", "gzip", "mbox", "eml", "msg"]);

/** @returns {Promise<boolean>} whether it was deleted */
export async function deleteDocument(file) {
  const sure = await confirm({
    title: `Delete ${file.name}?`,
    text: `Its text and passages are removed and no search finds it any more. ${HOLDS_FILES.has(file.format)
      ? "So are the files inside it, unless they were sent by themselves too. " : ""}The file can be uploaded again.`,
    action: "Delete",
  });
  if (!sure) return false;
  return (await attempt(async () => (await api.delete(`/documents/${file.id}`), true), "The file was not deleted")) === true;
}
