// The documents of a collection: filter, find, and a table of any length.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { html } from "../lib/html.js";
import { DocumentList } from "../lib/documents.js";
import { count, enumerate } from "../lib/format.js";
import { formatNames } from "../lib/formats.js";
import { phone } from "../lib/media.js";
import { me } from "../lib/session.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";
import { FILE_HEAD, FileRow } from "./file-row.js";
import { Icon } from "./icon.js";
import { Segments } from "./segments.js";
import { VirtualTable } from "./virtual-table.js";

const FILTERS = {
  all: { words: "All", statuses: [] },
  active: { words: "In progress", statuses: ["queued", "extracting", "chunking", "embedding"] },
  failed: { words: "Failed", statuses: ["failed"] },
  ready: { words: "Ready", statuses: ["ready"] },
  cancelled: { words: "Cancelled", statuses: ["cancelled"] },
};
const TYPING = 250; // ms after the last key before the server is asked

export function FileTable({ collection }) {
  const filter = useSignal("all");
  const words = useSignal("");
  const list = useMemo(
    () => new DocumentList({ collectionId: collection.id, statuses: FILTERS[filter.value].statuses, words: words.value }),
    [collection.id, filter.value, words.value],
  );
  useEffect(() => {
    list.start();
    return () => list.stop();
  }, [list]);

  return html`<section aria-label="Files"><div class="toolbar">
      <${Segments} label="Filter files" value=${filter.value} onChange=${(value) => (filter.value = value)} options=${options(collection)} />
      <${FindField} onFind=${(text) => (words.value = text)} /></div>
    <${Rows} list=${list} filtered=${filter.value !== "all" || words.value !== ""} /></section>`;
}

function options(collection) {
  const { document_count: all, active_count: active, failed_count: failed, ready_count: ready, cancelled_count: cancelled } = collection;
  const numbers = { all, active, failed, ready, cancelled };
  return Object.entries(FILTERS)
    .filter(([value]) => value !== "cancelled" || cancelled > 0)
    .map(([value, { words }]) => ({ value, words, number: numbers[value] > 0 ? count(numbers[value]) : "" }));
}

function FindField({ onFind }) {
  const timer = useSignal(0);
  const onInput = (event) => {
    const text = event.currentTarget.value.trim();
    clearTimeout(timer.peek());
    timer.value = setTimeout(() => onFind(text), TYPING);
  };
  return html`<label class="field-with-icon find"><${Icon} name="search" /><span class="hidden">Find a file by its name</span>
    <input type="search" placeholder="Find a file by name" data-shortcut="find" onInput=${onInput} /></label>`;
}

function Rows({ list, filtered }) {
  const state = list.state.value;
  const ids = list.ids.value;
  const none = useComputed(() => !list.ids.value.length).value && !ids.length;
  if (none) return html`<div class="table">${emptyState(list, state, filtered)}</div>`;
  return html`<${VirtualTable} label="Files" kind="files" head=${FILE_HEAD} height=${phone.value ? 64 : 38} ids=${ids} total=${list.total.value}
    want=${(index) => list.want(index)} row=${(id) => html`<${FileRow} document=${list.row(id)} list=${list} />`} />`;
}

function emptyState(list, state, filtered) {
  if (state === "loading") return html`<p class="waiting muted" role="status">Loading the files…</p>`;
  if (state === "error") {
    const again = html`<${Button} icon="rotate-cw" onClick=${() => list.reload()}>Try again</${Button}>`;
    return html`<${Empty} icon="wifi-off" title="The file list did not load" action=${again}>${list.error}</${Empty}>`;
  }
  if (filtered) return html`<${Empty} icon="search" title="Nothing matches">Change the filter to see other files.</${Empty}>`;
  const formats = me.value?.formats?.length ? `${enumerate(formatNames(me.value.formats))}.` : "PDF, Word, Excel, CSV, HTML, Markdown, text, e-mail and more.";
  return html`<${Empty} icon="folder-up" title="Drop files or whole folders here">${formats} Files that are already here are skipped.</${Empty}>`;
}
