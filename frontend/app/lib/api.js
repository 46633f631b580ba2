// The HTTP API. Every failure becomes an ApiError whose message is a sentence for a person.
import { signal } from "@preact/signals";

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

async function call(method, path, { query, body, signal: abort } = {}) {
  const url = BASE + path + (query ? `?${new URLSearchParams(present(query))}` : "");
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: abort });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The server does not answer. Check that Winnow is running, then try again.");
  }
  const reply = await response.json().catch(() => null);
  signedOut.value = response.status === 401;
  if (!response.ok) throw new ApiError(sentence(reply, response.status), response.status);
  return reply;
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
};
