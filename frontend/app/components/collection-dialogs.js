// Creating, changing and deleting a collection.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { plural } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { collectionAddress, go } from "../lib/router.js";
import { slug } from "../lib/slug.js";
import { collections } from "../lib/store.js";
import { Button } from "./button.js";
import { confirm, Dialog } from "./dialog.js";

/** Creates a collection, or changes `collection` when there is one. */
export function CollectionDialog({ collection, onClose }) {
  const name = useSignal(collection?.name || "");
  const description = useSignal(collection?.description || "");
  const error = useSignal("");
  const typed = name.value === collection?.name ? name.value : slug(name.value);

  const save = async (event) => {
    event.preventDefault();
    if (!typed) {
      error.value = "Give the collection a name with at least one letter or digit.";
      return;
    }
    const body = { name: typed, description: description.value.trim() };
    try {
      const saved = collection ? await api.patch(`/collections/${collection.id}`, body) : await api.post("/collections", body);
      collections.put([saved]);
      onClose();
      go(collectionAddress(saved.name), { replace: Boolean(collection) });
    } catch (failure) {
      error.value = failure.message;
    }
  };

  return html`<${Dialog} title=${collection ? "Change the collection" : "New collection"} onClose=${onClose}><form class="form" onSubmit=${save}>
    <label>Name<input value=${name.value} maxlength="64" autocomplete="off" spellcheck=${false} autofocus aria-describedby="name-help" aria-invalid=${error.value ? "true" : null}
      placeholder="board-minutes" onInput=${(event) => (name.value = event.currentTarget.value)} /></label>
    <p id="name-help" class="muted small">It will be called #${typed || "board-minutes"}.</p>
    <label>Description, if you like<input value=${description.value} maxlength="500" autocomplete="off" onInput=${(event) => (description.value = event.currentTarget.value)} /></label>
    ${error.value && html`<p class="bad small" role="alert">${error.value}</p>`}
    <div class="row-end"><${Button} onClick=${onClose}>Cancel</${Button}><${Button} kind="primary" type="submit">${collection ? "Save" : "Create"}</${Button}></div></form></${Dialog}>`;
}

export async function deleteCollection(collection) {
  const documents = plural(collection.document_count, "document");
  const sure = await confirm({
    title: `Delete #${collection.name}?`,
    text: `Its ${documents} and their passages are removed for good, and no search finds them any more.`,
    action: `Delete #${collection.name} with ${documents}`,
  });
  if (!sure) return;
  const gone = await attempt(async () => (await api.delete(`/collections/${collection.id}`), true), "The collection was not deleted");
  if (!gone) return;
  go("/library", { replace: true });
  collections.remove([collection.id]);
}

/** The collection with this name, created when there is none. Null when the server refuses. */
export async function openCollection(name) {
  const known = collections.list().find((collection) => collection.name === name);
  if (known) return known;
  return attempt(async () => {
    const created = await api.post("/collections", { name });
    collections.put([created]);
    return created;
  }, "The collection was not created");
}
