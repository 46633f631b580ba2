// Searching passages, in one collection or in all. The question stands in the address, so that it can be gone back to.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { excerpt } from "../lib/excerpt.js";
import { placeLabel, plural } from "../lib/format.js";
import { ask, place } from "../lib/router.js";
import { openSource } from "../lib/source.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";
import { Icon } from "./icon.js";

const LIMIT = 30;

export const question = () => (place.value.query.get("q") || "").trim();

export function SearchBox({ label }) {
  const asked = question();
  const text = useSignal(asked);
  useLayoutEffect(() => {
    text.value = asked;
  }, [asked]);
  const search = (event) => {
    event.preventDefault();
    ask({ q: text.value.trim(), document: null, start: null, end: null });
  };
  const onInput = (event) => {
    text.value = event.currentTarget.value;
    if (!text.value) ask({ q: null });
  };
  return html`<form class="search" role="search" onSubmit=${search}>
    <label class="field-with-icon"><${Icon} name="search" /><span class="hidden">${label}</span>
    <input type="search" name="q" placeholder=${label} autocomplete="off" data-shortcut="search" value=${text.value} onInput=${onInput} /></label>
    <${Button} type="submit">Search</${Button}></form>`;
}

export function Hits({ collectionId }) {
  const asked = question();
  const reply = useSignal(null);
  const error = useSignal("");
  const again = useSignal(0);
  useEffect(() => {
    const abort = new AbortController();
    reply.value = null;
    error.value = "";
    api.get("/search", { q: asked, collection_id: collectionId, limit: LIMIT }, { signal: abort.signal })
      .then((found) => (reply.value = found))
      .catch((failure) => failure.name === "AbortError" || (error.value = failure.message));
    return () => abort.abort();
  }, [asked, collectionId, again.value]);

  if (error.value) {
    return html`<div class="card"><${Empty} icon="wifi-off" title="The search did not finish"
      action=${html`<${Button} icon="rotate-cw" onClick=${() => again.value++}>Try again</${Button}>`}>${error.value}</${Empty}></div>`;
  }
  if (!reply.value) return html`<p class="waiting muted" role="status">Searching…</p>`;
  const { items, note } = reply.value;
  return html`<section aria-label="Search results"><div class="line result-head"><p role="status">${items.length ? plural(items.length, "passage") : "No passage"} for “${asked}”</p>
      <${Button} kind="ghost" icon="x" onClick=${() => ask({ q: null, document: null, start: null, end: null })}>Clear search</${Button}></div>
    ${note && html`<p class="note info">${note}</p>`}
    ${items.length === 0 ? html`<div class="card"><${Empty} icon="search" title="Nothing found">Try other words, or fewer. Files still being indexed can be found as soon as they are ready.</${Empty}></div>`
      : html`<ol class="hits">${items.map((hit) => html`<${Hit} key=${hit.chunk_id} hit=${hit} asked=${asked} everywhere=${!collectionId} />`)}</ol>`}</section>`;
}

function Hit({ hit, asked, everywhere }) {
  const where = placeLabel(hit.place);
  const current = place.value.query.get("document") === hit.document_id && Number(place.value.query.get("start")) === hit.start;
  const open = () => openSource({ document: hit.document_id, start: hit.start, end: hit.end });
  return html`<li class=${current ? "hit current" : "hit"}><p class="hit-head"><button type="button" class="link hit-open" onClick=${open}>
      <${Icon} name="file-text" /><b>${hit.document_name}</b></button>
      <span class="muted small">${[where, everywhere && `#${hit.collection_name}`].filter(Boolean).join(" · ")}</span></p>
    <p class="said">${excerpt(hit.text, asked).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : piece.text))}</p></li>`;
}
