// Packs many small files into one request, so that thousands of files do not cost thousands of round trips.

export const MAX_FILES = 20;
const SMALLEST = 64 * 1024;
const LARGEST = 4 * 1024 * 1024;

/** @typedef {{path: string, file: File}} Part */

export class Packer {
  #items;
  #position = 0;
  #held = []; // opened, but too large for the bundle they met
  #budget = 512 * 1024;

  /**
   * @param {import("./drop.js").Item[]} items
   * @param {(item: import("./drop.js").Item, reason: string) => void} refuse called for files that can not be sent
   * @param {number} maxFileBytes
   */
  constructor(items, refuse, maxFileBytes) {
    this.#items = items;
    this.refuse = refuse;
    this.maxFileBytes = maxFileBytes;
  }

  /** The next files to send together; empty when there are no more. @returns {Promise<Part[]>} */
  async next() {
    const bundle = [];
    let size = 0;
    while (bundle.length < MAX_FILES && size < this.#budget) {
      const part = this.#held.pop() || (await this.#open());
      if (!part) break;
      if (bundle.length && size + part.file.size > this.#budget) {
        this.#held.push(part);
        break;
      }
      bundle.push(part);
      size += part.file.size;
    }
    return bundle;
  }

  /** Learns from a finished request: bundles that take about one to four seconds keep progress visible on any line. */
  learn(milliseconds) {
    if (milliseconds < 1000) this.#budget = Math.min(LARGEST, this.#budget * 2);
    else if (milliseconds > 4000) this.#budget = Math.max(SMALLEST, this.#budget / 2);
  }

  async #open() {
    while (this.#position < this.#items.length) {
      const item = this.#items[this.#position];
      this.#items[this.#position++] = null; // 10,000 handles need not stay alive
      try {
        const file = await item.file();
        if (file.size <= this.maxFileBytes) return { path: item.path, file };
        this.refuse(item, "The file is larger than one file may be here. Split it, or raise the limit in the settings.");
      } catch {
        this.refuse(item, "The file could not be opened. It may have been moved or is not yours to read.");
      }
    }
    return null;
  }
}
