// A video's page: how its analysis goes, then the people found, or for a redacted one before and after.

import { faces, originalOf, videoIndex } from "./api.js";
import { showComparison } from "./comparison.js";
import { announce, el, moment, nameOf } from "./dom.js";
import { deleteButton } from "./deletion.js";
import { ApiError } from "./errors.js";
import { stateMark } from "./library.js";
import { poll } from "./polling.js";
import { showWorkbench } from "./workbench.js";

const LOOK = 700; // ms between two looks at a video under way

export async function showVideo(content, id, signal) {
  const index = await videoIndex(id, signal);
  const heading = el("h1", { tabindex: "-1" }, nameOf(index.name));
  const room = el("div", { class: "room" });
  content.replaceChildren(
    el("p", { class: "path" }, el("a", { href: "#/" }, "Library")),
    el("div", { class: "head" }, heading, el("p", { class: "hint" }, `Added ${moment(index.created)}`)),
    room,
  );
  if (isUnderWay(index)) follow(room, index, signal);
  else await showResult(room, index, signal);
  return heading;
}

function isUnderWay(index) {
  return index.state === "Uploaded" || index.state === "Processing";
}

/** Show how the work goes, then its result. */
async function follow(room, index, signal) {
  const work = originalOf(index.videos[0].externalId) ? "Hiding faces" : "Looking for faces";
  const bar = el("progress", { max: "100", "aria-label": work });
  const words = el("p", {}, `${work}…`);
  room.replaceChildren(el("section", { class: "panel working", "aria-label": "Progress" }, words, bar, deleteButton(index)));
  const look = async () => {
    const latest = await videoIndex(index.id, signal);
    const percent = Number.parseInt(latest.videos[0].processingProgress, 10);
    if (Number.isFinite(percent)) {
      bar.value = percent;
      words.textContent = `${work}… ${percent} %`;
    }
    return isUnderWay(latest) ? undefined : latest;
  };
  try {
    const latest = await poll(look, { every: () => LOOK, signal });
    const held = room.contains(document.activeElement);
    await showResult(room, latest, signal);
    if (held) document.querySelector("h1").focus(); // what had the focus is gone
    announce(latest.state === "Processed" ? `${work}: done` : `${work}: failed`);
  } catch (error) {
    if (!signal.aborted) showFailure(room, index, error, signal);
  }
}

function showFailure(room, index, error, signal) {
  const again = el("button", { type: "button", class: "primary", onclick: () => follow(room, index, signal) }, "Try again");
  const gone = error instanceof ApiError && error.status === 404;
  room.replaceChildren(el("section", { class: "panel", role: "alert" },
    el("p", {}, gone ? "The video was deleted." : error.message),
    gone ? el("a", { class: "button", href: "#/" }, "To the library") : again));
}

async function showResult(room, index, signal) {
  if (index.state !== "Processed") {
    showFailed(room, index);
    return;
  }
  const original = originalOf(index.videos[0].externalId);
  // Any upload may have such an externalId; nothing is found in what the service itself has redacted.
  if (original && index.videos[0].insights === null) await showComparison(room, index, original, signal);
  else await showWorkbench(room, index, await faces(index.id, signal), signal);
  room.append(...warningsOf(index));
}

/** What the service tells of the file: what a redaction doesn't keep, or what was assumed. */
function warningsOf(index) {
  const { warnings } = index.videos[0];
  if (!warnings?.length) return [];
  return [el("section", { class: "panel", "aria-label": "About this file" },
    el("h2", {}, "About this file"), el("ul", {}, ...warnings.map(({ message }) => el("li", {}, message))))];
}

function showFailed(room, index) {
  const { failureCode, failureMessage } = index.videos[0];
  room.replaceChildren(el("section", { class: "panel" },
    el("p", {}, stateMark(index.state, ""), ` ${failureMessage || "No reason was given."}`),
    failureCode && failureCode !== "None" && el("p", { class: "hint" }, failureCode),
    el("div", { class: "actions" }, deleteButton(index))));
}
