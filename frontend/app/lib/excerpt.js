// The part of a passage that shows why it was found.
import { unitIndex } from "./codepoints.js";

const WINDOW = 320; // characters

const COMMON = new Set(
  (
    "the and for are was were with that this from what which who how when where why does did has " +
    "have not"
  ).split(" "),
);

/** The words of a question that are worth marking. */
export function words(question) {
  const found = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const telling = found.filter((word) => word.length > 2 && !COMMON.has(word));
  return [...new Set(telling.length ? telling : found)];
}

/**
 * A window of the passage from its sentence that fits the question best, in pieces.
 * @param {{
 *   text: string, start: number, focus?: {start: number, end: number},
 * }} passage offsets count code points of the whole document
 * @returns {{text: string, marked: boolean}[]}
 */
export function excerpt(passage, question) {
  const { text } = passage;
  const [from, to] = windowOf(passage);
  const pieces = [];
  let at = from;
  for (const [begin, end] of matches(text, words(question))) {
    if (begin < at || end > to) continue;
    if (begin > at) pieces.push({ text: text.slice(at, begin), marked: false });
    pieces.push({ text: text.slice(begin, end), marked: true });
    at = end;
  }
  const rest = text.slice(at, to);
  pieces.push({ text: to < text.length ? `${wholeWords(rest)}…` : rest, marked: false });
  if (from > 0) pieces.unshift({ text: "…", marked: false });
  return pieces;
}

/** The sentence and what follows it; what stands before it where nothing more follows. */
function windowOf({ text, start, focus }) {
  const sentence = focus
    ? [focus.start, focus.end].map((offset) => unitIndex(text, offset - start))
    : [0, 0];
  const latest = Math.max(0, text.length - WINDOW);
  const from = sentence[0] <= latest ? sentence[0] : nextWord(text, latest);
  return [from, Math.min(text.length, Math.max(from + WINDOW, sentence[1]))];
}

function matches(passage, wanted) {
  if (!wanted.length) return [];
  const word = `(?:${wanted.join("|")})[\\p{L}\\p{N}]{0,3}`;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, "giu");
  return [...passage.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length]);
}

function wholeWords(text) {
  return text.replace(/[\s.,;:]*\S*$/, "");
}

function nextWord(passage, at) {
  if (at === 0) return 0;
  const gap = passage.slice(at, at + 30).search(/\s/);
  return gap < 0 ? at : at + gap + 1;
}
