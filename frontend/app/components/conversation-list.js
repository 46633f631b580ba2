import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { ago } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { conversationAddress } from "../lib/router.js";
import { conversations, jobs, loaded } from "../lib/store.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";
import { isLive } from "./job-table.js";

const PAGE = 100; // as many as the live snapshot brings

/** Every conversation, the one used last first. @param {{current: string}} props the id of the open one, or "" */
export function ConversationList({ current }) {
  const all = conversations.list().sort((one, other) => (one.updated_at < other.updated_at ? 1 : -1));
  const working = statuses();
  return html`<nav class="conversations" aria-label="Conversations">
    <a class="button" href="/ask" data-shortcut="new" aria-current=${current ? null : "page"}><${Icon} name="plus" /><span>New question</span></a>
    <ul>${all.map((each) => html`<${Item} key=${each.id} conversation=${each}
      current=${each.id === current} working=${working.get(each.id)} />`)}</ul>
    ${loaded.value && all.length === 0 && html`<p class="muted small">Your questions are kept here.</p>`}
    <${Older} all=${all} /></nav>`;
}

/** By the conversations that wait for an answer, whether one is made: "running", or "queued". */
function statuses() {
  const live = jobs.list().filter((job) => job.conversation_id && isLive(job));
  const queuedFirst = live.sort((one, other) => (one.status < other.status ? -1 : 1));
  return new Map(queuedFirst.map((job) => [job.conversation_id, job.status]));
}

function Item({ conversation, current, working }) {
  const states = {
    running: html`<${Icon} name="loader" spin /> Reading`,
    queued: html`<${Icon} name="clock" /> Waiting`,
  };
  return html`<li><a href=${conversationAddress(conversation.id)} aria-current=${current ? "page" : null} title=${conversation.title}>
    <span class="clip">${conversation.title}</span>
    <small class="muted">${states[working] || ago(conversation.updated_at)}</small></a></li>`;
}

function Older({ all }) {
  const complete = useSignal(false);
  if (complete.value || all.length < PAGE) return null;
  const load = async () => {
    const oldest = all.map(({ id }) => id).sort()[0]; // pages follow the ids, which grow with time
    const page = await api.get("/conversations", { limit: PAGE, after: oldest });
    conversations.put(page.items.filter(({ id }) => !conversations.peek(id)));
    complete.value = !page.next;
  };
  return html`<${Button} kind="small" onClick=${() => attempt(load, "Older conversations did not load")}>Show older</${Button}>`;
}
