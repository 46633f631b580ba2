// What surrounds every page: the rail, the activity tray and the line that tells whether the page is live.
import { html } from "../lib/html.js";
import { clock, count, plural } from "../lib/format.js";
import { connection, heard } from "../lib/live.js";
import { runningCount } from "../lib/notify.js";
import { collectionAddress, conversationAddress, place } from "../lib/router.js";
import { can } from "../lib/session.js";
import { collections, jobs, loaded, uploads } from "../lib/store.js";
import { Icon } from "./icon.js";
import { isLive } from "./job-table.js";
import { uploadNumbers } from "./upload-numbers.js";

const SECTIONS = [
  { name: "library", words: "Library", icon: "library" },
  { name: "ask", words: "Ask", icon: "message-square-text", feature: "ask" },
  { name: "jobs", words: "Jobs", icon: "list-checks" },
  { name: "settings", words: "Settings", icon: "settings" },
];

export function Rail({ inert }) {
  const [here = "library"] = place.value.path;
  const running = runningCount();
  return html`<nav class="rail" aria-label="Main" inert=${inert}>
    <a class="brand" href="/library"><img src="/app/icon.svg" alt="" width="26" height="26" /><span>Winnow</span></a>
    <ul>${SECTIONS.filter(({ feature }) => !feature || can(feature)).map(({ name, words, icon }) => html`<li key=${name}>
      <a href=${`/${name}`} aria-current=${here === name ? "page" : null}><${Icon} name=${icon} /><span>${words}</span>
      ${name === "jobs" && running > 0 && html`<b class="badge">${count(running)}<span class="hidden"> running</span></b>`}</a></li>`)}</ul>
    <div class="rail-end"><div class="trays"><${QuestionTray} /><${UploadTray} /></div><${Connection} /></div></nav>`;
}

function Connection() {
  const status = connection.value;
  const live = status === "live" && loaded.value;
  let words = "Live";
  if (status === "retrying") words = `Reconnecting. Last update ${clock(heard.value)}`;
  else if (!live) words = "Connecting…";
  return html`<p class=${`connection ${live ? "live" : status}`} role="status"><${Icon} name=${live ? "wifi" : "wifi-off"} /><span>${words}</span></p>`;
}

/** The questions that read documents now: leads to the conversation. */
function QuestionTray() {
  const active = jobs.list().filter((job) => job.kind === "query" && job.conversation_id && isLive(job));
  if (!active.length) return null;
  const done = active.reduce((sum, job) => sum + job.processed_items, 0);
  const total = active.reduce((sum, job) => sum + job.total_items, 0);
  const one = active.length === 1;
  return html`<a class="tray" href=${one ? conversationAddress(active[0].conversation_id) : "/jobs"}><${Icon} name="loader" spin />
    <span class="tray-words"><b class="clip">${one ? active[0].title : plural(active.length, "question")}</b> ${count(done)} of ${plural(total, "document")}</span></a>`;
}

/** What goes on, on every page: leads to the upload. */
function UploadTray() {
  const active = uploads.list().filter((upload) => upload.status === "open" || upload.status === "closed");
  if (!active.length) return null;
  const numbers = active.map((upload) => uploadNumbers(upload));
  const done = numbers.reduce((sum, { ended }) => sum + ended, 0);
  const total = numbers.reduce((sum, each) => sum + each.total, 0);
  const name = collections.get(active[0].collection_id)?.name;
  const where = active.length === 1 ? `#${name || ""}` : plural(active.length, "upload");
  return html`<a class="tray" href=${active.length === 1 && name ? collectionAddress(name) : "/jobs"}>
    <${Icon} name="loader" spin /><span><b>${where}</b> ${count(done)} of ${plural(total, "file")}</span></a>`;
}
