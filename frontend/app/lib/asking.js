// Sending questions. One that is on its way is shown in its conversation until the server has it.
import { signal } from "@preact/signals";
import { api } from "./api.js";
import { draftOf, setDraft } from "./drafts.js";
import { enumerate } from "./format.js";
import { toast } from "./notify.js";

/** How a question is answered: "auto", "quick" or "full". Stays as chosen until the page is loaded again. */
export const mode = signal("auto");

/** Questions on their way: {number, conversationId, text}; the id is "" for a new conversation. */
export const sent = signal([]);
let last = 0;

/**
 * Asks, and gives the text back to the box when that fails.
 * @returns {Promise<object | null>} the reply of POST /chat
 */
export async function askQuestion(conversationId, text, how = mode.peek()) {
  const number = ++last;
  sent.value = [...sent.value, { number, conversationId, text }];
  try {
    const reply = await api.post("/chat", { ...(conversationId && { conversation_id: conversationId }), message: text, mode: how });
    warnOfTags(reply.hashtag_info);
    return reply;
  } catch (failure) {
    if (!draftOf(conversationId).peek()) setDraft(conversationId, text);
    toast({ tone: "bad", title: "Your question was not sent", text: `${failure.message} It is still in the box.` });
    return null;
  } finally {
    sent.value = sent.value.filter((question) => question.number !== number);
  }
}

function warnOfTags({ unrecognized_hashtags: unknown = [], folder_filtered: filtered } = {}) {
  if (!unknown.length) return;
  const names = enumerate(unknown.map((name) => `#${name.replace(/^#/, "")}`));
  const what = filtered ? "The question went to the other ones you named." : "The question went to all collections.";
  toast({ tone: "warn", title: `There is no collection ${names}`, text: what });
}
