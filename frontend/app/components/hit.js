import { html } from "../lib/html.js";
import { excerpt } from "../lib/excerpt.js";
import { placeLabel } from "../lib/format.js";
import { isPassageOpen, openPassage } from "../lib/source.js";

/**
 * A passage that was found, with the words that were asked for marked.
 * @param {{passage: object, asked: string, sign: object, collection?: boolean}} props `sign` stands
 * before its name; `collection` says that it is named too
 */
export function Hit({ passage, asked, sign, collection }) {
  const place = [placeLabel(passage.place), collection && `#${passage.collection_name}`];
  return html`
    <li class=${isPassageOpen(passage) ? "hit current" : "hit"}>
      <p class="hit-head">
        <button type="button" class="link hit-open" onClick=${() => openPassage(passage)}>
          ${sign}
          <b>${passage.document_name}</b>
        </button>
        <span class="muted small">${place.filter(Boolean).join(" · ")}</span>
      </p>
      <p class="said">
        ${excerpt(passage, asked).map(({ text, marked }) =>
          marked ? html`<mark>${text}</mark>` : text,
        )}
      </p>
    </li>`;
}
