// The messages of one conversation and its jobs, read from the server and kept up with the live changes.
import { signal } from "@preact/signals";
import { api } from "./api.js";
import { jobs, onChanges } from "./store.js";

const PAGE = 200;

export class Thread {
  /** Messages in order. */
  messages = signal([]);
  /** @type {import("@preact/signals").Signal<"loading" | "ready" | "error">} */
  state = signal("loading");
  error = "";
  /** Whether there is no such conversation any more. */
  gone = false;

  #known = new Map();
  #abort = new AbortController();

  /** @param {string} conversationId "" for a conversation that does not exist yet */
  constructor(conversationId) {
    this.id = conversationId;
    if (!conversationId) this.state.value = "ready";
  }

  start() {
    if (!this.id) return;
    onChanges.add(this.#follow);
    this.load();
  }

  stop() {
    onChanges.delete(this.#follow);
    this.#abort.abort();
  }

  /** Reads what is new; the events bring it too, but they may be late or cut off. */
  async load() {
    if (!this.id) return;
    try {
      const [messages] = await Promise.all([this.#all(`/conversations/${this.id}/messages`, {}), this.#loadJobs()]);
      this.#put(messages);
      this.state.value = "ready";
    } catch (failure) {
      if (failure.name === "AbortError") return;
      this.error = failure.message;
      this.gone = failure.status === 404;
      if (!this.#known.size || this.gone) this.state.value = "error";
    }
  }

  async #loadJobs() {
    const found = await this.#all("/jobs", { conversation_id: this.id, kind: "query" });
    jobs.put(found.filter((job) => !jobs.peek(job.job_id)));
  }

  async #all(path, query) {
    const items = [];
    let after = null;
    do {
      const page = await api.get(path, { ...query, limit: PAGE, after }, { signal: this.#abort.signal });
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  }

  #follow = (changes) => {
    if (changes === null) {
      this.load();
      return;
    }
    this.#put(changes.messages.filter((message) => message.conversation_id === this.id));
    if (changes.deleted.conversations.includes(this.id)) {
      this.error = "This conversation was deleted.";
      this.gone = true;
      this.state.value = "error";
    }
  };

  #put(messages) {
    if (!messages.length) return;
    for (const message of messages) this.#known.set(message.id, message);
    this.messages.value = [...this.#known.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}
