import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { askQuestion, giveBack, sent } from "../lib/asking.js";
import { openedEvidence } from "../lib/evidence.js";
import { useLiveAgain } from "../lib/live-again.js";
import { phone } from "../lib/media.js";
import { conversationAddress, go, place } from "../lib/router.js";
import { openedSource } from "../lib/source.js";
import { conversations, jobs } from "../lib/store.js";
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

  useLiveAgain(thread.state.value === "error" && !thread.gone, () => thread.load());

  /** The person may have gone on to something else meanwhile. */
  const onPlaced = (conversationId) => {
    const [section, shown = ""] = place.peek().path;
    if (section === "ask" && shown === id && conversationId !== id) {
      go(conversationAddress(conversationId));
    }
  };
  const ask = (text, how) => {
    const asked = askQuestion(id, text, { how, onPlaced });
    return asked.catch((failure) => giveBack(id, text, failure));
  };
  const run = (text, plan, job) => {
    const about = jobs.peek(job)?.collection_ids;
    return askQuestion(id, text, { how: "full", plan, about, onPlaced });
  };
  const asking = sent.value.find((each) => each.conversationId === id && each.isRunning);
  const title = id && titleOf(id, thread);
  return html`
    <div class=${id ? "ask in-conversation" : "ask"}>
      <${ConversationList} current=${id} />
      <section class="thread" aria-label="Conversation">
        ${id
          ? html`<${ConversationHead} id=${id} title=${title} thread=${thread} />`
          : html`<h1 class="hidden">Ask</h1>`}
        ${thread.state.value === "error"
          ? html`<${Unavailable} thread=${thread} />`
          : html`
              <${Conversation} thread=${thread} onAsk=${ask} onRun=${run} />
              <${Composer}
                key=${id}
                conversationId=${id}
                asking=${asking}
                box=${box}
                onSend=${ask}
              />`}
      </section>
    </div>`;
}

function titleOf(id, thread) {
  const first = thread.messages.value.find(({ role }) => role === "user");
  return conversations.get(id)?.title || first?.content || "Conversation";
}

function Unavailable({ thread }) {
  const again = () => thread.load();
  return html`
    <${Empty}
      icon=${thread.gone ? "message-square-text" : "wifi-off"}
      title="This conversation can not be shown"
      action=${thread.gone
        ? html`<a class="button" href="/ask">Ask something new</a>`
        : html`<${Button} icon="rotate-cw" onClick=${again}>Try again</${Button}>`}
    >
      ${thread.error}
    </${Empty}>`;
}
