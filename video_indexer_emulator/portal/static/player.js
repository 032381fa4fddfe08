// A video element for a signed URL, which is renewed when it has expired.

import { fileUrl } from "./api.js";
import { el } from "./dom.js";
import { ApiError } from "./errors.js";

const FRESH = 60_000; // ms; a player that fails sooner doesn't fail for an expired URL
const UNPLAYABLE = "This browser can't play the file. Redacting and downloading work all the same.";

/**
 * Make a player of a video's file. `label` names it for those who don't see it.
 * `screen` is where it is shown; what is laid over it there has the same place and shape.
 */
export async function player(id, label, { muted, signal }) {
  const video = el("video", { playsinline: true, preload: "auto", "aria-label": label });
  video.muted = Boolean(muted);
  const screen = el("div", { class: "screen" }, video);
  video.addEventListener("loadedmetadata", () => { // the shape as it is shown is known now
    if (video.videoHeight) screen.style.setProperty("--ratio", String(video.videoWidth / video.videoHeight));
  });
  const words = el("p", { class: "unplayable", hidden: true });
  const give = (text) => {
    words.textContent = text;
    words.hidden = false;
  };
  let reached = 0; // seconds, to go on from with a fresh URL
  let loaded = performance.now();
  video.addEventListener("timeupdate", () => {
    reached = video.currentTime;
  });
  video.addEventListener("error", async () => {
    if (signal.aborted) return;
    if (performance.now() - loaded < FRESH) {
      give(UNPLAYABLE);
      return;
    }
    loaded = performance.now();
    await load(video, id, reached, signal).catch((error) => give(error.message));
  });
  signal.addEventListener("abort", () => {
    video.removeAttribute("src"); // ends its download
    video.load();
  });
  await load(video, id, 0, signal).catch((error) => {
    if (!(error instanceof ApiError && error.status === 410)) throw error;
    give(error.message); // the file is gone, what was found in it is not
  });
  return { video, screen, words };
}

async function load(video, id, seconds, signal) {
  const url = await fileUrl(id, signal);
  // Else the preview may not read the pictures of a store on another host.
  if (new URL(url).origin !== location.origin) video.crossOrigin = "anonymous";
  video.src = url;
  if (seconds) video.currentTime = seconds;
}
