// The people found: a row each with picture, tick box, and when they appear, to be clicked.

import { clock, count, el, lasting, secondsOf } from "./dom.js";
import { fillPicture } from "./pictures.js";

const NEAR = 0.015; // of the video's length: bars that are nearer couldn't be told apart, nor be hit
const THUMBNAIL = /^FaceInstanceThumbnail_([0-9A-Fa-f-]{36})\.jpg$/;

/**
 * Build the list of people. `stage` can `seek(seconds)` and `highlight(id or null)`; its `first` and `end` are
 * when the picture begins and ends, on the player's clock like all that is shown here.
 */
export function peopleList(videoId, people, choice, stage, signal) {
  const rows = people.map((person) => new PersonRow(videoId, person, choice, stage, signal));
  const [sure, unsure] = [rows.filter((row) => row.person.listed), rows.filter((row) => !row.person.listed)];
  const all = (hidden) => () => choice.setHidden(people.map((person) => person.id), hidden);
  const summary = el("summary");
  const update = () => {
    rows.forEach((row) => row.update());
    summary.textContent = uncertain(unsure, choice);
  };
  choice.addEventListener("change", update);
  update();
  return el("section", { class: "panel people", "aria-labelledby": "people" },
    el("div", { class: "head" },
      el("h2", { id: "people" }, count(sure.length, "person found", "people found")),
      el("div", { class: "actions" },
        el("button", { type: "button", class: "quiet", onclick: all(true) }, "Hide all"),
        el("button", { type: "button", class: "quiet", onclick: all(false) }, "Keep all"))),
    el("p", { class: "hint" }, "Ticked people are hidden. Click a bar to jump to where somebody appears, a face in the still picture to hide or keep it."),
    el("ul", {}, sure.map((row) => row.node)),
    unsure.length > 0 && el("details", {},
      summary,
      el("p", { class: "hint" }, "Seen briefly or unsurely; some are no faces at all."),
      el("ul", {}, unsure.map((row) => row.node))));
}

/** "3 uncertain finds, all hidden". */
function uncertain(rows, choice) {
  const hidden = rows.filter((row) => !choice.kept.has(row.person.id)).length;
  const share = { 0: "none", [rows.length]: "all" }[hidden] ?? hidden;
  const finds = count(rows.length, "uncertain find", "uncertain finds");
  return `${finds}, ${share} hidden`;
}

class PersonRow {
  constructor(videoId, person, choice, stage, signal) {
    Object.assign(this, { person, choice, stage });
    const id = `person-${person.id}`;
    this.box = el("input", { type: "checkbox", id, onchange: () => choice.setHidden([person.id], this.box.checked) });
    const image = el("img", { alt: "", hidden: true });
    const file = THUMBNAIL.exec(person.thumbnails[0] ?? "");
    if (file) fillPicture(image, videoId, file[1], signal);
    const seen = person.appearances.reduce((sum, range) => sum + secondsOf(range.end) - secondsOf(range.start), 0);
    this.node = el("li", { class: "person" },
      this.box,
      el("label", { for: id },
        el("span", { class: "face" }, image),
        el("span", { class: "who" },
          el("span", { class: "unseen" }, "Hide "), el("strong", {}, person.name),
          el("span", { class: "hint" }, `id ${person.id} · seen for ${lasting(seen)}`))),
      timeline(person, stage));
    this.node.addEventListener("pointerenter", () => stage.highlight(person.id));
    this.node.addEventListener("pointerleave", () => stage.highlight(null));
    this.node.addEventListener("focusin", () => stage.highlight(person.id));
    this.node.addEventListener("focusout", () => stage.highlight(null));
  }

  update() {
    this.box.checked = !this.choice.kept.has(this.person.id);
    this.node.classList.toggle("kept", !this.box.checked);
  }
}

/** When somebody appears: a bar for each stretch. One of them takes part in the tab order, arrows reach the rest. */
function timeline(person, stage) {
  const bars = stretches(person, stage).map((stretch, at) => bar(person, stretch, at, stage));
  const track = el("div", { class: "track", role: "toolbar", "aria-label": `When ${person.name} appears` }, bars);
  track.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const now = bars.indexOf(document.activeElement);
    if (!step || now < 0) return;
    event.preventDefault();
    const next = bars[Math.min(bars.length - 1, Math.max(0, now + step))];
    bars.forEach((node) => node.setAttribute("tabindex", node === next ? "0" : "-1"));
    next.focus();
  });
  return track;
}

/** From when to when somebody appears, in seconds; stretches with little between them are one. */
function stretches(person, stage) {
  const joined = [];
  for (const range of person.appearances) {
    const [start, end] = [stage.first + secondsOf(range.start), stage.first + secondsOf(range.end)];
    const last = joined.at(-1);
    if (last && start - last[1] < NEAR * stage.end) last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}

function bar(person, [start, end], at, stage) {
  const label = `${person.name} from ${clock(start, true)} to ${clock(end, true)}, jump there`;
  const node = el("button", {
    type: "button", class: "bar", "aria-label": label, title: `${clock(start, true)} – ${clock(end, true)}`,
    tabindex: at ? "-1" : "0", onclick: () => stage.seek(start),
  });
  const share = (seconds) => `${(100 * seconds) / stage.end}%`;
  node.style.insetInlineStart = `min(${share(start)}, 100% - var(--least))`; // the last one stays within
  node.style.inlineSize = share(Math.max(0, end - start));
  return node;
}
