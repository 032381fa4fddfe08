// Thumbnails: fetched with the token, as the API wants, and shown from memory.

import { thumbnail } from "./api.js";

const NONE = "00000000-0000-0000-0000-000000000000"; // the API's word for "no thumbnail yet"

/** Fill an <img>; its place keeps its look where there is no picture. The picture goes with the view. */
export async function fillPicture(image, videoId, thumbnailId, signal) {
  if (!thumbnailId || thumbnailId === NONE) return;
  try {
    const url = URL.createObjectURL(await thumbnail(videoId, thumbnailId, signal));
    signal.addEventListener("abort", () => URL.revokeObjectURL(url), { once: true });
    image.src = url;
    image.hidden = false;
  } catch {
    // a picture less; the video may have been deleted just now
  }
}
