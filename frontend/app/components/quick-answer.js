// An answer from the passages that fit best: in words with citations, or the passages themselves where no model is.
import { html } from "../lib/html.js";
import { excerpt } from "../lib/excerpt.js";
import { placeLabel } from "../lib/format.js";
import { place } from "../lib/router.js";
import { openSource } from "../lib/source.js";
import { Button } from "./button.js";

const CITATION = /\[(\d{1,3})\]/g;

/** @param {{message: object, asked: string, onReadAll: () => void}} props `asked` is the question it answers */
export function QuickAnswer({ message, asked, onReadAll }) {
  const { sources = [], note, made_by: maker } = message.answer || {};
  const passages = maker === "passages";
  return html`<div class="quick"><p class=${passages ? "reply" : "reply said"}>${cited(message.content, sources)}</p>
    ${note && html`<p class="note info">${note}</p>`}
    ${sources.length > 0 && (passages ? html`<${Passages} sources=${sources} asked=${asked} />` : html`<${Chips} sources=${sources} />`)}
    <p class="made small muted"><span>${madeBy(maker)}</span>
      ${asked && html`<${Button} kind="small" onClick=${onReadAll} title="Reads every document instead of the passages that fit best">Read everything instead</${Button}>`}</p></div>`;
}

/** Passages speak for themselves; the words above them say that no model wrote any. */
function madeBy(maker) {
  return maker && maker !== "passages" ? `Written by ${maker} from the passages that fit best.` : "";
}

/** The text with its citations as buttons. A number in brackets that is no source stays text. */
function cited(content, sources) {
  const byNumber = new Map(sources.map((source) => [source.number, source]));
  const made = [];
  let at = 0;
  for (const found of content.matchAll(CITATION)) {
    const source = byNumber.get(Number(found[1]));
    if (!source) continue;
    made.push(content.slice(at, found.index), html`<${Citation} source=${source} />`);
    at = found.index + found[0].length;
  }
  return [...made, content.slice(at)];
}

const open = ({ document_id: document, start, end }) => openSource({ document, start, end });
const where = (source) => [source.document_name, placeLabel(source.place)].filter(Boolean).join(", ");

function isOpen(source) {
  const { query } = place.value;
  return query.get("document") === source.document_id && Number(query.get("start")) === source.start;
}

function Citation({ source }) {
  return html`<button type="button" class="cite number" aria-label=${`Source ${source.number}: ${where(source)}`} title=${where(source)} onClick=${() => open(source)}>${source.number}</button>`;
}

function Chips({ sources }) {
  return html`<ul class="chips" aria-label="Sources">${sources.map((source) => html`<li key=${source.number}>
    <button type="button" class="chip" aria-pressed=${isOpen(source)} onClick=${() => open(source)}><b class="number">${source.number}</b><span class="clip">${where(source)}</span></button></li>`)}</ul>`;
}

function Passages({ sources, asked }) {
  return html`<ol class="hits" aria-label="Passages">${sources.map((source) => html`<li key=${source.number} class=${isOpen(source) ? "hit current" : "hit"}>
    <p class="hit-head"><button type="button" class="link hit-open" onClick=${() => open(source)}><span class="cite number">${source.number}</span><b>${source.document_name}</b></button>
      <span class="muted small">${[placeLabel(source.place), `#${source.collection_name}`].filter(Boolean).join(" · ")}</span></p>
    <p class="said">${excerpt(source.text, asked).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : piece.text))}</p></li>`)}</ol>`;
}
