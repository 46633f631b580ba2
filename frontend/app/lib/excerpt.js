// The part of a passage that shows why it was found.
const WINDOW = 320;

const COMMON = new Set("the and for are was were with that this from what which who how when where why does did has have not".split(" "));

/** The words of a question that are worth marking. */
export function words(question) {
  const found = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const telling = found.filter((word) => word.length > 2 && !COMMON.has(word));
  return [...new Set(telling.length ? telling : found)];
}

/**
 * A window of the passage around its densest run of words, in pieces.
 * @returns {{text: string, marked: boolean}[]}
 */
export function excerpt(passage, question) {
  const places = matches(passage, words(question));
  const start = densest(places, passage.length);
  const from = start === 0 ? 0 : nextWord(passage, start);
  const to = Math.min(passage.length, from + WINDOW);
  const pieces = [];
  let at = from;
  for (const [begin, end] of places) {
    if (begin < at || end > to) continue;
    if (begin > at) pieces.push({ text: passage.slice(at, begin), marked: false });
    pieces.push({ text: passage.slice(begin, end), marked: true });
    at = end;
  }
  pieces.push({ text: to < passage.length ? `${wholeWords(passage.slice(at, to))}…` : passage.slice(at), marked: false });
  if (from > 0) pieces.unshift({ text: "…", marked: false });
  return pieces;
}

function matches(passage, wanted) {
  if (!wanted.length) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join("|")})[\\p{L}\\p{N}]{0,3}(?![\\p{L}\\p{N}])`, "giu");
  return [...passage.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

function densest(places, length) {
  let best = 0;
  let most = 0;
  for (let first = 0, last = 0; first < places.length; first++) {
    while (last < places.length && places[last][1] <= places[first][0] + WINDOW - 60) last++;
    if (last - first > most) {
      most = last - first;
      best = places[first][0];
    }
  }
  return length <= WINDOW ? 0 : Math.max(0, Math.min(best - 60, length - WINDOW));
}

function wholeWords(text) {
  return text.replace(/[\s.,;:]*\S*$/, "");
}

function nextWord(passage, at) {
  const gap = passage.slice(at, at + 30).search(/\s/);
  return gap < 0 ? at : at + gap + 1;
}
