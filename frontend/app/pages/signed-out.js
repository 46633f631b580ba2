import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { checkSignedIn } from "../lib/session.js";
import { Button } from "../components/button.js";

/** Shown instead of everything else while nobody is signed in. */
export function SignedOut() {
  useEffect(() => {
    const look = () => document.hidden || checkSignedIn();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return html`<main id="main" tabindex="-1" class="signed-out"><img src="/app/icon.svg" alt="" width="44" height="44" />
    <h1>Sign in to Winnow</h1>
    <p>Winnow prints a sign-in link in its terminal each time it starts. Open that link in this browser. It works once.</p>
    <p>Lost it, or used it already? On the machine where Winnow runs, this prints a new one:</p>
    <pre><code>scripts/key --link</code></pre>
    <div class="actions"><${Button} icon="rotate-cw" onClick=${checkSignedIn}>I have signed in</${Button}></div></main>`;
}
