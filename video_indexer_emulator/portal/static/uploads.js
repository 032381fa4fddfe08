// Uploads: by drag and drop anywhere, or by a button; each with its progress, each may be cancelled.

import { upload } from "./api.js";
import { announce, el, nameOf } from "./dom.js";
import { ApiError, passes } from "./errors.js";

const FOLDER = "A folder can't be uploaded. Drop the files in it.";

/** A button that asks for video files. */
export function fileButton() {
  const field = el("input", { type: "file", accept: "video/*,.mkv,.mxf,.ts", multiple: true, hidden: true });
  field.addEventListener("change", () => {
    uploadAll([...field.files]);
    field.value = ""; // the same file may be chosen again
  });
  return [field, el("button", { type: "button", class: "primary", onclick: () => field.click() }, "Choose a file")];
}

/** Let files be dropped anywhere on the page, under a veil that says so. */
export function acceptDrops(veil) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser would open the file
    event.dataTransfer.dropEffect = "copy";
    veil.hidden = false;
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil.hidden = true; // it has left the window
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") veil.hidden = true; // it has been dragged elsewhere, unnoticed
  });
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    veil.hidden = true;
    uploadAll(filesOf(event.dataTransfer));
  });
}

/** The files that were dropped; a folder comes as a file that can't be read, and is said to be one. */
function filesOf({ files, items }) {
  const folders = [...items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry()?.isDirectory);
  [...files].forEach((file, at) => folders[at] && new Row(file).fail(new ApiError(0, "FOLDER", FOLDER)));
  return [...files].filter((file, at) => !folders[at]);
}

/** Upload one after the other. A single one is shown when it has arrived, unless another video is being looked at. */
async function uploadAll(files) {
  const rows = files.map((file) => new Row(file));
  for (const row of rows) {
    const video = await row.run();
    if (!video) continue;
    if (!inLibrary()) row.arrived(video);
    else row.dismiss();
    if (inLibrary() && files.length === 1) location.hash = `#/videos/${video.id}`;
    else window.dispatchEvent(new Event("uploaded"));
  }
}

function inLibrary() {
  return !location.hash.startsWith("#/videos/");
}

let sending = 0; // uploads under way; leaving the page would end them

window.addEventListener("beforeunload", (event) => {
  if (sending > 0) event.preventDefault();
});

class Row {
  constructor(file) {
    this.file = file;
    this.stop = new AbortController();
    this.bar = el("progress", { max: "1", value: "0", "aria-label": `Upload of ${file.name}` });
    this.state = el("span", { class: "state" }, "Waiting");
    this.button = el("button", { type: "button", class: "quiet", onclick: () => this.cancel() }, "Cancel");
    this.node = el("div", { class: "upload" },
      el("span", { class: "name" }, nameOf(file.name)), this.bar, this.state, this.button);
    const room = document.getElementById("uploads");
    room.append(this.node);
    room.hidden = false;
  }

  /** Send the file; gives the new video, or null where that came to nothing. */
  async run() {
    if (this.stop.signal.aborted) return null;
    announce(`Uploading ${this.file.name}`);
    sending += 1;
    try {
      const waiting = () => {
        this.state.textContent = "Waiting, the service is busy";
      };
      const video = await upload(this.file, (share) => this.progress(share), waiting, this.stop.signal);
      announce(`${this.file.name} is uploaded`);
      return video;
    } catch (error) {
      if (!this.stop.signal.aborted) this.fail(error);
      return null;
    } finally {
      sending -= 1;
    }
  }

  progress(share) {
    this.bar.value = share;
    this.state.textContent = share < 1 ? `${Math.floor(share * 100)} %` : "Storing";
  }

  /** Say that the video is there, with the way to it. */
  arrived(video) {
    this.bar.remove();
    this.state.textContent = "Uploaded";
    this.button.textContent = "Dismiss";
    this.button.before(el("a", { class: "button", href: `#/videos/${video.id}`, onclick: () => this.dismiss() }, "Open"));
  }

  fail(error) {
    announce(`${this.file.name} wasn't uploaded`);
    this.node.classList.add("failed");
    this.bar.remove();
    this.state.textContent = error.message;
    this.state.setAttribute("role", "alert");
    this.button.textContent = "Dismiss";
    const worth = error.type !== "FOLDER" && (passes(error) || error.status === 401); // what was refused, stays so
    if (worth) this.button.before(el("button", { type: "button", onclick: () => this.again() }, "Try again"));
  }

  again() {
    const held = this.node.contains(document.activeElement);
    this.node.remove();
    uploadAll([this.file]);
    if (held) document.querySelector("#uploads .upload:last-child button").focus();
  }

  cancel() {
    this.stop.abort(new DOMException("Cancelled.", "AbortError"));
    this.dismiss();
  }

  dismiss() {
    const held = this.node.contains(document.activeElement);
    this.node.remove();
    const room = document.getElementById("uploads");
    room.hidden = room.childElementCount === 0;
    if (held) (room.querySelector("button") ?? document.getElementById("content")).focus();
  }
}
