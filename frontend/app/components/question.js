import { html } from "../lib/html.js";
import { parts } from "../lib/changes.js";
import { pieces } from "../lib/hashtags.js";
import { collectionAddress } from "../lib/router.js";
import { collections } from "../lib/store.js";

/** What a person asked. Its tags lead to their collections as long as these exist. */
export function Question({ text }) {
  const names = collections.list().map(({ name }) => name);
  const { words, changed } = parts(text);
  return html`
    <h2 class="hidden">You asked</h2>
    <div class="asked" tabindex="-1">
      <p>${pieces(words, names).map(pieceOf)}</p>
      ${changed && html`<p class="changed small">${changed}</p>`}
    </div>`;
}

function pieceOf({ text, tag, name }) {
  if (text) return text;
  return name ? html`<a href=${collectionAddress(name)}>#${tag}</a>` : `#${tag}`;
}
