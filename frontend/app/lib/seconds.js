import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** The time in seconds, told again every second to what is drawn with it. */
export function useSeconds() {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => tick.value++, 1000);
    return () => clearInterval(timer);
  }, []);
  tick.value; // draw again when it changes
  return Date.now() / 1000;
}
