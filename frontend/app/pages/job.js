import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { ago, count, duration, moment } from "../lib/format.js";
import { collectionAddress, conversationAddress } from "../lib/router.js";
import { collections, jobs, uploads } from "../lib/store.js";
import { Bar } from "../components/bar.js";
import { Empty } from "../components/empty.js";
import { isLive, JobActions, jobParts, jobState, phaseWords, progressWords } from "../components/job-table.js";
import { State } from "../components/state.js";
import { UploadCard } from "../components/upload-card.js";

const REFRESH = 2000;

export function JobPage({ id }) {
  const error = useSignal("");
  const groups = useSignal([]);
  const job = jobs.get(id);
  const load = async () => {
    try {
      const [found, children] = await Promise.all([api.get(`/jobs/${id}`), api.get("/jobs", { parent_id: id, limit: 200 })]);
      const known = jobs.peek(id);
      if (!known || known.status === "queued" || !isLive(found)) jobs.put([found]);
      groups.value = children.items;
      error.value = "";
      if (found.upload_id && !uploads.peek(found.upload_id)) uploads.put([await api.get(`/uploads/${found.upload_id}`)]);
    } catch (failure) {
      error.value = failure.message;
    }
  };
  const live = !job || isLive(job);
  useEffect(() => {
    load();
    const timer = live && setInterval(() => document.hidden || load(), REFRESH);
    return () => clearInterval(timer);
  }, [id, live]);

  if (!job) {
    return html`<header class="head"><h1>Job</h1></header>${error.value
      ? html`<div class="card"><${Empty} icon="list-checks" title="This job can not be shown" action=${html`<a class="button" href="/jobs">Go to Jobs</a>`}>${error.value}</${Empty}></div>`
      : html`<p class="waiting muted" role="status">Loading…</p>`}`;
  }
  const upload = job.upload_id && uploads.get(job.upload_id);
  return html`<header class="head"><div class="head-words"><p class="crumb"><a href="/jobs">Jobs</a></p><h1>${job.title}</h1>
      <p class="muted"><${Where} job=${job} /></p></div><div class="actions"><${JobActions} job=${job} /></div></header>
    <section class="card" aria-label="State"><div class="line">${jobState(job)}<span class="muted small number">${progressWords(job)}</span></div>
      <${Bar} label="Progress of the job" total=${job.total_items} parts=${jobParts(job)} />
      ${job.error_message && html`<p class="bad">${job.error_message}</p>`}<${Times} job=${job} /></section>
    ${upload && html`<${UploadCard} upload=${upload} />`}
    ${groups.value.length > 0 && html`<${Groups} groups=${groups.value} />`}`;
}

function Where({ job }) {
  if (job.conversation_id) return html`Question in <a href=${conversationAddress(job.conversation_id)}>its conversation</a>`;
  const name = collections.get(job.collection_id)?.name;
  return html`Upload${name && html` in <a href=${collectionAddress(name)}>#${name}</a>`}`;
}

function Times({ job }) {
  const ended = job.completed_at ? Date.parse(job.completed_at) : Date.now();
  const rows = [
    ["Created", moment(job.created_at)],
    ["Started", job.started_at ? moment(job.started_at) : isLive(job) && phaseWords(job)],
    ["Ended", job.completed_at && moment(job.completed_at)],
    ["Took", job.started_at && duration((ended - Date.parse(job.started_at)) / 1000)],
    ["Phase", isLive(job) && job.started_at && phaseWords(job)],
    ["Attempt", job.attempt > 1 && count(job.attempt)],
    ["Worker", job.worker],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Documents are ingested in groups, so that workers share an upload; each group is a job of its own. */
function Groups({ groups }) {
  return html`<section aria-label="Groups"><h2 class="section-head">Groups of documents</h2><div class="scroll-box" tabindex="0" role="region" aria-label="Groups, scrollable">
    <table class="jobs"><thead><tr><th>Group</th><th>State</th><th>Progress</th><th>Worker</th><th>Started</th></tr></thead><tbody>
    ${groups.map((group, index) => html`<tr key=${group.job_id}><td class="job-name">${count(index + 1)}${group.attempt > 1 && html`<small class="muted">attempt ${group.attempt}</small>`}
      ${group.error_message && html`<small class="bad">${group.error_message}</small>`}</td><td>${group.status === "running" ? html`<${State} is="running" words=${phaseWords(group)} />` : jobState(group)}</td>
      <td class="progress"><${Bar} thin label=${`Progress of group ${index + 1}`} total=${group.total_items} parts=${jobParts(group)} /><small class="muted number">${progressWords(group)}</small></td>
      <td class="muted">${group.worker || ""}</td><td class="muted">${group.started_at ? ago(group.started_at) : ""}</td></tr>`)}</tbody></table></div></section>`;
}
