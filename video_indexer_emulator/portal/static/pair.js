// Two videos in step: one leads, the other is drawn after it.

const APART = 0.25; // seconds from which the follower jumps
const NEAR = 0.02; // seconds under which nothing is done: less than a frame
const HURRY = 2; // how much faster or slower it plays for each second that it is behind or ahead

/** Says "change" whenever time, length or state change. */
export class Pair extends EventTarget {
  constructor(leader, follower, signal) {
    super();
    Object.assign(this, { leader, follower, signal });
    for (const name of ["play", "pause", "seeked", "timeupdate", "durationchange", "ended"]) {
      leader.addEventListener(name, () => this.follow(), { signal });
    }
    follower?.addEventListener("loadedmetadata", () => this.follow(), { signal });
    signal.addEventListener("abort", () => leader.pause());
    this.draw();
  }

  get playing() {
    return !this.leader.paused && !this.leader.ended;
  }

  get time() {
    return this.leader.currentTime;
  }

  get duration() {
    return Number.isFinite(this.leader.duration) ? this.leader.duration : 0;
  }

  async toggle() {
    if (this.playing) {
      this.leader.pause();
      return;
    }
    if (this.leader.ended) this.seek(0);
    // Neither starts alone: both have what they need first.
    await Promise.all([ready(this.leader), this.follower && ready(this.follower)]);
    const begun = [this.leader, this.follower].map((video) => video?.play());
    await Promise.all(begun).catch(() => {}); // refused, or paused again at once: the button shows it
  }

  seek(seconds) {
    const time = Math.min(this.duration, Math.max(0, seconds));
    this.leader.currentTime = time;
    if (this.follower) this.follower.currentTime = time;
    this.tell();
  }

  mute(on) {
    this.leader.muted = on;
  }

  /** While it plays, look with every picture that is drawn; events come four times a second only. */
  draw() {
    if (this.signal.aborted) return;
    if (this.playing) this.follow();
    requestAnimationFrame(() => this.draw());
  }

  follow() {
    const { leader, follower } = this;
    if (follower && follower.readyState > 0) {
      const behind = leader.currentTime - follower.currentTime;
      if (Math.abs(behind) > (this.playing ? APART : NEAR) && !follower.seeking) follower.currentTime = leader.currentTime;
      follower.playbackRate = Math.abs(behind) > NEAR ? 1 + behind * HURRY : 1; // it has no sound that one could hear
      if (this.playing && follower.paused && !follower.ended) follower.play().catch(() => {});
      if (!this.playing && !follower.paused) follower.pause();
    }
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}

function ready(video) {
  if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA || video.error) return Promise.resolve();
  return new Promise((resolve) => {
    for (const name of ["canplay", "error"]) video.addEventListener(name, resolve, { once: true });
  });
}
