import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { askQuestion, sent } from "../lib/asking.js";
import { openedEvidence } from "../lib/evidence.js";
import { phone } from "../lib/media.js";
import { conversationAddress, go, place } from "../lib/router.js";
import { openedSource } from "../lib/source.js";
import { conversations } from "../lib/store.js";
import { Thread } from "../lib/thread.js";
import { Button } from "../components/button.js";
import { Composer } from "../components/composer.js";
import { Conversation } from "../components/conversation.js";
import { ConversationHead } from "../components/conversation-head.js";
import { ConversationList } from "../components/conversation-list.js";
import { Empty } from "../components/empty.js";

/** Questions and answers. @param {{id?: string}} props the open conversation; none for a new one */
export function Ask({ id = "" }) {
  const box = useRef();
  const thread = useMemo(() => new Thread(id), [id]);
  useEffect(() => {
    thread.start();
    const reading = phone.peek() || openedSource() || openedEvidence();
    if (!reading) box.current?.focus({ preventScroll: true });
    return () => thread.stop();
  }, [thread]);

  const ask = async (text, how) => {
    const reply = await askQuestion(id, text, how);
    if (!reply) return;
    const [section, shown = ""] = place.peek().path;
    if (section !== "ask" || shown !== id) return; // the person has gone on to something else
    if (reply.conversation_id === id) thread.load();
    else go(conversationAddress(reply.conversation_id));
  };
  const busy = sent.value.some(({ conversationId }) => conversationId === id);
  return html`<div class=${id ? "ask in-conversation" : "ask"}><${ConversationList} current=${id} />
    <section class="thread" aria-label="Conversation">
      ${id ? html`<${ConversationHead} id=${id} title=${titleOf(id, thread)} thread=${thread} />` : html`<h1 class="hidden">Ask</h1>`}
      ${thread.state.value === "error" ? html`<${Unavailable} thread=${thread} />`
        : html`<${Conversation} thread=${thread} onAsk=${ask} /><${Composer} key=${id} conversationId=${id} busy=${busy} box=${box} onSend=${ask} />`}
    </section></div>`;
}

function titleOf(id, thread) {
  return conversations.get(id)?.title || thread.messages.value.find(({ role }) => role === "user")?.content || "Conversation";
}

function Unavailable({ thread }) {
  const action = thread.gone ? html`<a class="button" href="/ask">Ask something new</a>` : html`<${Button} icon="rotate-cw" onClick=${() => thread.load()}>Try again</${Button}>`;
  return html`<${Empty} icon=${thread.gone ? "message-square-text" : "wifi-off"} title="This conversation can not be shown" action=${action}>${thread.error}</${Empty}>`;
}
