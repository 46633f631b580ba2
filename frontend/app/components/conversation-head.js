// The title of a conversation, and what can be done with it.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { attempt } from "../lib/notify.js";
import { go } from "../lib/router.js";
import { conversations } from "../lib/store.js";
import { saveFile } from "../lib/save.js";
import { markdown } from "../lib/transcript.js";
import { Button } from "./button.js";
import { confirm, Dialog } from "./dialog.js";
import { Icon } from "./icon.js";

/** @param {{id: string, title: string, thread: import("../lib/thread.js").Thread}} props */
export function ConversationHead({ id, title, thread }) {
  const renaming = useSignal(false);
  const save = () => saveFile(`${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.md`, markdown(title, thread.messages.peek()));
  return html`<header class="thread-head"><a class="button ghost square to-list" href="/ask" aria-label="All conversations" title="All conversations"><${Icon} name="arrow-left" /></a>
    <h1 class="clip" title=${title}>${title}</h1>
    <div class="actions"><${Button} icon="download" kind="ghost" label="Save as Markdown" onClick=${save} />
      <${Button} icon="pencil" kind="ghost" label="Rename the conversation" onClick=${() => (renaming.value = true)} />
      <${Button} icon="trash-2" kind="ghost" label="Delete the conversation" onClick=${() => remove(id, title)} /></div>
    ${renaming.value && html`<${RenameDialog} id=${id} title=${title} onClose=${() => (renaming.value = false)} />`}</header>`;
}

function RenameDialog({ id, title, onClose }) {
  const name = useSignal(title);
  const error = useSignal("");
  const save = async (event) => {
    event.preventDefault();
    try {
      conversations.put([await api.patch(`/conversations/${id}`, { title: name.value.trim() })]);
      onClose();
    } catch (failure) {
      error.value = failure.message;
    }
  };
  return html`<${Dialog} title="Rename the conversation" onClose=${onClose}><form class="form" onSubmit=${save}>
    <label>Title<input value=${name.value} maxlength="200" required autocomplete="off" autofocus onInput=${(event) => (name.value = event.currentTarget.value)} /></label>
    ${error.value && html`<p class="bad small" role="alert">${error.value}</p>`}
    <div class="row-end"><${Button} onClick=${onClose}>Cancel</${Button}><${Button} kind="primary" type="submit" disabled=${!name.value.trim()}>Save</${Button}></div></form></${Dialog}>`;
}

async function remove(id, title) {
  const sure = await confirm({
    title: `Delete “${title}”?`,
    text: "Its questions and answers are removed for good. What still runs for it is cancelled. The documents stay.",
    action: "Delete the conversation",
  });
  if (!sure) return;
  const gone = await attempt(async () => (await api.delete(`/conversations/${id}`), true), "The conversation was not deleted");
  if (!gone) return;
  go("/ask", { replace: true });
  conversations.remove([id]);
}
