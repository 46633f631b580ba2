// What stands behind a number of an answer, open beside the page: a list of findings or of documents. It stands in the
// address; a document that is opened from the list lies over it, and closing that leads back to the list.
import { api } from "./api.js";
import { attempt } from "./notify.js";
import { ask, place } from "./router.js";
import { keepInView, openSource } from "./source.js";

let opener = null;

/** {job, part, words} for the findings of a number, {job, outcome} for documents, or null. */
export function openedEvidence() {
  const { query } = place.value;
  const [job, part, outcome] = ["job", "part", "coverage"].map((name) => query.get(name));
  if (job && outcome) return { job, outcome };
  return job && part ? { job, part, words: query.get("words") || "" } : null;
}

/** @param {string} part the number's place in the answer @param {string} words what the list is called */
export function openFindings(job, part, words) {
  open({ job, part, words, coverage: null });
}

export function openCoverage(job, outcome) {
  open({ job, coverage: outcome, part: null, words: null });
}

function open(changes) {
  opener = document.activeElement;
  ask({ ...changes, document: null, start: null, end: null });
  keepInView(opener);
}

export function closeEvidence() {
  ask({ job: null, part: null, words: null, coverage: null, document: null, start: null, end: null });
  const element = opener;
  opener = null;
  setTimeout(() => element?.isConnected && element.focus());
}

/** One finding, straight at its place in its document. */
export async function openFinding(job, number) {
  const from = document.activeElement;
  const page = await attempt(() => api.get(`/jobs/${job}/findings`, { numbers: number, limit: 1 }), "The source did not open");
  const [found] = page?.items || [];
  if (found) openSource({ document: found.document_id, start: found.start, end: found.end, from });
}
