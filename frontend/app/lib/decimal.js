// Exact decimals as the server writes them ("-1234567.80"): shown with separators, and never turned into floats.
const integer = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const POINT = new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === "decimal").value;

/** "-1234567.80" as "-1,234,567.80", in the signs of this browser's language. What is no decimal ("10/3") stays. */
export function decimal(text) {
  const [, minus, whole, fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) || [];
  if (whole === undefined) return text;
  const digits = fraction && [...fraction].map((digit) => integer.format(digit)).join("");
  return minus + integer.format(BigInt(whole)) + (digits ? POINT + digits : "");
}

/** The value with its unit, which never stands on a line of its own. */
export function amount(text, unit) {
  return unit ? `${unit}\u00a0${decimal(text)}` : decimal(text);
}

/** About how much it is, for the length of a bar and nothing else. */
export const magnitude = (text) => Number(text);
