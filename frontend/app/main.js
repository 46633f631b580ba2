import { render } from "preact";
import { html } from "./lib/html.js";
import { signedOut } from "./lib/api.js";
import { openedEvidence } from "./lib/evidence.js";
import { phone } from "./lib/media.js";
import { startNotifications } from "./lib/notify.js";
import { startPrinting } from "./lib/printing.js";
import { place, startRouter } from "./lib/router.js";
import { guardLeaving } from "./lib/sending.js";
import { can, me, startSession } from "./lib/session.js";
import { startShortcuts } from "./lib/shortcuts.js";
import { openedSource } from "./lib/source.js";
import { Confirmation } from "./components/dialog.js";
import { DropDialog } from "./components/drop-dialog.js";
import { DropVeil, startDropping } from "./components/drop-zone.js";
import { EvidencePanel } from "./components/evidence-panel.js";
import { Rail } from "./components/frame.js";
import { ShortcutsDialog } from "./components/shortcuts-dialog.js";
import { SourcePanel } from "./components/source-panel.js";
import { Toasts } from "./components/toasts.js";
import { Ask } from "./pages/ask.js";
import { Collection } from "./pages/collection.js";
import { JobPage } from "./pages/job.js";
import { Jobs } from "./pages/jobs.js";
import { Library } from "./pages/library.js";
import { Settings } from "./pages/settings.js";
import { SignedOut } from "./pages/signed-out.js";

function Page() {
  const [section = "library", id] = place.value.path;
  if (section === "library" && id) return html`<${Collection} key=${id} name=${id} />`;
  if (section === "library") return html`<${Library} />`;
  if (section === "ask" && !me.value) {
    return html`<p class="waiting muted" role="status">Loading…</p>`;
  }
  if (section === "ask" && can("ask")) return html`<${Ask} id=${id} />`;
  if (section === "jobs") return id ? html`<${JobPage} key=${id} id=${id} />` : html`<${Jobs} />`;
  if (section === "settings") return html`<${Settings} />`;
  return html`
    <header class="head"><h1>Page not found</h1></header>
    <p><a href="/library">Go to the Library</a></p>`;
}

function App() {
  if (signedOut.value) return html`<${SignedOut} />`;
  const source = openedSource();
  const beside = source || openedEvidence();
  const covered = beside && phone.value; // on a phone the document covers the page
  return html`
    <div class=${beside ? "shell with-source" : "shell"}>
      <${Rail} inert=${covered} />
      <main id="main" tabindex="-1" inert=${covered}><${Page} /></main>
      <${EvidencePanel} covered=${Boolean(source)} />
      <${SourcePanel} />
    </div>
    <${DropVeil} />
    <${DropDialog} />
    <${Confirmation} />
    <${ShortcutsDialog} />
    <${Toasts} />`;
}

startRouter();
startShortcuts();
startDropping();
guardLeaving();
startNotifications();
startPrinting();
render(html`<${App} />`, document.getElementById("app"));
startSession();
