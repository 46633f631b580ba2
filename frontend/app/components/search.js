// Searching passages, in one collection or in all. The question stands in the address, so that it
// can be gone back to.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { plural } from "../lib/format.js";
import { useLiveAgain } from "../lib/live-again.js";
import { ask, place } from "../lib/router.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";
import { Hit } from "./hit.js";
import { Icon } from "./icon.js";
import { SearchField } from "./search-field.js";

const LIMIT = 30;

export const question = () => (place.value.query.get("q") || "").trim();

const clear = () => ask({ q: null, document: null, start: null, end: null });

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
  const onType = (typed) => {
    text.value = typed;
    if (!typed) ask({ q: null });
  };
  return html`
    <form class="search" role="search" onSubmit=${search}>
      <${SearchField} label=${label} shortcut="search" text=${text.value} onType=${onType} />
      <${Button} type="submit">Search</${Button}>
    </form>`;
}

export function Hits({ collectionId }) {
  const asked = question();
  const reply = useSignal(null);
  const error = useSignal("");
  const running = useRef(null);
  const search = () => {
    running.current?.abort();
    running.current = new AbortController();
    const query = { q: asked, collection_id: collectionId, limit: LIMIT };
    reply.value = null;
    error.value = "";
    api.get("/search", query, { signal: running.current.signal }).then(
      (found) => (reply.value = found),
      (failure) => failure.name === "AbortError" || (error.value = failure.message),
    );
  };
  useEffect(() => {
    search();
    return () => running.current.abort();
  }, [asked, collectionId]);
  useLiveAgain(error.value !== "", search);

  if (error.value) return html`<${Failed} words=${error.value} onRetry=${search} />`;
  if (!reply.value) return html`<p class="waiting muted" role="status">Searching…</p>`;
  const { items, note } = reply.value;
  return html`
    <section aria-label="Search results">
      <div class="line result-head">
        <p role="status">
          ${items.length ? plural(items.length, "passage") : "No passage"} for “${asked}”
        </p>
        <${Button} kind="ghost" icon="x" onClick=${clear}>Clear search</${Button}>
      </div>
      ${note && html`<p class="note info">${note}</p>`}
      ${items.length === 0 ? html`<${Nothing} />` : list(items, asked, !collectionId)}
    </section>`;
}

function list(items, asked, everywhere) {
  const sign = html`<${Icon} name="file-text" />`;
  return html`
    <ol class="hits">
      ${items.map(
        (hit) => html`
          <${Hit}
            key=${hit.chunk_id}
            passage=${hit}
            asked=${asked}
            sign=${sign}
            collection=${everywhere}
          />`,
      )}
    </ol>`;
}

function Failed({ words, onRetry }) {
  const action = html`<${Button} icon="rotate-cw" onClick=${onRetry}>Try again</${Button}>`;
  return html`
    <div class="card">
      <${Empty} icon="wifi-off" title="The search did not finish" action=${action}>
        ${words}
      </${Empty}>
    </div>`;
}

function Nothing() {
  return html`
    <div class="card">
      <${Empty} icon="search" title="Nothing found">
        Try other words, or fewer. Files still being indexed can be found as soon as they are ready.
      </${Empty}>
    </div>`;
}
