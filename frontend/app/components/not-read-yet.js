// Documents that were not read yet when an answer was made: later it can be made with them.
import { html } from "../lib/html.js";
import { plural } from "../lib/format.js";
import { attempt } from "../lib/notify.js";
import { collections, loaded } from "../lib/store.js";
import { Button } from "./button.js";

/** @param {{answer: object, onRun: (plan: object) => Promise<void>}} props `onRun` asks again */
export function NotReadYet({ answer: { coverage, plan, collection_ids: ids = [] }, onRun }) {
  const held = ids.map((id) => collections.get(id)).filter(Boolean);
  if (!coverage.pending || (loaded.value && !held.length)) return null;
  const reading = !loaded.value || held.some((collection) => collection.unread_count);
  const run = () => attempt(() => onRun(plan), "The question was not asked");
  const again = html`<${Button} kind="small" icon="rotate-cw" onClick=${run}>Run again</${Button}>`;
  const said = words(coverage.pending, reading);
  return html`<div class="note info line">
    <span role="status">${said}</span>${reading || again}</div>`;
}

function words(number, reading) {
  const lacking = `${plural(number, "document")} that this answer lacks`;
  if (!reading) return `Winnow is done with the ${lacking}.`;
  const they = number === 1 ? "is" : "are";
  return `${lacking} ${they} being read. When that is done, you can run it again here.`;
}
