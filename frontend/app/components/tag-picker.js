import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { plural } from "../lib/format.js";

export const optionId = (index) => `tag-${index}`;

/** The collections that a tag being typed may mean. The focus stays in the box; it says which one is current. */
export function TagPicker({ options, current, onPick }) {
  const list = useRef();
  useLayoutEffect(() => list.current.children[current]?.scrollIntoView({ block: "nearest" }), [current]);
  return html`<ul id="tags" class="tags" role="listbox" aria-label="Collections" ref=${list}>${options.map((collection, index) => html`
    <li key=${collection.id} id=${optionId(index)} role="option" aria-selected=${index === current} onMouseDown=${(event) => (event.preventDefault(), onPick(collection))}>
      <span class="clip"><span class="hash">#</span>${collection.name}</span><small class="muted number">${plural(collection.document_count, "document")}</small></li>`)}</ul>`;
}
