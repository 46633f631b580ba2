// Who drops files again that were not all sent goes on with the upload that was stopped.
import { api } from "./api.js";
import { uploads } from "./store.js";

const LOOKED_AT = 1000; // names, so that an upload of very many files is not read as a whole

/**
 * The upload of these files that was stopped before, open again; null when there is none.
 * @param {{collection_id: string, label: string, expected_files: number, paths: string[]}} request
 * @param {number} silent milliseconds after which nobody else sends to an open one any more
 */
export async function stoppedUpload(request, silent) {
  const mine = uploads.list().filter((upload) => isStopped(upload, request, silent));
  const newest = mine.sort((one, other) => (one.id < other.id ? 1 : -1))[0];
  if (!newest) return null;
  try {
    if (!(await isPartOf(newest, request.paths))) return null;
    return await api.post(`/uploads/${newest.id}/reopen`);
  } catch {
    return null; // then it is an upload of its own, which leaves out what is here already
  }
}

function isStopped(upload, { collection_id: collection, label, expected_files: expected }, silent) {
  if (upload.collection_id !== collection || upload.label !== label) return false;
  if (upload.expected_files !== expected || upload.files_received >= expected) return false;
  if (upload.status === "open") return Date.now() - Date.parse(upload.received_at) > silent;
  return upload.status !== "cancelled";
}

/** Whether what it took is among the files, as they are or as what lay in them. */
async function isPartOf({ id }, paths) {
  const query = { outcome: "accepted", limit: LOOKED_AT };
  const { items } = await api.get(`/uploads/${id}/files`, query);
  const known = new Set(paths);
  const isKnown = (name) => known.has(name) || paths.some((path) => name.startsWith(`${path}/`));
  return items.every(({ name }) => isKnown(name));
}
