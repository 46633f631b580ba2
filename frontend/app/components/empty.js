import { html } from "../lib/html.js";
import { Icon } from "./icon.js";

/** What stands where there is nothing to list: what happened, then what to do. */
export function Empty({ icon, title, children, action }) {
  return html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2><p>${children}</p>${action}</div>`;
}
