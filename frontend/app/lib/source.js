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

/**
 * Opens a document, at its characters from `start` to `end` where these are given. `over` keeps the
 * list beside the page that it was chosen from; `from` is who gets the focus back.
 */
export function openSource({ document: id, start = null, end = null, over = false, from }) {
  opener = from ?? document.activeElement;
  const list = over ? {} : { job: null, part: null, words: null, coverage: null };
  const offset = (number) => (number === null ? null : String(number));
  ask({ ...list, document: id, start: offset(start), end: offset(end) });
  keepInView(opener);
}

/** The sentence that a passage was found for; the whole of one that was found before these were. */
const spanOf = ({ focus, start, end }) => focus || { start, end };

/** Opens the document of a passage at its sentence. */
export function openPassage(passage) {
  openSource({ document: passage.document_id, ...spanOf(passage) });
}

/** Whether the document is open at the passage. */
export function isPassageOpen(passage) {
  const opened = openedSource();
  return opened?.document === passage.document_id && opened.start === spanOf(passage).start;
}

/** The page grows narrower and longer beside what opens: what was pressed must not slip away. */
export function keepInView(element) {
  setTimeout(() => element?.scrollIntoView?.({ block: "nearest" }));
}

export function closeSource() {
  ask({ document: null, start: null, end: null });
  const element = opener;
  opener = null;
  // On a phone the page behind is inert until it is drawn again.
  setTimeout(() => element?.isConnected && element.focus());
}
