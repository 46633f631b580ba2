// The documents of one collection as a list that loads page by page and follows the live changes.
import { batch, signal } from "@preact/signals";
import { api } from "./api.js";
import { onChanges } from "./store.js";

const PAGE = 500;
const RECOUNT = 2000; // ms between counts of what lies beyond the loaded part

export class DocumentList {
  /** Ids in the order of arrival, as far as loaded. */
  ids = signal([]);
  /** How many documents match, loaded or not. */
  total = signal(0);
  /** @type {import("@preact/signals").Signal<"loading" | "ready" | "error">} */
  state = signal("loading");
  error = "";
  /** Whether what was asked for last failed: rows may be missing. */
  failed = signal(false);
  /**
   * How many documents have the words in their names, by status; as the server counted them last.
   */
  counts = signal({});

  #rows = new Map();
  #next = null;
  #complete = false;
  #wanted = 0;
  #loading = null;
  #meanwhile = null; // changes that came while a page was on its way: it may be older than they
  #abort = new AbortController();
  #recount = 0;

  /** @param {{collectionId: string, statuses?: string[], words?: string}} filter */
  constructor({ collectionId, statuses = [], words = "" }) {
    this.collectionId = collectionId;
    this.statuses = new Set(statuses);
    this.words = words.toLowerCase();
  }

  start() {
    onChanges.add(this.#follow);
    this.#load(true);
  }

  stop() {
    onChanges.delete(this.#follow);
    this.#abort.abort();
    clearTimeout(this.#recount);
  }

  /** The signal of one row; undefined for a row that is not loaded yet. */
  row(id) {
    return this.#rows.get(id);
  }

  /** Makes sure that rows up to `index` are loaded, or on their way. */
  want(index) {
    this.#wanted = Math.max(this.#wanted, index);
    if (!this.#complete && this.#wanted >= this.ids.peek().length) this.#load(false);
  }

  reload() {
    return this.#load(true);
  }

  /** Shows an entity that an own request returned, without waiting for its event. */
  put(document) {
    this.#apply([document], []);
  }

  #load(again) {
    if (this.#loading && !again) return this.#loading;
    const before = this.#loading || Promise.resolve();
    const run = before.then(() => (again ? this.#start() : this.#continue()));
    this.#loading = run.finally(() => {
      if (this.#loading === tracked) this.#loading = null;
    });
    const tracked = this.#loading;
    return tracked;
  }

  /** Reads what was loaded before once more, from the beginning. */
  async #start() {
    await this.#guarded(async () => {
      const found = [];
      const goal = Math.max(PAGE, this.ids.peek().length);
      let page = { next: null };
      do {
        page = await this.#fetch(page.next);
        found.push(...page.items);
      } while (page.next && found.length < goal);
      batch(() => this.#replace(found, page));
    });
  }

  async #continue() {
    await this.#guarded(async () => {
      while (!this.#complete && this.#wanted >= this.ids.peek().length) {
        const page = await this.#fetch(this.#next);
        batch(() => {
          this.#insert(page.items);
          this.#arrive(page);
        });
      }
    });
  }

  async #guarded(work) {
    this.#meanwhile = [];
    try {
      await work();
      this.state.value = "ready";
      this.failed.value = false;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.error = error.message;
      this.failed.value = true;
      this.state.value = this.ids.peek().length ? "ready" : "error";
    } finally {
      const missed = this.#meanwhile;
      this.#meanwhile = null;
      for (const changes of missed) this.#apply(changes.documents, changes.deleted.documents);
    }
  }

  #fetch(after, limit = PAGE) {
    const status = [...this.statuses].join(",");
    const query = { collection_id: this.collectionId, status, q: this.words, limit, after };
    return api.get("/documents", query, { signal: this.#abort.signal });
  }

  #replace(found, page) {
    const ids = new Set(found.map((document) => document.id));
    for (const id of this.#rows.keys()) if (!ids.has(id)) this.#rows.delete(id);
    for (const document of found) this.#put(document);
    this.ids.value = [...ids].sort();
    this.#arrive(page);
  }

  #arrive(page) {
    this.#next = page.next;
    this.#complete = !page.next;
    this.counts.value = page.counts;
    const loaded = this.ids.peek().length;
    this.total.value = this.#complete ? loaded : Math.max(page.total, loaded);
  }

  #follow = (changes) => {
    if (changes === null) {
      this.reload();
      return;
    }
    if (this.#meanwhile) this.#meanwhile.push(changes);
    if (this.words && this.#concerns(changes)) this.#countAgain();
    this.#apply(changes.documents, changes.deleted.documents);
  };

  /** Whether the counts may have changed; of deleted documents it is not known where they were. */
  #concerns({ documents, deleted }) {
    const here = documents.some((document) => document.collection_id === this.collectionId);
    return here || deleted.documents.length > 0;
  }

  #apply(documents, deleted) {
    const added = [];
    const gone = new Set(deleted.filter((id) => this.#rows.has(id)));
    for (const document of documents) {
      if (document.collection_id !== this.collectionId) continue;
      const known = this.#rows.has(document.id);
      if (!this.#matches(document)) {
        if (known) gone.add(document.id);
      } else if (known) this.#put(document);
      else if (this.#reaches(document.id)) added.push(document);
      else this.#countAgain();
    }
    batch(() => {
      this.#drop(gone);
      this.#insert(added);
      this.total.value += added.length - gone.size;
    });
  }

  #matches(document) {
    if (this.statuses.size && !this.statuses.has(document.status)) return false;
    return document.name.toLowerCase().includes(this.words);
  }

  /**
   * Whether a new document belongs into the loaded part; ids grow with time, so a new one is
   * usually the last.
   */
  #reaches(id) {
    return this.#complete || id < (this.ids.peek().at(-1) || "");
  }

  #put(document) {
    const row = this.#rows.get(document.id);
    if (!row) this.#rows.set(document.id, signal(document));
    else if (document.updated_at >= row.peek().updated_at) row.value = document;
  }

  #insert(documents) {
    const fresh = documents.filter((document) => !this.#rows.has(document.id));
    for (const document of documents) this.#put(document);
    const ids = fresh.map((document) => document.id);
    if (ids.length) this.ids.value = [...this.ids.peek(), ...ids].sort();
  }

  #drop(ids) {
    if (!ids.size) return;
    for (const id of ids) this.#rows.delete(id);
    this.ids.value = this.ids.peek().filter((id) => !ids.has(id));
  }

  /** Something changed beyond the loaded part: ask how many there are, now and then. */
  #countAgain() {
    this.#recount ||= setTimeout(async () => {
      this.#recount = 0;
      const page = await this.#fetch(null, 1).catch(() => null);
      if (!page) return;
      this.counts.value = page.counts;
      if (!this.#complete) this.total.value = Math.max(page.total, this.ids.peek().length);
    }, RECOUNT);
  }
}
