// Where we are. Paths are real URLs, so that reload, the back button and a copied address all work.
import { signal } from "@preact/signals";

/** @type {import("@preact/signals").Signal<{path: string[], query: URLSearchParams}>} */
export const place = signal(read());

function read() {
  const path = location.pathname.split("/").filter(Boolean).map(decode);
  return { path, query: new URLSearchParams(location.search) };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Opens another page of Winnow and moves the focus to its content. */
export function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({}, "", address);
  place.value = read();
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** Changes parts of the query and stays on the page. A value of null removes its key. */
export function ask(changes, { replace = false } = {}) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(key);
    else query.set(key, value);
  }
  const search = query.toString();
  history[replace ? "replaceState" : "pushState"]({}, "", location.pathname + (search ? `?${search}` : ""));
  place.value = read();
}

export const collectionAddress = (name) => `/library/${encodeURIComponent(name)}`;
export const conversationAddress = (id) => `/ask/${encodeURIComponent(id)}`;
export const jobAddress = (id) => `/jobs/${encodeURIComponent(id)}`;

/** Links of the same origin are followed without loading the page again. */
function follow(event) {
  const link = event.target.closest?.("a[href^='/']");
  if (!link || event.defaultPrevented || event.button) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  go(link.getAttribute("href"));
}

export function startRouter() {
  addEventListener("popstate", () => (place.value = read()));
  document.addEventListener("click", follow);
}
