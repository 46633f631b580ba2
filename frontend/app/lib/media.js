import { signal } from "@preact/signals";

const narrow = matchMedia("(max-width: 760px)");

/** True at the width of a phone, where rows have two lines. */
export const phone = signal(narrow.matches);
narrow.addEventListener("change", () => (phone.value = narrow.matches));
