// The page of a redacted video: before and after side by side, played in step.

import { videoIndex } from "./api.js";
import { hidesNobody } from "./choice.js";
import { deleteButton } from "./deletion.js";
import { downloadButton } from "./downloading.js";
import { el, fill } from "./dom.js";
import { ApiError } from "./errors.js";
import { Pair } from "./pair.js";
import { player } from "./player.js";
import { playByClick } from "./pointing.js";
import { transport } from "./transport.js";

export async function showComparison(room, index, originalId, signal) {
  const after = await player(index.id, "After: the redacted video", { signal });
  const before = await beforePlayer(originalId, signal);
  const pair = new Pair(after.video, before?.video ?? null, signal);
  for (const each of [after, before]) if (each) playByClick(each.video, pair);
  const sides = el("div", { class: before ? "sides" : "sides alone" },
    before && side("Before", before), side("After", after));
  fill(room,
    index.description && el("p", { class: "lead" }, index.description),
    el("p", { class: "hint" }, "No detector finds every face: look at the whole video before it is passed on."),
    hidesNobody(index.description) && el("p", { class: "warning" }, "Outlines hide nobody: everybody in this video is to be seen."),
    sides,
    transport(pair, before ? "Play both videos" : "Play the video"),
    el("div", { class: "actions" },
      downloadButton(index, "Download", "primary"),
      before && el("a", { class: "button", href: `#/videos/${originalId}` }, "Back to the original"),
      deleteButton(index)),
    !before && el("p", { class: "hint" }, "The original isn't on this service any more."),
  );
}

/** The original's player, or null where it was deleted. */
async function beforePlayer(id, signal) {
  try {
    await videoIndex(id, signal);
    return await player(id, "Before: the original video", { muted: true, signal }); // one sound is enough
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

function side(name, { screen, words }) {
  return el("figure", {}, el("figcaption", {}, name), screen, words);
}
