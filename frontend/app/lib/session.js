// Who is signed in, and what this server allows.
import { signal } from "@preact/signals";
import { api, signedOut } from "./api.js";
import { connect, disconnect } from "./live.js";

/** {id, name, version, limits, formats, features}, or null until the server has answered. */
export const me = signal(null);

/** Asks until the server answers, so that a page opened while it starts comes up by itself. */
export async function startSession() {
  connect();
  for (let attempt = 0; !me.peek() && !signedOut.peek(); attempt++) {
    me.value = await api.get("/me").catch(() => null);
    if (!me.peek() && !signedOut.peek()) await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 500 * 2 ** attempt)));
  }
}

export async function signOut() {
  await api.post("/signout");
  disconnect();
  signedOut.value = true;
  me.value = null;
}

/** Looks whether somebody has signed in from another tab meanwhile. */
export async function checkSignedIn() {
  const reply = await api.get("/me").catch(() => null);
  if (!reply) return;
  me.value = reply;
  connect();
}

/** Whether this server can do what is called `feature`. */
export function can(feature) {
  return Boolean(me.value?.features?.includes(feature));
}

export function limits() {
  return me.value?.limits || {};
}
