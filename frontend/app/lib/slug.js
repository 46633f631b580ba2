/** A collection name made from any text: "Board minutes (2026)" becomes "board-minutes-2026". */
export function slug(text) {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_.]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 64)
    .replace(/[-.]+$/, "");
}
