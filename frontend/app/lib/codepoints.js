// The server counts characters as Unicode code points, a JavaScript string as UTF-16 units. Outside the basic plane
// (emoji, rare scripts) the two differ, and a highlight would drift by one for each such character before it.

/** The UTF-16 index of a code point index. */
export function unitIndex(text, codePoints) {
  let unit = 0;
  for (let seen = 0; seen < codePoints && unit < text.length; seen++) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

export function lengthInCodePoints(text) {
  let length = 0;
  for (let unit = 0; unit < text.length; length++) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return length;
}
