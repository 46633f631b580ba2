// What the page knows: one signal per entity, so that a change repaints only what shows it.
import { batch, signal } from "@preact/signals";

/** Entities of one kind. Reading through `get`, `list` and `size` subscribes the reader. */
export class Table {
  #rows = new Map();
  #order = signal([]);

  constructor(id) {
    this.id = id;
  }

  get(id) {
    const row = this.#rows.get(id);
    if (!row) this.#order.value; // subscribe to its arrival
    return row?.value;
  }

  peek(id) {
    return this.#rows.get(id)?.peek();
  }

  /** Every entity in the order of arrival. */
  list() {
    return this.#order.value.map((id) => this.#rows.get(id).value);
  }

  put(entities) {
    let grown = false;
    for (const entity of entities) {
      const row = this.#rows.get(entity[this.id]);
      if (row) row.value = entity;
      else {
        this.#rows.set(entity[this.id], signal(entity));
        grown = true;
      }
    }
    if (grown) this.#order.value = [...this.#rows.keys()];
  }

  remove(ids) {
    for (const id of ids) this.#rows.delete(id);
    if (ids.length) this.#order.value = [...this.#rows.keys()];
  }

  replace(entities) {
    const present = new Set(entities.map((entity) => entity[this.id]));
    this.remove([...this.#rows.keys()].filter((id) => !present.has(id)));
    this.put(entities);
  }
}

export const collections = new Table("id");
export const uploads = new Table("id");
export const jobs = new Table("job_id");
export const conversations = new Table("id");

/** How it goes with the batches of questions, as far as this browser has seen it: {job_id, failed, reason, again}. */
export const troubles = new Table("job_id");

/** True once the first snapshot is here: before that, "nothing" only means "not known yet". */
export const loaded = signal(false);

/** Per upload, the document worked on last: {name, status, chunks_done, chunks_total}. */
const currentDocuments = new Map();

/** Callbacks of who needs more than the state: `changes` as they came, and `null` after a snapshot. */
export const onChanges = new Set();

/** Callbacks told about (before, after) whenever an upload's status changes while we watch. */
export const onUploadStatus = new Set();

/** The same for jobs. */
export const onJobStatus = new Set();

export function currentDocument(uploadId) {
  return documentSignal(uploadId).value;
}

function documentSignal(uploadId) {
  if (!currentDocuments.has(uploadId)) currentDocuments.set(uploadId, signal(null));
  return currentDocuments.get(uploadId);
}

export function receiveSnapshot(snapshot) {
  batch(() => {
    collections.replace(snapshot.collections);
    noticeUploads(snapshot.uploads);
    uploads.replace(snapshot.uploads);
    noticeJobs(snapshot.jobs);
    jobs.replace(snapshot.jobs);
    conversations.replace(snapshot.conversations);
    troubles.replace(snapshot.troubles);
    loaded.value = true;
  });
  for (const listener of onChanges) listener(null);
}

export function receiveChanges(changes) {
  batch(() => {
    collections.put(changes.collections);
    collections.remove(changes.deleted.collections);
    noticeUploads(changes.uploads);
    uploads.put(changes.uploads);
    noticeJobs(changes.jobs);
    jobs.put(changes.jobs);
    conversations.put(changes.conversations);
    troubles.put(changes.troubles);
    conversations.remove(changes.deleted.conversations);
    for (const document of changes.documents) {
      if (WORKING.has(document.status) && document.upload_id) documentSignal(document.upload_id).value = document;
    }
    for (const id of changes.deleted.collections) forgetUploads(id);
    for (const listener of onChanges) listener(changes);
  });
}

export const WORKING = new Set(["extracting", "chunking", "embedding"]);

function noticeUploads(received) {
  for (const upload of received) {
    const before = uploads.peek(upload.id);
    if (!before || before.status === upload.status) continue;
    for (const listener of onUploadStatus) listener(before, upload);
    if (upload.status === "finished" || upload.status === "cancelled") currentDocuments.delete(upload.id);
  }
}

function noticeJobs(received) {
  for (const job of received) {
    const before = jobs.peek(job.job_id);
    if (!before || before.status === job.status) continue;
    for (const listener of onJobStatus) listener(before, job);
  }
}

function forgetUploads(collectionId) {
  const gone = uploads.list().filter((upload) => upload.collection_id === collectionId);
  uploads.remove(gone.map((upload) => upload.id));
}

/** The collection with this name, or undefined. */
export function collectionNamed(name) {
  return collections.list().find((collection) => collection.name === name);
}
