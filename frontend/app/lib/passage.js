// A part of a document's text that can grow at both ends.
import { signal } from "@preact/signals";
import { api } from "./api.js";
import { lengthInCodePoints, unitIndex } from "./codepoints.js";

const AROUND = 1500; // characters shown before and behind a span at first
const STEP = 6000; // characters that "show more" brings
const SILENT_MARKS = new Set(["row", "section"]); // rows are too many to be headings, sections bring their own

export class Passage {
  /** @type {import("@preact/signals").Signal<"loading" | "ready" | "error">} */
  state = signal("loading");
  error = "";
  /** {start, text, marks, place}: offsets count code points of the whole text. */
  part = signal(null);

  constructor({ document, start = 0, end = 0 }) {
    this.document = document;
    this.span = end > start ? [start, end] : null;
    this.first = [Math.max(0, start - AROUND), (this.span ? end : STEP) + AROUND];
  }

  get end() {
    const { start, text } = this.part.value;
    return start + lengthInCodePoints(text);
  }

  async load() {
    try {
      const [start, end] = this.first;
      const [part, target] = await Promise.all([this.#fetch(start, end), this.span ? this.#fetch(...this.span) : null]);
      this.characters = part.characters;
      this.place = (target || part).place;
      this.part.value = { start: part.start, text: part.text, marks: part.marks || [] };
      this.state.value = "ready";
    } catch (error) {
      this.error = error.message;
      this.state.value = "error";
    }
  }

  async earlier() {
    const { start, text, marks } = this.part.peek();
    const more = await this.#fetch(Math.max(0, start - STEP), start);
    this.part.value = { start: more.start, text: more.text + text, marks: merge(more.marks, marks) };
  }

  async later() {
    const { start, text, marks } = this.part.peek();
    const more = await this.#fetch(this.end, this.end + STEP);
    this.part.value = { start, text: text + more.text, marks: merge(marks, more.marks) };
  }

  #fetch(start, end) {
    return api.get(`/documents/${this.document}/text`, { start, end });
  }

  /** The text cut at headings (page 4) and at the borders of the span: {text} or {text, marked} or {heading}. */
  pieces() {
    const { start, text, marks } = this.part.value;
    const cuts = marks
      .filter(([at, kind]) => at > start && at < this.end && !SILENT_MARKS.has(kind))
      .map(([at, kind, number, label]) => ({ at, heading: `${kind} ${label || number}` }));
    if (this.span) cuts.push({ at: this.span[0], marked: true }, { at: this.span[1], marked: false });
    cuts.sort((one, other) => one.at - other.at);
    const pieces = [];
    let marked = false;
    let unit = 0;
    for (const cut of cuts) {
      const next = unitIndex(text, cut.at - start);
      if (next > unit) pieces.push({ text: text.slice(unit, next), marked });
      if (cut.heading) pieces.push({ heading: cut.heading });
      else marked = cut.marked;
      unit = next;
    }
    pieces.push({ text: text.slice(unit), marked });
    return pieces;
  }

  /** The text of the span, if there is one. */
  quote() {
    return this.pieces().filter(({ marked }) => marked).map(({ text }) => text).join("");
  }
}

function merge(first, second) {
  const known = new Set();
  return [...(first || []), ...(second || [])].filter(([at, kind]) => !known.has(`${at} ${kind}`) && known.add(`${at} ${kind}`));
}
