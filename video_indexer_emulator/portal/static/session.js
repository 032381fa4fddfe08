// The page's own access token, taken from generateAccessToken like any client's. It is kept in memory alone.

import { el } from "./dom.js";
import { errorOf, unreachable } from "./errors.js";

const API_VERSION = "2024-01-01";
const SETTINGS = new URL("settings.json", import.meta.url).href;
const ROOT = new URL("..", import.meta.url).href; // of the service: a proxy may show it under a path of its own

let settings;
let secret; // the bearer for generateAccessToken; known beforehand on a development service alone
let token = null;
let renewal = null; // the renewal under way, so that many refused requests ask once

export class SignInRefused extends Error {}

/** Learn where the account is; once. */
export async function start() {
  if (settings) return;
  const answer = await ask(SETTINGS);
  if (!answer.ok) throw await errorOf(answer);
  const found = await answer.json();
  secret = found.secret;
  settings = found;
}

/** Whether the service answers at all. */
export function answers() {
  return fetch(SETTINGS, { method: "HEAD" }).then((answer) => answer.ok, () => false);
}

function ask(url, options) {
  return fetch(url, options).catch(() => {
    throw unreachable();
  });
}

export function accountPath(tail) {
  return `${ROOT}${settings.location}/Accounts/${settings.accountId}/${tail}`;
}

export async function currentToken() {
  return token ?? renew(null);
}

/** Take a new token, unless somebody has done so since `refused` was in use. */
export async function renew(refused) {
  if (token !== null && token !== refused) return token;
  renewal ??= takeToken().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function takeToken() {
  for (let refused = false; ; refused = true) {
    const bearer = secret ?? (await askForSecret(refused));
    const answer = await ask(`${ROOT}${settings.tokenPath}?api-version=${API_VERSION}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
      body: JSON.stringify({ permissionType: "Contributor", scope: "Account" }),
    });
    if (answer.ok) {
      secret = bearer;
      token = (await answer.json()).accessToken;
      return token;
    }
    if (answer.status !== 401) throw await errorOf(answer);
    secret = null;
  }
}

/** Ask for the secret that the operator has set in VIDEO_INDEXER_EMULATOR_SECRET. */
function askForSecret(refused) {
  return new Promise((resolve, reject) => {
    const field = el("input", { type: "password", id: "secret", autocomplete: "current-password", required: true });
    const dialog = el("dialog", { "aria-labelledby": "sign-in" },
      el("h2", { id: "sign-in" }, "Sign in"),
      el("p", {}, "This service has a secret of its own, VIDEO_INDEXER_EMULATOR_SECRET."),
      el("form", { method: "dialog", onsubmit: () => resolve(field.value) },
        refused && el("p", { class: "refused", role: "alert" }, "That isn't the secret."),
        el("label", { for: "secret" }, "Secret"), field,
        el("div", { class: "actions" }, el("button", { class: "primary" }, "Sign in"))));
    dialog.addEventListener("cancel", () => reject(new SignInRefused("Not signed in.")));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
