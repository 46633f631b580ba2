import { html } from "../lib/html.js";
import { Icon } from "./icon.js";

/** A button. With `label` and no children it is a square icon button. `kind`: "primary", "ghost", "danger", "small". */
export function Button({ icon, kind = "", label, children, ...rest }) {
  const square = label && !children ? " square" : "";
  return html`<button type="button" class=${`button ${kind}${square}`} aria-label=${label} title=${label} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}${children && html`<span>${children}</span>`}</button>`;
}
