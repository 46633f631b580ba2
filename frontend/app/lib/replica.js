// What the server has told us so far, and what changed since somebody last asked. Pure: no network, no page.
// Events carry whole entities with absolute state, so that applying one twice does no harm.

const KEPT_JOBS = 500;
const KEPT_UPLOADS = 200;

const ENTITIES = [
  // key in the event's data, kind, its id, whether it is kept (what is large or many is only passed on)
  { key: "collection", kind: "collections", id: "id", kept: true },
  { key: "upload", kind: "uploads", id: "id", kept: true },
  { key: "job", kind: "jobs", id: "job_id", kept: true },
  { key: "conversation", kind: "conversations", id: "id", kept: true },
  { key: "document", kind: "documents", id: "id", kept: false },
  { key: "message", kind: "messages", id: "id", kept: false },
  { key: "trouble", kind: "troubles", id: "job_id", kept: true }, // made here, see troubleAfter
];

export class Replica {
  #kept = { collections: new Map(), uploads: new Map(), jobs: new Map(), conversations: new Map(), troubles: new Map() };
  #changed = emptyChanges();
  ready = false;

  /** Everything kept, as plain lists. */
  snapshot() {
    return {
      collections: [...this.#kept.collections.values()],
      uploads: [...this.#kept.uploads.values()],
      jobs: [...this.#kept.jobs.values()],
      conversations: [...this.#kept.conversations.values()],
      troubles: [...this.#kept.troubles.values()],
    };
  }

  /** Starts over from a snapshot event. */
  reset({ collections = [], uploads = [], jobs = [], conversations = [] }) {
    this.#kept = {
      collections: byId(collections, "id"),
      uploads: byId(uploads, "id"),
      jobs: byId(jobs, "job_id"),
      conversations: byId(conversations, "id"),
      troubles: this.#kept.troubles, // the server's snapshot says nothing of them
    };
    this.#changed = emptyChanges();
    this.ready = true;
  }

  clear() {
    this.#kept.troubles = new Map();
    this.reset({});
    this.ready = false;
  }

  apply(name, data) {
    const trouble = troubleAfter(name, data, this.#kept.troubles.get(data.job_id));
    for (const { key, kind, id, kept } of ENTITIES) {
      const entity = key === "trouble" ? trouble : data[key];
      if (!entity) continue;
      if (kept) this.#kept[kind].set(entity[id], entity);
      this.#changed[kind].set(entity[id], entity);
    }
    if (name === "collection.deleted") this.#remove("collections", data.collection_id);
    if (name === "conversation.deleted") this.#remove("conversations", data.conversation_id);
    if (name === "document.deleted") this.#remove("documents", data.document_id);
    this.#changed.empty = false;
  }

  #remove(kind, id) {
    this.#kept[kind]?.delete(id);
    this.#changed[kind].delete(id);
    this.#changed.deleted[kind].push(id);
  }

  /** What changed since the last call, the last state of each entity only; null when nothing did. */
  take() {
    const changed = this.#changed;
    if (changed.empty) return null;
    this.#changed = emptyChanges();
    prune(this.#kept.jobs, KEPT_JOBS, (job) => job.completed_at);
    prune(this.#kept.troubles, KEPT_JOBS, () => true);
    prune(this.#kept.uploads, KEPT_UPLOADS, (upload) => upload.finished_at);
    const lists = ENTITIES.map(({ kind }) => [kind, [...changed[kind].values()]]);
    return { ...Object.fromEntries(lists), deleted: changed.deleted };
  }
}

/**
 * How it goes with the batches of a question, which no entity says: the numbers of those that failed, why the last of
 * them did, and why one is tried again right now. Null when the event changes nothing of it.
 */
function troubleAfter(name, { job_id: job, batch, reason }, before) {
  if (!/^batch[.](failed|retried|mapped)$/.test(name) || (name === "batch.mapped" && !before)) return null;
  const others = (before?.failed || []).filter((number) => number !== batch);
  if (name === "batch.failed") return { job_id: job, failed: [...others, batch], reason, again: "" };
  return { job_id: job, failed: others, reason: before?.reason || "", again: name === "batch.retried" ? reason : "" };
}

function byId(entities, id) {
  return new Map(entities.map((entity) => [entity[id], entity]));
}

function emptyChanges() {
  const changes = { empty: true, deleted: { collections: [], conversations: [], documents: [] } };
  for (const { kind } of ENTITIES) changes[kind] = new Map();
  return changes;
}

/** Forgets the oldest ended entities beyond `keep`; the lists of the API still have them. */
function prune(map, keep, ended) {
  if (map.size <= keep) return;
  for (const [id, entity] of map) {
    if (map.size <= keep) return;
    if (ended(entity)) map.delete(id);
  }
}
