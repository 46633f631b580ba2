// What people call the formats that the server names.
const NAMES = {
  docx: "Word", pptx: "PowerPoint", xlsx: "Excel", xls: "Excel", xmlss: "Excel", ods: "OpenDocument", rtf: "RTF", eml: "e-mail", msg: "e-mail",
  mbox: "e-mail", markdown: "Markdown", code: "source code", text: "plain text",
};

/** "PDF", "Word", "Excel", each once. */
export function formatNames(formats = []) {
  return [...new Set(formats.map((format) => NAMES[format] || format.toUpperCase()))];
}
