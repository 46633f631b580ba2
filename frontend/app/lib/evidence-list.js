// A list behind a number, loaded page by page as it comes into view.
import { batch, signal } from "@preact/signals";
import { api } from "./api.js";

const PAGE = 200;
const MOST = 1000; // rows in one request, for who jumps far ahead

export class EvidenceList {
  items = signal([]);
  /** How many there are in all; null until the server has said it. */
  total = signal(null);
  error = signal("");

  #next = null;
  #wanted = 0;
  #loading = false;
  #abort = new AbortController();

  /** @param {string} path of the API @param {object} query what is asked for, without its paging */
  constructor(path, query) {
    this.path = path;
    this.query = query;
  }

  stop() {
    this.#abort.abort();
  }

  /** Makes sure that rows up to `index` are loaded, or on their way. */
  want(index) {
    this.#wanted = Math.max(this.#wanted, index);
    if (!this.#loading) this.#load();
  }

  async #load() {
    this.#loading = true;
    try {
      while (this.#isMissing()) {
        const missing = this.#wanted + 1 - this.items.peek().length;
        const query = { ...this.query, limit: Math.min(MOST, Math.max(PAGE, missing)), after: this.#next };
        this.#arrive(await api.get(this.path, query, { signal: this.#abort.signal }));
      }
      this.error.value = "";
    } catch (failure) {
      if (failure.name !== "AbortError") this.error.value = failure.message;
    } finally {
      this.#loading = false;
    }
  }

  #isMissing() {
    const loaded = this.items.peek().length;
    const total = this.total.peek();
    return total === null || (loaded < total && loaded <= this.#wanted);
  }

  #arrive(page) {
    this.#next = page.next;
    batch(() => {
      this.items.value = [...this.items.peek(), ...page.items];
      this.total.value = page.next === null ? this.items.peek().length : page.total;
    });
  }
}
