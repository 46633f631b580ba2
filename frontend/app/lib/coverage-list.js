// The documents of a job that ended alike, loaded page by page as they come into view.
import { signal } from "@preact/signals";
import { api } from "./api.js";

const PAGE = 200;

export class CoverageList {
  items = signal([]);
  error = signal("");
  complete = signal(false);

  #next = null;
  #wanted = 0;
  #loading = false;
  #abort = new AbortController();

  constructor(job, outcome) {
    this.job = job;
    this.outcome = outcome;
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
      while (!this.complete.peek() && this.#wanted >= this.items.peek().length) {
        const query = { outcome: this.outcome, limit: PAGE, after: this.#next };
        const page = await api.get(`/jobs/${this.job}/coverage`, query, { signal: this.#abort.signal });
        this.#next = page.next;
        this.complete.value = !page.next;
        this.items.value = [...this.items.peek(), ...page.items];
      }
      this.error.value = "";
    } catch (failure) {
      if (failure.name !== "AbortError") this.error.value = failure.message;
    } finally {
      this.#loading = false;
    }
  }
}
