// What failed while the server was away is tried again when it is back.
import { useEffect, useRef } from "preact/hooks";
import { connection } from "./live.js";

/**
 * Calls `retry` when the page is live again after it was not, if what it last asked for failed.
 * @param {boolean} failed @param {() => void} retry
 */
export function useLiveAgain(failed, retry) {
  const live = connection.value === "live";
  const was = useRef(live);
  useEffect(() => {
    if (live && !was.current && failed) retry();
    was.current = live;
  }, [live]);
}
