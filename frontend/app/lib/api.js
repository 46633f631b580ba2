// The HTTP API. Every failure becomes an ApiError whose message is a sentence for a person.
import { signal } from "@preact/signals";
import { parser } from "./event-stream.js";

export const BASE = "/api/v1";

/** True once the server has answered 401: the page then shows how to sign in. */
export const signedOut = signal(false);

export class ApiError extends Error {
  /** @param {string} message @param {number} status 0 when the server did not answer */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** The sentence in a problem document, or one made from the status. */
export function sentence(body, status) {
  return body?.detail || body?.title || `The server answered ${status}. Try again.`;
}

const EVENTS = "text/event-stream";
const SILENT = "The server does not answer. Check that Winnow is running, then try again.";
const CUT = "The connection to the server was lost.";

async function request(method, path, { query, body, accept, signal: abort } = {}) {
  const url = BASE + path + (query ? `?${new URLSearchParams(present(query))}` : "");
  const headers = { ...(body !== undefined && { "Content-Type": "application/json" }), ...(accept && { Accept: accept }) };
  const options = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: abort };
  const response = await connected(() => fetch(url, options), SILENT);
  signedOut.value = response.status === 401;
  if (!response.ok) throw new ApiError(sentence(await response.json().catch(() => null), response.status), response.status);
  return response;
}

/** Runs what needs the network. Who ended it on purpose gets the AbortError; anything else is told as `words`. */
async function connected(work, words) {
  try {
    return await work();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(words);
  }
}

async function call(method, path, options) {
  const response = await request(method, path, options);
  return response.json().catch(() => null);
}

/**
 * Posts, and passes on every event of the reply as it comes; ends with the stream.
 * @param {(name: string, data: object) => void} receive
 */
async function stream(path, body, receive, abort) {
  const response = await request("POST", path, { body, accept: EVENTS, signal: abort });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = parser(({ name, data }) => name === "ping" || receive(name, JSON.parse(data)));
  for (;;) {
    const { value, done } = await connected(() => reader.read(), CUT);
    if (done) return;
    parse(value);
  }
}

/** Drops empty parameters, so that callers can pass every filter they have. */
function present(query) {
  return Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
}

export const api = {
  get: (path, query, options) => call("GET", path, { query, ...options }),
  post: (path, body = {}) => call("POST", path, { body }),
  patch: (path, body) => call("PATCH", path, { body }),
  delete: (path) => call("DELETE", path),
  stream,
};
