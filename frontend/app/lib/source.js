// Which document is open beside the page. It stands in the address; the opener gets the focus back.
import { ask, place } from "./router.js";

let opener = null;

/** {document, start, end} or null; start and end are absent when no span is to be shown. */
export function openedSource() {
  const { query } = place.value;
  const document = query.get("document");
  if (!document) return null;
  const start = Number(query.get("start") ?? NaN);
  const end = Number(query.get("end") ?? NaN);
  return query.has("start") && end > start ? { document, start, end } : { document };
}

/** `over` keeps the list beside the page that the document was chosen from; `from` is who gets the focus back. */
export function openSource({ document: id, start = null, end = null, over = false, from = document.activeElement }) {
  opener = from;
  const list = over ? {} : { job: null, part: null, words: null, coverage: null };
  ask({ ...list, document: id, start: start === null ? null : String(start), end: end === null ? null : String(end) });
  keepInView(opener);
}

/** The page grows narrower and longer beside what opens: what was pressed must not slip away. */
export function keepInView(element) {
  setTimeout(() => element?.scrollIntoView?.({ block: "nearest" }));
}

export function closeSource() {
  ask({ document: null, start: null, end: null });
  const element = opener;
  opener = null;
  setTimeout(() => element?.isConnected && element.focus()); // on a phone the page behind is inert until it is drawn again
}
