// Why files failed: each reason once and in full, with the files that failed for it.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { count, plural } from "../lib/format.js";
import { useLiveAgain } from "../lib/live-again.js";
import { openSource } from "../lib/source.js";

/**
 * @param {{collection: string, upload?: string, number: number}} props ids; `number` is how many
 * files failed, of the collection or of one upload
 */
export function Failures({ collection, upload, number }) {
  const title = useId();
  const reasons = useSignal([]);
  const error = useSignal("");
  const load = async () => {
    try {
      const found = await api.get(`/collections/${collection}/failures`, { upload_id: upload });
      reasons.value = found.items;
      error.value = "";
    } catch (failure) {
      error.value = failure.message;
    }
  };
  useEffect(() => {
    load();
  }, [collection, upload, number]);
  useLiveAgain(error.value !== "", load);
  return html`
    <section class="failures" aria-labelledby=${title}>
      <h2 id=${title}>Why ${plural(number, "file")} failed</h2>
      ${error.value && html`<p class="bad">${error.value}</p>`}
      <ul>
        ${reasons.value.map((each) => html`<${Reason} key=${each.reason} ...${each} />`)}
      </ul>
    </section>`;
}

function Reason({ reason, count: number, documents }) {
  const [first] = documents;
  if (number === 1 && first) return html`<li><${Name} ...${first} /><p>${reason}</p></li>`;
  const more = number - documents.length;
  return html`
    <li>
      <details class="fold">
        <summary>${plural(number, "file")}</summary>
        <ul class="lines">
          ${documents.map((each) => html`<li key=${each.id}><${Name} ...${each} /></li>`)}
          ${more > 0 && html`<li class="muted">and ${count(more)} more, listed below</li>`}
        </ul>
      </details>
      <p>${reason}</p>
    </li>`;
}

function Name({ id, name }) {
  return html`
    <button type="button" class="link" onClick=${() => openSource({ document: id })}>
      <b>${name}</b>
    </button>`;
}
