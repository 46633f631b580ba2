// A conversation as Markdown, to keep or to pass on. Pure.
import { amount } from "./decimal.js";
import { headline } from "./figures.js";
import { placeLabel } from "./format.js";

/** @param {string} title @param {object[]} messages */
export function markdown(title, messages) {
  return [`# ${title}`, ...messages.map(section)].join("\n\n") + "\n";
}

function section({ role, content, answer }) {
  if (role === "user") return `## ${content.replace(/\s*\n\s*/g, " ")}`;
  if (answer?.kind === "full") return [content, figures(answer), covered(answer.coverage)].filter(Boolean).join("\n\n");
  return [content, ...(answer?.sources || []).map(source)].join("\n\n");
}

function figures(answer) {
  return headline(answer).map(({ label, value, unit }) => `- ${label}: ${amount(value, unit)}`).join("\n");
}

function covered({ contributing, not_relevant: beside, excluded, failed, total, pending }) {
  const read = [
    `${contributing} contributed`,
    `${beside} not relevant`,
    `${excluded} left out by filters`,
    `${failed} could not be read`,
  ];
  const later = pending ? ` ${pending} more were not read yet.` : "";
  return `${total} documents: ${read.join(", ")}.${later}`;
}

function source({ number, document_name: name, place, text }) {
  const where = [name, placeLabel(place)].filter(Boolean).join(", ");
  return `[${number}] ${where}\n\n${text.replace(/^/gm, "> ")}`;
}
