import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { folderName } from "../lib/drop.js";
import { ago, count, plural } from "../lib/format.js";
import { collectionAddress, go } from "../lib/router.js";
import { send } from "../lib/sending.js";
import { limits } from "../lib/session.js";
import { slug } from "../lib/slug.js";
import { collections, loaded } from "../lib/store.js";
import { Button } from "../components/button.js";
import { CollectionDialog, openCollection } from "../components/collection-dialogs.js";
import { canPickFolders, draggedOver, dropTarget, pickFiles } from "../components/drop-zone.js";
import { Empty } from "../components/empty.js";
import { Icon } from "../components/icon.js";
import { Hits, question, SearchBox } from "../components/search.js";

export function Library() {
  const creating = useSignal(false);
  const create = () => (creating.value = true);
  useEffect(() => {
    dropTarget.value = { words: dropWords, take };
    return () => (dropTarget.value = null);
  }, []);
  return html`
    <header class="head">
      <div>
        <h1>Library</h1>
        <p class="muted">Drop files on a collection, or anywhere else to start a new one.</p>
      </div>
      <div class="actions">
        <${Button} icon="plus" kind="primary" data-shortcut="new" onClick=${create}>
          New collection
        </${Button}>
      </div>
    </header>
    <${SearchBox} label="Search all collections" />
    ${question() ? html`<${Hits} />` : html`<${Collections} />`}
    ${creating.value &&
    html`<${CollectionDialog} onClose=${() => (creating.value = false)} />`}`;
}

function Collections() {
  if (!loaded.value) return html`<${Skeletons} />`;
  const all = collections.list();
  if (!all.length) return html`<${FirstSteps} />`;
  const newest = [...all].sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
  return html`
    <ul class="grid">
      ${newest.map((each) => html`<${Card} key=${each.id} collection=${each} />`)}
    </ul>`;
}

function Skeletons() {
  return html`
    <div class="grid" aria-hidden="true">
      ${[1, 2, 3].map((number) => html`<div class="card skeleton" key=${number}></div>`)}
    </div>
    <p class="hidden" role="status">Loading…</p>`;
}

function Card({ collection }) {
  const { id, name, description, active_count: active, failed_count: failed } = collection;
  const target = draggedOver.value === id ? " target" : "";
  return html`
    <li class=${`card collection${target}`} data-collection=${id}>
      <h2>
        <a href=${collectionAddress(name)}><span class="hash">#</span>${name}</a>
      </h2>
      <p class="muted clip">${description || "No description"}</p>
      <p class="line">
        <span class="number">${plural(collection.document_count, "document")}</span>
        <span class="muted small">
          ${active ? `${count(active)} being indexed` : ago(collection.updated_at)}
        </span>
      </p>
      ${failed > 0 &&
      html`
        <p class="bad small">
          <${Icon} name="circle-alert" />
          ${` ${plural(failed, "file")} failed`}
        </p>`}
    </li>`;
}

function FirstSteps() {
  const choose = (folder) => pickFiles(folder, (files) => take(files, ""));
  const folders = html`
    <${Button} icon="folder-up" kind="primary" onClick=${() => choose(true)}>
      Choose a folder
    </${Button}>`;
  const actions = html`
    <div class="actions">
      <${Button} icon="upload" onClick=${() => choose(false)}>Choose files</${Button}>
      ${canPickFolders && folders}
    </div>`;
  return html`
    <div class="card">
      <${Empty} icon="library" title="No collections yet" action=${actions}>
        Drop a folder here. Winnow names the collection after it.
      </${Empty}>
    </div>`;
}

function dropWords(collectionId) {
  const collection = collectionId && collections.get(collectionId);
  return collection ? `Drop to add to #${collection.name}` : "Drop to start a new collection";
}

/** On a card: into that collection. Elsewhere: into one named after the folder. */
async function take(entries, collectionId) {
  const folder = folderName(entries) || topFolder(entries);
  const name = slug(folder) || `upload-${new Date().toISOString().slice(0, 10)}`;
  const collection = collections.peek(collectionId) || (await openCollection(name));
  if (!collection) return;
  send(collection, entries, limits());
  go(collectionAddress(collection.name));
}

/** A folder picker gives files whose relative paths begin with the folder. */
function topFolder(entries) {
  return entries[0].webkitRelativePath?.split("/").slice(0, -1)[0] || "";
}
