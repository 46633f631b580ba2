// Questions that were begun, by conversation. They last as long as the tab.
import { signal } from "@preact/signals";

const drafts = new Map();
const keyOf = (conversationId) => `winnow.draft.${conversationId || "new"}`;

/** The signal of the text that stands in the box of a conversation. */
export function draftOf(conversationId) {
  if (!drafts.has(conversationId)) drafts.set(conversationId, signal(stored(conversationId)));
  return drafts.get(conversationId);
}

export function setDraft(conversationId, text) {
  draftOf(conversationId).value = text;
  try {
    if (text) sessionStorage.setItem(keyOf(conversationId), text);
    else sessionStorage.removeItem(keyOf(conversationId));
  } catch {
    return; // storage is blocked: the draft lasts as long as the page
  }
}

function stored(conversationId) {
  try {
    return sessionStorage.getItem(keyOf(conversationId)) || "";
  } catch {
    return "";
  }
}
