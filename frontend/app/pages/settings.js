import { html } from "../lib/html.js";
import { bytes, count, enumerate } from "../lib/format.js";
import { formatNames } from "../lib/formats.js";
import { askPermission, attempt, canNotify, permission } from "../lib/notify.js";
import { me, signOut } from "../lib/session.js";
import { helpOpen, setShortcuts, shortcutsOn } from "../lib/shortcuts.js";
import { chooseTheme, theme } from "../lib/theme-choice.js";
import { Button } from "../components/button.js";
import { Icon } from "../components/icon.js";
import { ModelsCard } from "../components/models-card.js";

const THEMES = [["auto", "Same as system"], ["light", "Light"], ["dark", "Dark"]];

export function Settings() {
  return html`<header class="head"><h1>Settings</h1></header><div class="forms">
    <section class="card"><h2>Appearance</h2><fieldset class="choices"><legend>Theme</legend>${THEMES.map(([value, words]) => html`
      <label key=${value}><input type="radio" name="theme" checked=${theme.value === value} onChange=${() => chooseTheme(value)} /><span>${words}</span></label>`)}</fieldset></section>
    <section class="card" aria-labelledby="models-title"><h2 id="models-title">Models</h2><${ModelsCard} /></section>
    <section class="card"><h2>Notifications</h2><${Notifications} /></section>
    <section class="card"><h2>Keyboard</h2><label class="check"><input type="checkbox" checked=${shortcutsOn.value} onChange=${(event) => setShortcuts(event.currentTarget.checked)} />
      <span>Single-key shortcuts</span></label><div class="actions"><${Button} icon="keyboard" onClick=${() => (helpOpen.value = true)}>Show the shortcuts</${Button}></div></section>
    <section class="card"><h2>About</h2><${About} /></section>
    <section class="card"><h2>This browser</h2><p>Signed in${me.value?.name ? html` as <b>${me.value.name}</b>` : ""}.</p>
      <div class="actions"><${Button} icon="log-out" onClick=${() => attempt(signOut, "You are still signed in")}>Sign out</${Button}></div></section></div>`;
}

function Notifications() {
  if (!canNotify) return html`<p>Your browser only allows notifications on https or localhost. Winnow shows a message on the page and in the tab title instead.</p>`;
  if (permission.value === "granted") return html`<p><${Icon} name="check" /> On. Winnow tells you when an upload or a question ends while its tab is hidden.</p>`;
  if (permission.value === "denied") return html`<p>Blocked in this browser. Allow notifications for this site in the browser's settings.</p>`;
  return html`<p>Get told when an upload or a question ends while you are in another tab.</p>
    <div class="actions"><${Button} icon="bell" onClick=${askPermission}>Turn on notifications</${Button}></div>`;
}

function About() {
  const { version, limits = {}, formats = [] } = me.value || {};
  const rows = [
    ["Winnow", version],
    ["Formats", formats.length ? enumerate(formatNames(formats)) : ""],
    ["One file", limits.max_file_bytes && `up to ${bytes(limits.max_file_bytes)}`],
    ["One upload", limits.max_files_per_upload && `up to ${count(limits.max_files_per_upload)} files, ${bytes(limits.max_upload_bytes)}`],
    ["Licence", "Apache-2.0"],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
