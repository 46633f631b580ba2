// The shared worker: one event stream for all tabs of this browser.
import { LiveSource } from "./live-source.js";

const ports = new Set();
const source = new LiveSource("/api/v1/events", (message) => {
  for (const port of ports) port.postMessage(message);
});

const requests = {
  join(port) {
    source.start();
    for (const message of source.welcome()) port.postMessage(message);
    ports.add(port);
  },
  leave(port) {
    ports.delete(port);
    if (!ports.size) source.stop();
  },
  hurry: () => source.hurry(),
  "sign-out": () => source.signOut(),
};

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => requests[data](port);
});
