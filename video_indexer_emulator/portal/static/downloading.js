// Downloads: a fresh signed URL for each, saved under the video's own name.

import { fileUrl } from "./api.js";
import { announce, el, showProblem } from "./dom.js";

export function downloadButton(index, words, look = "") {
  return el("button", { type: "button", class: look, onclick: () => download(index) }, words);
}

async function download(index) {
  try {
    const url = await fileUrl(index.id);
    const link = el("a", { href: url, download: fileName(index.name, url) });
    link.click();
    announce("The download has begun");
  } catch (error) {
    showProblem(error.message);
  }
}

/** The video's name with the ending of its file; the browser takes care of what a file may not be called. */
function fileName(name, url) {
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(new URL(url).pathname)?.[0] ?? ".mp4";
  return name.toLowerCase().endsWith(ending.toLowerCase()) ? name : name + ending;
}
