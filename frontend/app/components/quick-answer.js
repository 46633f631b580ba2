// An answer from the passages that fit best: in words with citations, or the passages themselves where no model is.
import { html } from "../lib/html.js";
import { excerpt } from "../lib/excerpt.js";
import { placeLabel, plural } from "../lib/format.js";
import { place } from "../lib/router.js";
import { openSource } from "../lib/source.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";

const CITATION = /\[(\d{1,3})\]/g;
const BEGUN = /\[\d{0,3}$/; // of a citation whose end has not come yet

/**
 * @param {{message: object, asked: string, arriving?: import("../lib/asking.js").Asking, onReadAll: () => void, onAskAgain: () => void}} props
 * `asked` is the question it answers; `arriving` is there while the words still come
 */
export function QuickAnswer({ message, asked, arriving, onReadAll, onAskAgain }) {
  const { sources = [], made_by: maker } = message.answer || {};
  const passages = maker === "passages";
  return html`<div class="quick"><${Words} text=${message.content} sources=${sources} arriving=${arriving} plain=${passages} />
    ${arriving ? html`<${Arriving} asking=${arriving} onAskAgain=${onAskAgain} />`
      : html`<${Remarks} answer=${message.answer} />
    ${sources.length > 0 && (passages ? html`<${Passages} sources=${sources} asked=${asked} />` : html`<${Sources} text=${message.content} sources=${sources} />`)}
    <p class="made small muted"><span>${madeBy(maker)}</span>
      ${asked && html`<${Button} kind="small" onClick=${onReadAll} title="Reads every document instead of the passages that fit best">Read everything instead</${Button}>`}</p>`}</div>`;
}

/** The words are no live region: what the answer says is announced when it is whole. */
function Words({ text, sources, arriving, plain }) {
  const come = arriving ? arriving.words.value.replace(BEGUN, "") : text;
  const writing = arriving?.state.value === "writing" && come !== "";
  return come !== "" && html`<p class=${`reply${plain ? "" : " said"}${writing ? " writing" : ""}`}>${cited(come, sources)}</p>`;
}

/** How far an answer is that is not whole yet, and what becomes of it when no more words come. */
function Arriving({ asking, onAskAgain }) {
  const state = asking.state.value;
  const kept = "The answer is still being finished on the server and appears here.";
  const again = html`<${Button} kind="small" icon="rotate-cw" onClick=${onAskAgain}>Ask again</${Button}>`;
  if (state === "stopped") return html`<p class="note info">You stopped reading along. ${kept}</p>`;
  if (state === "cut") return html`<p class="note warn">${asking.error} ${kept} ${again}</p>`;
  if (state === "failed") return html`<p class="note bad">${asking.error} ${again}</p>`;
  if (asking.words.value) return html`<p class="hidden" role="status">The answer is being written.</p>`;
  return html`<p class="looking muted" role="status"><${Icon} name="loader" spin /> ${asking.isBegun ? `Writing the answer from ${plural(asking.sources.length, "passage")}…` : "Looking through the documents…"}</p>`;
}

/** What to know before trusting it. */
function Remarks({ answer }) {
  const { note, warnings = [] } = answer || {};
  return html`${note && html`<p class="note info">${note}</p>`}
    ${warnings.length > 0 && html`<ul class="remarks small">${warnings.map((words) => html`<li class="warn" key=${words}><${Icon} name="triangle-alert" /><span>${words}</span></li>`)}</ul>`}`;
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

/** The sources that the text names; the others were read too and are folded away. */
function Sources({ text, sources }) {
  const named = new Set([...text.matchAll(CITATION)].map((found) => Number(found[1])));
  const [cites, others] = [true, false].map((is) => sources.filter(({ number }) => named.has(number) === is));
  return html`${cites.length > 0 && html`<${Chips} label="Sources" sources=${cites} />`}
    ${others.length > 0 && html`<details class="fold small"><summary class="muted">${plural(others.length, "more passage")} read</summary><${Chips} label="Other passages" sources=${others} /></details>`}`;
}

function Chips({ label, sources }) {
  return html`<ul class="chips" aria-label=${label}>${sources.map((source) => html`<li key=${source.number}>
    <button type="button" class="chip" aria-pressed=${isOpen(source)} onClick=${() => open(source)}><b class="number">${source.number}</b><span class="clip">${where(source)}</span></button></li>`)}</ul>`;
}

function Passages({ sources, asked }) {
  return html`<ol class="hits" aria-label="Passages">${sources.map((source) => html`<li key=${source.number} class=${isOpen(source) ? "hit current" : "hit"}>
    <p class="hit-head"><button type="button" class="link hit-open" onClick=${() => open(source)}><span class="cite number">${source.number}</span><b>${source.document_name}</b></button>
      <span class="muted small">${[placeLabel(source.place), `#${source.collection_name}`].filter(Boolean).join(" · ")}</span></p>
    <p class="said">${excerpt(source.text, asked).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : piece.text))}</p></li>`)}</ol>`;
}
