// The live preview: a canvas over the player on which the chosen faces of the shown frame are hidden.

import { el } from "./dom.js";
import { hiddenRegion, hide, outline } from "./hiding.js";

const HIGHLIGHT = "#ffffff";
const SHADE = "#000000";

export class Preview {
  /** `size` is the picture's, in pixels; `shown` tells the faces, `choice` the hidden ids and the kind. */
  constructor(video, { width, height }, shown, choice) {
    Object.assign(this, { video, shown, choice });
    this.canvas = el("canvas", { width, height, "aria-hidden": "true" });
    this.context = this.canvas.getContext("2d");
    this.time = 0; // of the frame shown, seconds
    this.enabled = true;
    this.highlighted = null; // the person pointed at
    this.followFrames();
  }

  /** Draw with each frame that the browser shows, and when it has one again after a seek. */
  followFrames() {
    const exact = Boolean(this.video.requestVideoFrameCallback);
    const follow = (_now, frame) => {
      this.draw(frame.mediaTime);
      this.video.requestVideoFrameCallback(follow);
    };
    if (exact) this.video.requestVideoFrameCallback(follow);
    for (const name of ["loadeddata", "canplay", "seeked", "timeupdate"]) {
      this.video.addEventListener(name, () => this.draw(exact ? this.time : this.video.currentTime));
    }
  }

  highlight(id) {
    this.highlighted = id;
    this.draw();
  }

  /** Who is shown at a place, given as shares of the picture's width and height; the smaller of two; or null. */
  idAt(across, down) {
    const [x, y] = [across * this.canvas.width, down * this.canvas.height];
    const there = this.shown.at(this.time).filter((box) =>
      x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
    return there.sort((one, other) => one.width * one.height - other.width * other.height)[0]?.id ?? null;
  }

  enable(on) {
    this.enabled = on;
    this.draw();
  }

  draw(time = this.time) {
    this.time = time;
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return; // no picture to take from; soon
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const boxes = this.shown.at(time);
    const hidden = this.choice.hiddenIds();
    if (this.enabled) {
      for (const box of boxes) if (hidden.has(box.id)) hide(this.context, this.video, box, this.choice.kind);
    }
    for (const box of boxes) if (box.id === this.highlighted) this.mark(box);
  }

  /** Light and dark, to be seen on any picture. */
  mark(box) {
    const region = hiddenRegion(box, this.canvas.width, this.canvas.height, 1, 0);
    const thickness = Math.max(2, this.canvas.height / 240);
    if (!region) return;
    outline(this.context, region, SHADE, thickness * 2);
    outline(this.context, region, HIGHLIGHT, thickness);
  }
}
