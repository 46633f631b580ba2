// The findings behind a number, loaded in slices as they come into view. Their numbers are known from the start.
import { batch, signal } from "@preact/signals";
import { api } from "./api.js";

const SLICE = 100;
const IN_VIEW = 60; // rows before the last wanted one that are in view with it

export class FindingList {
  /** What went wrong last, "" when nothing did. */
  error = signal("");

  #rows = new Map();
  #slices = new Set();
  #abort = new AbortController();

  /** @param {string} job @param {number[]} numbers */
  constructor(job, numbers) {
    this.job = job;
    this.ids = numbers;
  }

  stop() {
    this.#abort.abort();
  }

  /** The signal of one finding; its value is null until it is loaded. */
  row(number) {
    if (!this.#rows.has(number)) this.#rows.set(number, signal(null));
    return this.#rows.get(number);
  }

  /** Loads the rows in view when `index` is the last of them. */
  want(index) {
    const last = Math.min(index, this.ids.length - 1);
    for (let slice = Math.floor(Math.max(0, last - IN_VIEW) / SLICE); slice * SLICE <= last; slice++) this.#load(slice);
  }

  async #load(slice) {
    if (this.#slices.has(slice)) return;
    this.#slices.add(slice);
    const numbers = this.ids.slice(slice * SLICE, (slice + 1) * SLICE);
    try {
      const query = { numbers: numbers.join(","), limit: SLICE };
      const { items } = await api.get(`/jobs/${this.job}/findings`, query, { signal: this.#abort.signal });
      batch(() => {
        for (const item of items) this.row(item.number).value = item;
        this.error.value = "";
      });
    } catch (failure) {
      this.#slices.delete(slice);
      if (failure.name !== "AbortError") this.error.value = failure.message;
    }
  }
}
