// `#collection` in a question selects collections: finding tags in a text, and completing the one
// being typed.
const TAG = /(?<![\p{L}\p{N}_#&/])#([\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63})/gu;
const BEGUN = /(?<![\p{L}\p{N}_#&/])#([\p{L}\p{N}_.-]{0,64})$/u;
const SUGGESTED = 8;

const keyOf = (name) => name.normalize("NFC").toLowerCase();

/**
 * The question in pieces: {text} or {tag, name}, where `name` is the collection's own name, null
 * when there is none.
 * @param {string[]} names the collections there are
 */
export function pieces(question, names) {
  const known = new Map(names.map((name) => [keyOf(name), name]));
  const made = [];
  let at = 0;
  for (const { 1: found, index } of question.matchAll(TAG)) {
    const tag = longest(found, known);
    const name = known.get(keyOf(tag)) || null;
    // "#123" is a number unless a collection has this name.
    if (!name && /^\d+$/.test(tag)) continue;
    if (index > at) made.push({ text: question.slice(at, index) });
    made.push({ tag, name });
    at = index + 1 + tag.length;
  }
  if (at < question.length) made.push({ text: question.slice(at) });
  return made;
}

/**
 * The tag without a full stop or dash that ends the sentence; a collection may have one in its
 * name.
 */
function longest(tag, known) {
  let end = tag.length;
  while (!known.has(keyOf(tag.slice(0, end))) && /[.-]/.test(tag[end - 1])) end--;
  return tag.slice(0, end);
}

/** What is typed of a tag right before the caret: {start, typed}, or null. */
export function begunTag(text, caret) {
  const found = BEGUN.exec(text.slice(0, caret));
  return found && { start: found.index, typed: found[1] };
}

/** Whether one of the collections is called as it is typed. */
export function isNamed(collections, typed) {
  return collections.some(({ name }) => keyOf(name) === keyOf(typed));
}

/** The collections that what is typed may mean: the one of that name, then those that begin so. */
export function suggest(collections, typed) {
  const wanted = keyOf(typed);
  const place = ({ name }) => keyOf(name).indexOf(wanted);
  const rank = (collection) => (isNamed([collection], typed) ? -1 : Math.sign(place(collection)));
  return collections
    .filter((collection) => place(collection) >= 0)
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
    .slice(0, SUGGESTED);
}
