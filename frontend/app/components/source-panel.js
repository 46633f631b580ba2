import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { api, BASE } from "../lib/api.js";
import { bytes, count, enumerate, placeLabel, plural } from "../lib/format.js";
import { useLiveAgain } from "../lib/live-again.js";
import { attempt, toast } from "../lib/notify.js";
import { Passage } from "../lib/passage.js";
import { closeSource, openedSource } from "../lib/source.js";
import { Button } from "./button.js";
import { deleteDocument } from "./file-row.js";
import { Icon } from "./icon.js";
import { State } from "./state.js";

/** The document that is open beside the page, at the span that it was opened for. */
export function SourcePanel() {
  const source = openedSource();
  if (!source) return null;
  return html`<${Source} key=${`${source.document} ${source.start}`} source=${source} />`;
}

function Source({ source }) {
  const heading = useRef();
  const passage = useMemo(() => new Passage(source), []);
  const { file, error } = useDocument(source.document, passage);
  useEffect(() => heading.current.focus({ preventScroll: true }), []);
  const onKeyDown = (event) => event.key === "Escape" && closeSource();
  const name = file?.name || "Document";
  return html`
    <aside class="source" aria-label="Document" onKeyDown=${onKeyDown}>
      <header>
        <div>
          <h2 tabindex="-1" ref=${heading}>${name.slice(name.lastIndexOf("/") + 1)}</h2>
          <p class="muted small">${about(file, passage)}</p>
        </div>
        <${Button} icon="x" kind="ghost" label="Close the document" onClick=${closeSource} />
      </header>
      ${error
        ? html`<p class="source-message">${error}</p>`
        : html`<${Body} file=${file} passage=${passage} />`}
      ${file && html`<${Footer} file=${file} passage=${passage} />`}
    </aside>`;
}

/** The document and its text; what did not load is tried again when the page is live again. */
function useDocument(id, passage) {
  const file = useSignal(null);
  const error = useSignal("");
  const abort = useMemo(() => new AbortController(), []);
  const load = () => {
    error.value = "";
    api.get(`/documents/${id}`, {}, { signal: abort.signal }).then(
      (found) => (file.value = found),
      (failure) => failure.name === "AbortError" || (error.value = failure.message),
    );
    passage.load();
  };
  useEffect(() => {
    load();
    return () => abort.abort();
  }, []);
  useLiveAgain(error.value !== "" || passage.state.value === "error", load);
  return { file: file.value, error: error.value };
}

function about(file, passage) {
  if (!file) return "Loading…";
  const marked = passage.state.value === "ready" && passage.span;
  const where = marked ? placeLabel(passage.place) : "";
  const folder = file.name.slice(0, Math.max(0, file.name.lastIndexOf("/")));
  return [where, folder, file.format, bytes(file.size)].filter(Boolean).join(" · ");
}

function Body({ file, passage }) {
  if (!file) return html`<p class="source-message muted" role="status">Loading…</p>`;
  if (!file.characters) {
    return html`
      <div class="source-message">
        <${State} is=${file.status} />
        <p>${file.reason || noText(file)}</p>
      </div>`;
  }
  if (passage.state.value === "error") {
    return html`<p class="source-message">${passage.error}</p>`;
  }
  if (passage.state.value === "loading") {
    return html`<p class="source-message muted" role="status">Loading the text…</p>`;
  }
  return html`<${Text} file=${file} passage=${passage} />`;
}

function noText(file) {
  if (file.status === "ready") {
    return "This file has no text of its own. Its members are listed as documents.";
  }
  return "The text appears here when the file has been read.";
}

function Text({ file, passage }) {
  const box = useRef();
  const mark = useRef();
  const height = useRef(0);
  const scroller = () => {
    const own = getComputedStyle(box.current).overflowY !== "visible";
    return own ? box.current : box.current.closest(".source"); // in a low window all of it scrolls
  };
  useLayoutEffect(() => mark.current?.scrollIntoView({ block: "start" }), []);
  useLayoutEffect(() => {
    const grown = box.current.scrollHeight - height.current;
    if (height.current) scroller().scrollTop += grown; // text came in above: stay where we read
    height.current = 0;
  }, [passage.part.value]);
  const earlier = () => {
    height.current = box.current.scrollHeight;
    attempt(() => passage.earlier(), "The text before did not load");
  };
  const later = () => attempt(() => passage.later(), "The text behind did not load");
  const { start } = passage.part.value;
  const goesOn = passage.end < passage.characters;
  return html`
    <div
      class="passage"
      tabindex="0"
      role="region"
      aria-label="Text of the document"
      ref=${box}
    >
      <${Warnings} of=${file.warnings} />
      ${start > 0 &&
      html`<${Button} kind="small" onClick=${earlier}>Show earlier text</${Button}>`}
      <div class="said">
        ${passage.pieces().map((piece, index) => pieceOf(piece, index, mark))}
      </div>
      ${goesOn && html`<${Button} kind="small" onClick=${later}>Show more text</${Button}>`}
    </div>`;
}

function Warnings({ of: warnings }) {
  if (!warnings?.length) return null;
  return html`
    <ul class="warnings small">
      ${warnings.map(
        (warning) => html`
          <li key=${warning}>
            <${Icon} name="triangle-alert" />
            ${warning}
          </li>`,
      )}
    </ul>`;
}

function pieceOf(piece, index, mark) {
  if (piece.heading) return html`<span class="mark-heading" key=${index}>${piece.heading}</span>`;
  if (piece.marked) return html`<mark key=${index} ref=${mark}>${piece.text}</mark>`;
  return piece.text;
}

function Footer({ file, passage }) {
  const remove = async () => (await deleteDocument(file)) && closeSource();
  const marked = passage.state.value === "ready" && passage.span;
  const copying = () => copy(file, passage);
  return html`
    <footer>
      <details class="fold">
        <summary>Details</summary>
        <dl class="facts small">
          ${facts(file).map(
            ([name, value]) => html`
              <div key=${name}>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
      </details>
      <div class="actions">
        <a class="button" href=${`${BASE}/documents/${file.id}/blob`} download="">
          <${Icon} name="download" />
          <span>Download</span>
        </a>
        ${marked &&
        html`
          <${Button} icon="copy" kind="ghost" onClick=${copying}>Copy with reference</${Button}>`}
        <${Button} icon="trash-2" kind="ghost" label="Delete the document" onClick=${remove} />
      </div>
    </footer>`;
}

const UNKNOWN = "application/octet-stream"; // says nothing to anybody

function facts(file) {
  const own = Object.entries(file.facts || {}).map(([name, value]) => [
    name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "),
    String(value),
  ]);
  const known = [
    ["Size", bytes(file.size)],
    ["Type", file.media_type !== UNKNOWN && file.media_type],
    ["Characters", count(file.characters)],
    ["Passages", count(file.chunks_total)],
    ...own,
    ["SHA-256", file.sha256],
  ];
  return known.filter(([, value]) => value && value !== "0");
}

async function copy(file, passage) {
  const quote = passage.quote().trim();
  const reference = enumerate([file.name, placeLabel(passage.place)].filter(Boolean));
  try {
    await navigator.clipboard.writeText(`“${quote}”\n${reference}`);
    const text = `${plural(quote.length, "character")} and the reference.`;
    toast({ tone: "ok", title: "Copied", text });
  } catch {
    const text = "This browser allows copying on https or localhost only. Select the text instead.";
    toast({ tone: "bad", title: "Not copied", text });
  }
}
