// The people found: a row each with picture, tick box, and when they appear, to be clicked.

import { clock, count, el, lasting, secondsOf } from "./dom.js";
import { fillPicture } from "./pictures.js";

const THUMBNAIL = /^FaceInstanceThumbnail_([0-9A-Fa-f-]{36})\.jpg$/;

/**
 * Build the list of people. `stage` can `seek(seconds)` and `highlight(id or null)`; its `first` and `end` are
 * when the picture begins and ends, on the player's clock like all that is shown here.
 */
export function peopleList(videoId, people, choice, stage, signal) {
  const rows = people.map((person) => new PersonRow(videoId, person, choice, stage, signal));
  const [sure, unsure] = [rows.filter((row) => row.person.listed), rows.filter((row) => !row.person.listed)];
  const all = (hidden) => () => choice.setHidden(people.map((person) => person.id), hidden);
  choice.addEventListener("change", () => rows.forEach((row) => row.update()));
  return el("section", { class: "panel people", "aria-labelledby": "people" },
    el("div", { class: "head" },
      el("h2", { id: "people" }, count(sure.length, "person found", "people found")),
      el("div", { class: "actions" },
        el("button", { type: "button", class: "quiet", onclick: all(true) }, "Hide all"),
        el("button", { type: "button", class: "quiet", onclick: all(false) }, "Keep all"))),
    el("p", { class: "hint" }, "Ticked people are hidden. Click a bar to jump to where somebody appears."),
    el("ul", {}, sure.map((row) => row.node)),
    unsure.length > 0 && el("details", {},
      el("summary", {}, `${count(unsure.length, "uncertain find", "uncertain finds")}, hidden as well`),
      el("p", { class: "hint" }, "Seen briefly or unsurely; some are no faces at all."),
      el("ul", {}, unsure.map((row) => row.node))));
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
    this.update();
  }

  update() {
    this.box.checked = !this.choice.kept.has(this.person.id);
    this.node.classList.toggle("kept", !this.box.checked);
  }
}

/** When somebody appears: a bar for each stretch. One of them takes part in the tab order, arrows reach the rest. */
function timeline(person, stage) {
  const bars = person.appearances.map((range, at) => bar(person, range, at, stage));
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

function bar(person, range, at, stage) {
  const [start, end] = [stage.first + secondsOf(range.start), stage.first + secondsOf(range.end)];
  const label = `${person.name} from ${clock(start, true)} to ${clock(end, true)}, jump there`;
  const node = el("button", {
    type: "button", class: "bar", "aria-label": label, title: `${clock(start, true)} – ${clock(end, true)}`,
    tabindex: at ? "-1" : "0", onclick: () => stage.seek(start),
  });
  const share = (seconds) => `${(100 * seconds) / stage.end}%`;
  node.style.insetInlineStart = share(start);
  node.style.inlineSize = share(Math.max(0, end - start));
  return node;
}
