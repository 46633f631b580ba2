import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { count } from "../lib/format.js";
import { connection } from "../lib/live.js";
import { attempt, isTop } from "../lib/notify.js";
import { jobs, loaded } from "../lib/store.js";
import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { isLive, JobTable } from "../components/job-table.js";
import { MachineRoom } from "../components/machine-room.js";
import { Segments } from "../components/segments.js";

const PAGE = 100;
const withFailures = ({ status, failed_items: failed }) => status === "completed" && failed > 0;

/** `status` is what the server is asked for, `has` whether a job that is known belongs there. */
const FILTERS = {
  all: { words: "All", status: "", has: () => true },
  live: { words: "Running", status: "queued,running", has: isLive },
  failed: {
    words: "Failed",
    status: "failed,with_failures",
    has: (job) => job.status === "failed" || withFailures(job),
  },
  done: {
    words: "Done",
    status: "completed",
    has: (job) => job.status === "completed" && !withFailures(job),
  },
  cancelled: {
    words: "Cancelled",
    status: "cancelled",
    has: ({ status }) => status === "cancelled",
  },
};

export function Jobs() {
  const filter = useSignal("all");
  const { load, error, next } = useJobs(filter.value);
  const all = jobs.list().filter(isTop);
  all.sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
  const shown = all.filter(FILTERS[filter.value].has);
  const options = Object.entries(FILTERS).map(([value, { words, has }]) => {
    const number = all.filter(has).length;
    return { value, words, number: number ? count(number) + (next ? "+" : "") : "" };
  });
  const older = () => attempt(() => load(next), "Older jobs did not load");
  return html`
    <header class="head">
      <div>
        <h1>Jobs</h1>
        <p class="muted">Everything running now, and everything that ended.</p>
      </div>
    </header>
    <${MachineRoom} />
    <div class="toolbar">
      <${Segments}
        label="Filter jobs"
        value=${filter.value}
        onChange=${(value) => (filter.value = value)}
        options=${options}
      />
    </div>
    ${error &&
    html`
      <p class="note bad" role="alert">
        ${error}${" "}
        <${Button} kind="small" onClick=${() => load(null)}>Try again</${Button}>
      </p>`}
    ${shown.length
      ? html`<${JobTable} jobs=${shown} />`
      : html`<div class="card"><${Nothing} filter=${filter.value} /></div>`}
    ${next &&
    html`
      <div class="row-center">
        <${Button} onClick=${older}>Show older jobs</${Button}>
      </div>`}`;
}

/** Reads the jobs that a filter has, beyond those that the live snapshot brought. */
function useJobs(filter) {
  const next = useSignal(null);
  const error = useSignal("");
  const load = async (after) => {
    try {
      const query = { limit: PAGE, after, status: FILTERS[filter].status };
      const page = await api.get("/jobs", query);
      jobs.put(page.items.filter((job) => !jobs.peek(job.job_id)));
      next.value = page.next;
      error.value = "";
    } catch (failure) {
      error.value = failure.message;
    }
  };
  const live = connection.value === "live";
  useEffect(() => {
    if (live) load(null);
  }, [live, filter]);
  return { load, error: error.value, next: next.value };
}

function Nothing({ filter }) {
  if (!loaded.value) return html`<p class="waiting muted" role="status">Loading…</p>`;
  if (filter !== "all") {
    return html`
      <${Empty} icon="list-checks" title="No jobs here">
        Change the filter to see other jobs.
      </${Empty}>`;
  }
  return html`
    <${Empty} icon="list-checks" title="No jobs yet">
      Drop files in the Library. Each upload is a job you can follow here.
    </${Empty}>`;
}
