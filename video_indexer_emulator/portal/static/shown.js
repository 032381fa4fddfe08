// Which faces a video shows at a moment, on the player's clock.

const SLACK = 0.0005; // seconds; players round a frame's time, and may tell it a little early

export class Shown {
  /** `artifact` is the Faces artifact; its times count from the first frame, which need not be at 0. */
  constructor(artifact) {
    this.frames = artifact.frames;
    this.first = artifact.firstFrameSeconds;
    this.end = this.first + artifact.durationSeconds;
  }

  /** The faces of the frame that is shown: before the first one players show that, after the last one that. */
  at(seconds) {
    const since = Math.max(0, Math.min(seconds, this.end - 4 * SLACK) - this.first) + SLACK;
    const frame = this.frames[this.after(since) - 1];
    return frame && since < frame.endSeconds ? frame.faces : [];
  }

  /** How many frames with faces begin up to a moment. */
  after(since) {
    let [low, high] = [0, this.frames.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.frames[middle].startSeconds <= since) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
