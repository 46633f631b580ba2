// A question that is run again with a plan of the person's own says what was changed, so that its
// words stand over the answer that they get. The change is a line of the message itself: exports,
// other tabs and models see it too. Pure.
import { planChanges } from "./plan.js";

const LONGEST = 4000; // characters that the server takes
const CHANGED = "\nChanged: ";

/**
 * {words, changed}: a question's own words, and what was changed about what they count, "" where
 * nothing was.
 */
export function parts(question) {
  const at = question.lastIndexOf(CHANGED);
  if (at < 0) return { words: question, changed: "" };
  return { words: question.slice(0, at), changed: question.slice(at + 1) };
}

/**
 * The question as it is sent with `plan`. @param {object} first the plan that its own words gave
 */
export function changedQuestion(question, first, plan) {
  const { words } = parts(question);
  const changes = planChanges(first, plan);
  return changes.length ? `${words}${CHANGED}${changes.join(", ")}.`.slice(0, LONGEST) : words;
}
