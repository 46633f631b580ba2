import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { count, plural } from "../lib/format.js";
import { send, sendings } from "../lib/sending.js";
import { limits } from "../lib/session.js";
import { collectionNamed, loaded, uploads } from "../lib/store.js";
import { Button } from "../components/button.js";
import { CollectionDialog, deleteCollection } from "../components/collection-dialogs.js";
import { canPickFolders, dropTarget, pickFiles } from "../components/drop-zone.js";
import { Empty } from "../components/empty.js";
import { FileTable } from "../components/file-table.js";
import { Hits, question, SearchBox } from "../components/search.js";
import { SendingCard } from "../components/sending-card.js";
import { UploadCard } from "../components/upload-card.js";

const RECENT = 24 * 3600 * 1000; // ended uploads younger than this keep their card
const CARDS = 4;

export function Collection({ name }) {
  const collection = collectionNamed(name);
  if (!collection) return html`<${Unknown} name=${name} />`;
  return html`<${Known} key=${collection.id} collection=${collection} />`;
}

function Unknown({ name }) {
  const back = html`<a class="button" href="/library">Go to the Library</a>`;
  return html`
    <header class="head">
      <h1><span class="hash">#</span>${name}</h1>
    </header>
    ${loaded.value
      ? html`
          <div class="card">
            <${Empty} icon="library" title="There is no such collection" action=${back}>
              It may have been renamed or deleted.
            </${Empty}>
          </div>`
      : html`<p class="waiting muted" role="status">Loading…</p>`}`;
}

function Known({ collection }) {
  const changing = useSignal(false);
  const close = () => (changing.value = false);
  const take = (entries) => send(collection, entries, limits());
  useEffect(() => {
    const words = () => `Drop to add to #${collection.name}`;
    dropTarget.value = { words, take, takesPasted: true };
    return () => (dropTarget.value = null);
  }, [collection.name]);
  useEffect(() => {
    const query = { collection_id: collection.id, limit: CARDS };
    const keep = (page) => uploads.put(page.items.filter(({ id }) => !uploads.peek(id)));
    api.get("/uploads", query).then(keep, () => {});
  }, []);

  return html`
    <${Head} collection=${collection} take=${take} onChange=${() => (changing.value = true)} />
    ${!question() && html`<${Uploads} collection=${collection} />`}
    <${SearchBox} label=${`Search in #${collection.name}`} />
    ${question()
      ? html`<${Hits} collectionId=${collection.id} />`
      : html`<${FileTable} collection=${collection} />`}
    ${changing.value && html`<${CollectionDialog} collection=${collection} onClose=${close} />`}`;
}

function Head({ collection, take, onChange }) {
  const change = "Change the name or the description";
  const remove = () => deleteCollection(collection);
  const folders = html`
    <${Button} icon="folder-up" kind="primary" onClick=${() => pickFiles(true, take)}>
      Add folder
    </${Button}>`;
  return html`
    <header class="head">
      <div class="head-words">
        <p class="crumb"><a href="/library">Library</a></p>
        <h1><span class="hash">#</span>${collection.name}</h1>
        <p class="muted">${summary(collection)}</p>
      </div>
      <div class="actions">
        <${Button} icon="pencil" kind="ghost" label=${change} onClick=${onChange} />
        <${Button} icon="trash-2" kind="ghost" label="Delete the collection" onClick=${remove} />
        <${Button}
          icon="upload"
          kind=${canPickFolders ? "" : "primary"}
          onClick=${() => pickFiles(false, take)}
        >
          Add files
        </${Button}>
        ${canPickFolders && folders}
      </div>
    </header>`;
}

function summary({ document_count: documents, chunk_count: passages, description }) {
  const unit = passages === 1 ? "passage" : "passages";
  const numbers = `${plural(documents, "document")}, ${count(passages)} ${unit}`;
  return description ? `${numbers}. ${description}` : numbers;
}

/** Cards of what is on its way, and of what ended not long ago. */
function Uploads({ collection }) {
  const hidden = useSignal(new Set());
  const hide = (id) => (hidden.value = new Set([...hidden.value, id]));
  const own = sendings.value.filter((sending) => sending.collection.id === collection.id);
  const early = own.filter((sending) => !uploads.get(sending.uploadId.value));
  const here = uploads.list().filter((upload) => upload.collection_id === collection.id);
  const newest = here.sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
  const shown = newest.filter((upload) => isFresh(upload) && !hidden.value.has(upload.id));
  return html`
    ${early.map((sending) => html`<${SendingCard} key=${sending.started} sending=${sending} />`)}
    ${shown.slice(0, CARDS).map(
      (upload) => html`
        <${UploadCard}
          key=${upload.id}
          upload=${upload}
          onHide=${() => hide(upload.id)}
          sending=${own.find((sending) => sending.uploadId.value === upload.id)}
        />`,
    )}`;
}

function isFresh(upload) {
  return !upload.finished_at || Date.now() - Date.parse(upload.finished_at) < RECENT;
}
