// How long the rest takes, from the speed of the last half minute rather than of the whole time.
const WINDOW = 30_000;
const ENOUGH = 10; // finished items before a guess is worth showing

export class Pace {
  #samples = [];

  /** @returns {number} seconds until `total` is reached, or NaN while nobody can know */
  remaining(done, total, now = Date.now()) {
    const last = this.#samples.at(-1);
    if (!last || last.done !== done) this.#samples.push({ done, at: now });
    while (this.#samples.length > 2 && this.#samples[0].at < now - WINDOW) this.#samples.shift();
    const first = this.#samples[0];
    if (done - first.done < ENOUGH || now <= first.at) return NaN;
    return ((total - done) * (now - first.at)) / (done - first.done) / 1000;
  }
}

const paces = new Map();

/** The pace of one upload, the same one however often its card is drawn anew. */
export function paceOf(id) {
  if (!paces.has(id)) paces.set(id, new Pace());
  return paces.get(id);
}
