import { h } from "preact";
import htm from "htm";

/** Tagged template that makes Preact elements. Values are always text or elements, never markup. */
export const html = htm.bind(h);
