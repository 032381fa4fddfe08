// The library: every video with its picture and state, kept up to date while work goes on.

import { listVideos, originalOf, videoIndex } from "./api.js";
import { hidesNobody } from "./choice.js";
import { clock, el, moment, nameOf, pause, showProblem } from "./dom.js";
import { fillPicture } from "./pictures.js";
import { poll } from "./polling.js";
import { fileButton } from "./uploads.js";

export const BUSY = new Set(["Uploaded", "Processing"]);
const LOOK_SOON = 1000; // ms between two looks while something is under way
const LOOK_LATER = 5000;
let pages = 1; // of the list that are shown; kept, so that a returning user finds the same card

export async function showLibrary(content, signal) {
  const heading = el("h1", { tabindex: "-1" }, "Library");
  const grid = el("ul", { class: "grid" });
  const more = el("button", { type: "button", hidden: true }, "Show more");
  const view = new Library(grid, more, signal);
  await view.look();
  content.replaceChildren(heading, dropZone(), grid, el("p", { class: "actions" }, more));
  more.addEventListener("click", () => view.showMore());
  window.addEventListener("uploaded", () => view.refresh(), { signal });
  view.keepFresh();
  return heading;
}

function dropZone() {
  return el("section", { class: "drop", "aria-label": "Upload" },
    el("p", { class: "invitation" }, "Drop a video here"),
    el("p", { class: "hint" }, "Its faces are found on this machine; it goes nowhere else."),
    fileButton());
}

class Library {
  constructor(grid, more, signal) {
    Object.assign(this, { grid, more, signal });
    this.cards = new Map(); // by video id
    this.busy = false;
    this.looking = Promise.resolve();
  }

  /** Look once more after what is under way: an older answer never takes the place of a newer one. */
  look() {
    this.looking = this.looking.catch(() => {}).then(() => this.readAll()); // its failure was its caller's
    return this.looking;
  }

  /** Look now; a failure is said above the page. */
  refresh() {
    return this.look().catch((error) => this.signal.aborted || showProblem(error.message));
  }

  async readAll() {
    const videos = [];
    let next = { skip: 0, done: false };
    for (let page = 0; page < pages && !next.done; page += 1) {
      const answer = await listVideos(next.skip, this.signal);
      videos.push(...answer.results);
      next = answer.nextPage;
    }
    this.more.hidden = next.done;
    this.busy = videos.some((video) => BUSY.has(video.state));
    this.show(videos);
  }

  /** Show a page more, and go to its first video: the button may be gone with the last page. */
  async showMore() {
    const known = this.grid.childElementCount;
    pages += 1;
    await this.refresh();
    this.grid.children[known]?.querySelector("a").focus();
  }

  /** Look from time to time; a service that is away for a while is waited for. */
  async keepFresh() {
    const every = () => (this.busy ? LOOK_SOON : LOOK_LATER);
    try {
      await pause(every(), this.signal);
      await poll(() => this.look(), { every, signal: this.signal });
    } catch (error) {
      const again = el("button", { type: "button", onclick: () => location.reload() }, "Try again");
      if (!this.signal.aborted) showProblem(error.message, again);
    }
  }

  /** Change only what has changed, so that focus and pictures stay. */
  show(videos) {
    const names = new Map(videos.map((video) => [video.id, video.name]));
    const kept = new Map();
    for (const video of videos) {
      const card = this.cards.get(video.id) ?? new Card(video, this.signal);
      card.update(video, names);
      kept.set(video.id, card);
    }
    for (const [id, card] of this.cards) if (!kept.has(id)) this.drop(card);
    this.cards = kept;
    [...kept.values()].forEach(({ node }, at) => {
      const there = this.grid.children[at] ?? null;
      if (there !== node) this.grid.insertBefore(node, there);
    });
  }

  /** Take a card away; who stood on it stands on the next one. */
  drop({ node }) {
    const held = node.contains(document.activeElement);
    const next = node.nextElementSibling ?? node.previousElementSibling;
    node.remove();
    if (held) (next?.querySelector("a") ?? document.querySelector("h1")).focus();
  }
}

class Card {
  constructor(video, signal) {
    this.signal = signal;
    this.image = el("img", { alt: "", hidden: true });
    this.length = el("span", { class: "length" });
    this.marks = el("span", { class: "marks" });
    this.reason = el("span", { class: "hint" }); // why it failed
    this.shown = ""; // what the marks were made from
    this.pictured = false;
    this.node = el("li", {},
      el("a", { class: "card", href: `#/videos/${video.id}` },
        el("span", { class: "title" }, nameOf(video.name)),
        this.marks,
        this.reason,
        el("span", { class: "hint" }, moment(video.created)),
        el("span", { class: "picture" }, this.image, this.length))); // read last, shown first
  }

  update(video, names) {
    const marks = JSON.stringify([video.state, video.processingProgress]);
    if (marks !== this.shown) {
      this.shown = marks;
      this.marks.replaceChildren(...marksOf(video, names));
      if (video.state === "Failed") this.explain(video.id);
    }
    this.length.textContent = video.durationInSeconds ? clock(video.durationInSeconds) : "";
    if (video.state === "Processed" && !this.pictured) {
      this.pictured = true;
      fillPicture(this.image, video.thumbnailVideoId, video.thumbnailId, this.signal);
    }
  }

  /** Say why it failed; the list doesn't tell. */
  async explain(id) {
    try {
      this.reason.textContent = (await videoIndex(id, this.signal)).videos[0].failureMessage ?? "";
    } catch {
      // the video's own page says it; the video may have been deleted just now
    }
  }
}

function marksOf(video, names) {
  const original = originalOf(video.externalId);
  const marks = [stateMark(video.state, video.processingProgress)];
  if (original && hidesNobody(video.description)) marks.push(el("span", { class: "mark failed" }, "Outlined, nobody hidden"));
  else if (original) marks.push(el("span", { class: "mark redacted" }, "Redacted"));
  if (original && names.has(original)) marks.push(el("span", { class: "hint from" }, "from ", nameOf(names.get(original))));
  return marks;
}

/** A video's state as a person says it. */
export function stateMark(state, progress) {
  const words = { Uploaded: "Waiting", Processing: `Working ${progress.replace("%", "\u00a0%")}`, Processed: "Ready", Failed: "Failed" };
  return el("span", { class: `mark ${state.toLowerCase()}` }, words[state] ?? state);
}
