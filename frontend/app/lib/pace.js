// How long the rest takes. What is to be done is measured in the two things that take the time:
// reading (documents and their bytes) and embedding (passages). Pure, but for the paces at the end.

const READ_BYTES = 100_000; // whose reading takes about as long as beginning a document
const HALF_LIFE = 60; // seconds after which what was seen counts half
const PIECES = 2; // of a kind of work that have to be seen before anything is said of it
const LONGEST = 4; // times what was to be expected: who waits that long waits for something else

/** @typedef {{reading: number, passages: number}} Work */

/** What of an upload is done and what is left. @returns {{done: Work, left: Work}} */
export function workOf({ work, status, expected_files: expected, files_received: received }) {
  const all = reading(work.documents, work.bytes);
  const done = reading(work.documents_read, work.bytes_read);
  const coming = status === "open" ? Math.max(0, (expected || 0) - received) : 0;
  const unread = all - done + coming * (all / Math.max(1, work.documents));
  const unseen = done ? (unread * work.passages) / done : NaN; // passages of what is not read yet
  return {
    done: { reading: done, passages: work.passages_done },
    left: { reading: unread, passages: work.passages - work.passages_done + (unread && unseen) },
  };
}

const reading = (documents, bytes) => documents + bytes / READ_BYTES;

/**
 * How long reading and embedding take, learnt from work that was seen to be done: the two speeds
 * that explain best how long each piece of it took (least squares, the latest pieces first).
 */
export class Speeds {
  #last = null;
  #sums = { rr: 0, rp: 0, pp: 0, rt: 0, pt: 0 };
  #seen = { reading: 0, passages: 0 }; // pieces of each kind

  /** @param {Work} done all that is done @param {number} at in seconds */
  learn(done, at) {
    const last = this.#last || { done, at };
    const reading = done.reading - last.done.reading;
    const passages = done.passages - last.done.passages;
    if (this.#last && !reading && !passages) return;
    this.#last = { done, at };
    if (reading < 0 || passages < 0 || at <= last.at) return; // something was taken back
    const usual = this.#taking({ reading, passages });
    const took = Math.min(at - last.at, Number.isNaN(usual) ? Infinity : LONGEST * usual + 1);
    this.#forget(at - last.at);
    this.#seen.reading += reading > 0;
    this.#seen.passages += passages > 0;
    const sums = this.#sums;
    sums.rr += reading * reading;
    sums.rp += reading * passages;
    sums.pp += passages * passages;
    sums.rt += reading * took;
    sums.pt += passages * took;
  }

  #forget(seconds) {
    const kept = 0.5 ** (seconds / HALF_LIFE);
    for (const name of Object.keys(this.#sums)) this.#sums[name] *= kept;
  }

  /** Seconds for that much work; NaN while work of that kind was not seen often enough. */
  needed(work) {
    const unknown = Object.keys(work).some((kind) => work[kind] && this.#seen[kind] < PIECES);
    return unknown ? NaN : this.#taking(work);
  }

  #taking({ reading, passages }) {
    const { rr, rp, pp, rt, pt } = this.#sums;
    const det = rr * pp * 1.001 - rp * rp;
    let perReading = det ? (rt * pp - pt * rp) / det : rt / rr;
    let perPassage = det ? (pt * rr - rt * rp) / det : pt / pp;
    if (perReading < 0) [perReading, perPassage] = [0, pt / pp];
    if (perPassage < 0) [perReading, perPassage] = [rt / rr, 0];
    return (reading && reading * perReading) + (passages && passages * perPassage);
  }
}

const SETTLED = 8; // seconds over which a forecast has to hold before it is shown
const SPREAD = 0.4; // of the rest by which it may move meanwhile, or
const MOVED = 4; // seconds
const SMOOTHED = 10; // seconds over which what is shown follows what is forecast
const RISE = 1.25; // what is shown only grows when it would grow by more than this, and by no more at once

/** Shows a forecast only when it holds, and steadily: it counts down and does not swing. */
export class Steady {
  #forecasts = []; // of the last seconds: {at, end}
  #end = NaN;
  #at = 0;
  #shown = NaN;

  /**
   * @param {number} seconds that are left, NaN while unknown
   * @returns {number} what to show, or NaN
   */
  follow(seconds, at) {
    if (!Number.isFinite(seconds)) {
      this.#forecasts = [];
      this.#end = this.#shown = NaN;
      return NaN;
    }
    const end = at + seconds;
    this.#forecasts.push({ at, end });
    const isOld = () => this.#forecasts.length > 1 && this.#forecasts[1].at <= at - SETTLED;
    while (isOld()) this.#forecasts.shift();
    const weight = 1 - Math.exp(-(at - this.#at) / SMOOTHED);
    this.#end = Number.isNaN(this.#end) ? end : this.#end + (end - this.#end) * weight;
    this.#at = at;
    if (Number.isNaN(this.#shown) && !this.#holds(at, seconds)) return NaN;
    const rest = Math.max(0, this.#end - at);
    const most = Number.isNaN(this.#shown) ? Infinity : this.#shown * RISE + 1;
    if (!(rest > this.#shown && rest < most)) this.#shown = Math.min(rest, most); // no leap at once
    return this.#shown;
  }

  #holds(at, seconds) {
    const ends = this.#forecasts.map(({ end }) => end);
    const moved = Math.max(...ends) - Math.min(...ends);
    return at - this.#forecasts[0].at >= SETTLED && moved <= Math.max(MOVED, SPREAD * seconds);
  }
}

const MEASURED = 0.1; // progress from which on the server's forecast comes from the job itself
const OVERDUE = 5; // seconds after which a forecast that did not come true is none

/** How long one upload, or one question, still takes. All times are in seconds. */
export class Pace {
  #speeds = new Speeds();
  #steady = new Steady();
  #seen = "";
  #end = NaN;

  /** Seconds until an upload is searchable as a whole, or NaN while nobody can know. */
  ofUpload(upload, now) {
    const { done, left } = workOf(upload);
    return this.#left(JSON.stringify([done, left]), now, () => {
      this.#speeds.learn(done, now);
      return this.#speeds.needed(left);
    });
  }

  /** Seconds until a question is answered, by the server's forecast, as far as that holds. */
  ofJob({ progress, estimated_completion_seconds: seconds }, now) {
    const known = progress >= MEASURED && seconds !== null;
    return this.#left(`${progress} ${seconds}`, now, () => (known ? seconds : NaN));
  }

  /** A forecast is made when there is news; between two of them it is counted down. */
  #left(news, now, forecast) {
    if (news !== this.#seen) this.#end = now + forecast();
    this.#seen = news;
    return this.#steady.follow(this.#end - now > -OVERDUE ? this.#end - now : NaN, now);
  }
}

const paces = new Map();

/** The pace of an upload or a job, the same one however often its card is drawn anew. */
export function paceOf(id) {
  if (!paces.has(id)) paces.set(id, new Pace());
  return paces.get(id);
}
