// The documents of a collection: filter, find, and a table of any length.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { html } from "../lib/html.js";
import { DocumentList } from "../lib/documents.js";
import { count, enumerate } from "../lib/format.js";
import { formatNames } from "../lib/formats.js";
import { useLiveAgain } from "../lib/live-again.js";
import { phone } from "../lib/media.js";
import { me } from "../lib/session.js";
import { openedSource } from "../lib/source.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";
import { Failures } from "./failures.js";
import { FILE_HEAD, FileRow } from "./file-row.js";
import { SearchField } from "./search-field.js";
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
  const find = useFinding();
  const words = find.words.value;
  const list = useMemo(() => {
    const { statuses } = FILTERS[filter.value];
    return new DocumentList({ collectionId: collection.id, statuses, words });
  }, [collection.id, filter.value, words]);
  useEffect(() => {
    list.start();
    return () => list.stop();
  }, [list]);
  useLiveAgain(list.failed.value, () => list.reload());

  const clear = () => {
    filter.value = "all";
    find.type("", 0);
  };
  const filtered = filter.value !== "all" || words !== "";
  return html`
    <section aria-label="Files">
      <div class="toolbar">
        <${Segments}
          label="Filter files"
          value=${filter.value}
          onChange=${(value) => (filter.value = value)}
          options=${options(words ? numbersOf(list.counts.value) : numbersIn(collection))}
        />
        <${SearchField}
          label="Find a file by its name"
          kind="find"
          shortcut="find"
          text=${find.typed.value}
          onType=${find.type}
        />
      </div>
      ${filter.value === "failed" && !words && html`<${Reasons} collection=${collection} />`}
      <${Rows} list=${list} onClear=${filtered && clear} />
    </section>`;
}

function Reasons({ collection: { id, failed_count: number } }) {
  return number > 0 && html`<${Failures} collection=${id} number=${number} />`;
}

/** What is typed, and the words that are looked for, a moment later. */
function useFinding() {
  const typed = useSignal("");
  const words = useSignal("");
  const timer = useSignal(0);
  const type = (text, wait = TYPING) => {
    typed.value = text;
    clearTimeout(timer.peek());
    timer.value = setTimeout(() => (words.value = text.trim()), wait);
  };
  return { typed, words, type };
}

function options(numbers) {
  return Object.entries(FILTERS)
    .filter(([value]) => value !== "cancelled" || numbers.cancelled > 0)
    .map(([value, { words }]) => {
      const number = numbers[value];
      return { value, words, number: number > 0 ? count(number) : "" };
    });
}

/** How many files of a collection each filter has. */
function numbersIn(collection) {
  return {
    all: collection.document_count,
    active: collection.active_count,
    failed: collection.failed_count,
    ready: collection.ready_count,
    cancelled: collection.cancelled_count,
  };
}

/** The same of those whose names have the words that are looked for. */
function numbersOf(counts) {
  const at = (statuses) => statuses.reduce((sum, status) => sum + (counts[status] || 0), 0);
  const numbers = Object.entries(FILTERS).map(([value, { statuses }]) => [value, at(statuses)]);
  return { ...Object.fromEntries(numbers), all: at(Object.keys(counts)) };
}

function Rows({ list, onClear }) {
  const ids = list.ids.value;
  if (!ids.length) {
    return html`<div class="table"><${Nothing} list=${list} onClear=${onClear} /></div>`;
  }
  return html`
    <${VirtualTable}
      label="Files"
      kind="files"
      head=${FILE_HEAD}
      height=${phone.value ? 64 : 38}
      ids=${ids}
      total=${list.total.value}
      current=${openedSource()?.document}
      want=${(index) => list.want(index)}
      row=${(id) => html`<${FileRow} document=${list.row(id)} list=${list} />`}
    />`;
}

function Nothing({ list, onClear }) {
  const state = list.state.value;
  if (state === "loading") {
    return html`<p class="waiting muted" role="status">Loading the files…</p>`;
  }
  if (state === "error") {
    const again = () => list.reload();
    const action = html`<${Button} icon="rotate-cw" onClick=${again}>Try again</${Button}>`;
    return html`
      <${Empty} icon="wifi-off" title="The file list did not load" action=${action}>
        ${list.error}
      </${Empty}>`;
  }
  if (onClear) {
    const action = html`<${Button} icon="x" onClick=${onClear}>Clear filter</${Button}>`;
    return html`
      <${Empty} icon="search" title="No file fits" action=${action}>
        ${list.words
          ? `No file here has “${list.words}” in its name and fits the filter.`
          : "No file here fits the filter."}
      </${Empty}>`;
  }
  return html`
    <${Empty} icon="folder-up" title="Drop files or whole folders here">
      ${formats()} Files that are already here are skipped.
    </${Empty}>`;
}

function formats() {
  const known = me.value?.formats;
  if (known?.length) return `${enumerate(formatNames(known))}.`;
  return "PDF, Word, Excel, CSV, HTML, Markdown, text, e-mail and more.";
}
