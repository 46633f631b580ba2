import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { LEFT_OUT, partOf } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { Figure } from "./figure.js";
import { More, shownOf } from "./more.js";

const FIRST = 20;

/** What was read and not counted, by why. */
export function LeftOut({ job, details: { left_out: reasons } }) {
  const limit = useSignal(FIRST);
  return html`
    <table class="groups">
      <caption class="hidden">Not counted</caption>
      <thead>
        <tr>
          <th>Why</th>
          <th></th>
          <th class="right">Number</th>
        </tr>
      </thead>
      <tbody>
        ${shownOf(reasons, limit).map(
          (each) => html`
            <tr key=${each.part}>
              <th scope="row">${LEFT_OUT[each.outcome] || each.outcome}</th>
              <td class="muted">${each.reason}</td>
              <td class="right">
                <${Figure}
                  job=${job}
                  part=${partOf(each)}
                  words=${count(each.findings_count)}
                  label=${each.reason}
                />
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    <${More} items=${reasons} limit=${limit} of="more line" />`;
}
