import { html } from "../lib/html.js";
import { pieces } from "../lib/hashtags.js";
import { collectionAddress } from "../lib/router.js";
import { collections } from "../lib/store.js";

/** What a person asked. Its tags lead to their collections as long as these exist. */
export function Question({ text }) {
  const names = collections.list().map(({ name }) => name);
  return html`<h2 class="hidden">You asked</h2><p class="asked">${pieces(text, names).map(pieceOf)}</p>`;
}

function pieceOf({ text, tag, name }) {
  if (text) return text;
  return name ? html`<a href=${collectionAddress(name)}>#${tag}</a>` : `#${tag}`;
}
