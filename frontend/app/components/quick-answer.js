// An answer from the passages that fit best: in words with citations, or the passages themselves
// where no model is.
import { html } from "../lib/html.js";
import { placeLabel, plural } from "../lib/format.js";
import { isPassageOpen, openPassage } from "../lib/source.js";
import { Button } from "./button.js";
import { Hit } from "./hit.js";
import { Icon } from "./icon.js";
import { PrintedPassages } from "./printed-sources.js";

const CITATION = /\[(\d{1,3})\]/g;
const BEGUN = /\[\d{0,3}$/; // of a citation whose end has not come yet

/**
 * @param {{
 *   message: object, asked: string, arriving?: import("../lib/asking.js").Asking,
 *   onReadAll: () => void, onAskAgain: () => void,
 * }} props `asked` is the question it answers; `arriving` is there while the words still come
 */
export function QuickAnswer({ message, asked, arriving, onReadAll, onAskAgain }) {
  const { sources = [], made_by: maker } = message.answer || {};
  const passages = maker === "passages";
  return html`
    <div class="quick">
      <${Words} text=${message.content} sources=${sources} arriving=${arriving} plain=${passages} />
      ${arriving
        ? html`<${Arriving} asking=${arriving} onAskAgain=${onAskAgain} />`
        : html`
            <${Remarks} answer=${message.answer} />
            ${passages
              ? html`<${Passages} sources=${sources} asked=${asked} />`
              : html`<${Sources} text=${message.content} sources=${sources} />`}
            <${Made} by=${maker} onReadAll=${asked && onReadAll} />`}
    </div>`;
}

/** The words are no live region: what the answer says is announced when it is whole. */
function Words({ text, sources, arriving, plain }) {
  const come = arriving ? arriving.words.value.replace(BEGUN, "") : text;
  const writing = arriving?.state.value === "writing" && come !== "";
  const kind = `reply${plain ? "" : " said"}${writing ? " writing" : ""}`;
  return come !== "" && html`<p class=${kind}>${cited(come, sources)}</p>`;
}

/** How far an answer is that is not whole yet, and what becomes of it when no more words come. */
function Arriving({ asking, onAskAgain }) {
  const state = asking.state.value;
  const kept = "The answer is still being finished on the server and appears here.";
  const again = html`
    <${Button} kind="small" icon="rotate-cw" onClick=${onAskAgain}>Ask again</${Button}>`;
  if (state === "stopped") return html`<p class="note info">You stopped reading along. ${kept}</p>`;
  if (state === "cut") return html`<p class="note warn">${asking.error} ${kept} ${again}</p>`;
  if (state === "failed") return html`<p class="note bad">${asking.error} ${again}</p>`;
  if (asking.words.value) {
    return html`<p class="hidden" role="status">The answer is being written.</p>`;
  }
  return html`
    <p class="looking muted" role="status">
      <${Icon} name="loader" spin />
      ${asking.isBegun
        ? ` Writing the answer from ${plural(asking.sources.length, "passage")}…`
        : " Looking through the documents…"}
    </p>`;
}

/** What to know before trusting it. */
function Remarks({ answer }) {
  const { note, warnings = [] } = answer || {};
  return html`
    ${note && html`<p class="note info">${note}</p>`}
    ${warnings.length > 0 &&
    html`
      <ul class="remarks small">
        ${warnings.map(
          (words) => html`
            <li class="warn" key=${words}>
              <${Icon} name="triangle-alert" />
              <span>${words}</span>
            </li>`,
        )}
      </ul>`}`;
}

/** Who made it. Passages speak for themselves; the words above them say that no model wrote any. */
function Made({ by: maker, onReadAll }) {
  const written = maker && maker !== "passages";
  return html`
    <p class="made small muted">
      <span>${written && `Written by ${maker} from the passages that fit best.`}</span>
      ${onReadAll &&
      html`
        <${Button}
          kind="small"
          title="Reads every document instead of the passages that fit best"
          onClick=${onReadAll}
        >
          Read everything instead
        </${Button}>`}
    </p>`;
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

function where({ document_name: name, place }) {
  return [name, placeLabel(place)].filter(Boolean).join(", ");
}

function Citation({ source }) {
  return html`
    <button
      type="button"
      class="cite number"
      aria-label=${`Source ${source.number}: ${where(source)}`}
      title=${where(source)}
      onClick=${() => openPassage(source)}
    >
      ${source.number}
    </button>`;
}

/** The sources that the text names; the others were read too and are folded away. */
function Sources({ text, sources }) {
  const named = new Set([...text.matchAll(CITATION)].map((found) => Number(found[1])));
  const cites = sources.filter(({ number }) => named.has(number));
  const others = sources.filter(({ number }) => !named.has(number));
  return html`
    ${cites.length > 0 && html`<${Chips} label="Sources" sources=${cites} />`}
    <${PrintedPassages} sources=${cites} />
    ${others.length > 0 &&
    html`
      <details class="fold small">
        <summary class="muted">${plural(others.length, "more passage")} read</summary>
        <${Chips} label="Other passages" sources=${others} />
      </details>`}`;
}

function Chips({ label, sources }) {
  return html`
    <ul class="chips" aria-label=${label}>
      ${sources.map(
        (source) => html`
          <li key=${source.number}>
            <button
              type="button"
              class="chip"
              aria-pressed=${isPassageOpen(source)}
              onClick=${() => openPassage(source)}
            >
              <b class="number">${source.number}</b>
              <span class="clip">${where(source)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
}

function Passages({ sources, asked }) {
  if (!sources.length) return null;
  const sign = (number) => html`<span class="cite number">${number}</span>`;
  return html`
    <ol class="hits" aria-label="Passages">
      ${sources.map(
        (source) => html`
          <${Hit}
            key=${source.number}
            passage=${source}
            asked=${asked}
            sign=${sign(source.number)}
            collection
          />`,
      )}
    </ol>`;
}
