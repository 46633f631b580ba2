// Asks which collection files belong to that were dropped or pasted where none is open.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { folderName } from "../lib/drop.js";
import { plural } from "../lib/format.js";
import { toast } from "../lib/notify.js";
import { collectionAddress } from "../lib/router.js";
import { send } from "../lib/sending.js";
import { limits } from "../lib/session.js";
import { slug } from "../lib/slug.js";
import { collections } from "../lib/store.js";
import { Button } from "./button.js";
import { openCollection } from "./collection-dialogs.js";
import { Dialog } from "./dialog.js";
import { undecided } from "./drop-zone.js";

const NEW = ""; // in place of a collection's id

export function DropDialog() {
  const entries = undecided.value;
  return entries && html`<${Choice} entries=${entries} />`;
}

function Choice({ entries }) {
  const known = collections.list();
  known.sort((one, other) => (one.updated_at < other.updated_at ? 1 : -1));
  const folder = folderName(entries);
  const alike = known.find(({ name }) => name === slug(folder));
  const chosen = useSignal((alike || (folder ? null : known[0]))?.id ?? NEW);
  const name = useSignal(slug(folder));
  const error = useSignal("");
  const close = () => (undecided.value = null);
  const add = async (event) => {
    event.preventDefault();
    const wanted = slug(name.peek());
    if (chosen.peek() === NEW && !wanted) {
      error.value = "Give the collection a name with at least one letter or digit.";
      return;
    }
    const collection = collections.peek(chosen.peek()) || (await openCollection(wanted));
    close();
    if (!collection) return;
    send(collection, entries, limits());
    const where = collectionAddress(collection.name);
    toast({ title: `#${collection.name}`, text: "The files are being sent.", href: where });
  };
  const title = `Where ${entries.length === 1 ? "does" : "do"} ${what(entries)} belong?`;
  return html`
    <${Dialog} title=${title} onClose=${close}>
      <form class="form" noValidate onSubmit=${add}>
        <label>
          Collection
          <select
            value=${chosen.value}
            autofocus
            onChange=${(event) => (chosen.value = event.currentTarget.value)}
          >
            ${known.map(
              ({ id, name: each }) => html`<option key=${id} value=${id}>#${each}</option>`,
            )}
            <option value=${NEW}>A new collection</option>
          </select>
        </label>
        ${chosen.value === NEW &&
        html`
          <label>
            Its name
            <input
              value=${name.value}
              maxlength="64"
              autocomplete="off"
              spellcheck=${false}
              onInput=${(event) => (name.value = event.currentTarget.value)}
            />
          </label>`}
        ${error.value && html`<p class="bad small" role="alert">${error.value}</p>`}
        <div class="row-end">
          <${Button} onClick=${close}>Cancel</${Button}>
          <${Button} kind="primary" type="submit">Add</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}

function what(entries) {
  if (folderName(entries)) return `the folder ${folderName(entries)}`;
  return entries.length === 1 ? entries[0].name : plural(entries.length, "file");
}
