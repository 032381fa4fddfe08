// The page of an analysed video: player with preview, people, kinds, the Redact button.

import { choiceFor } from "./choice.js";
import { deleteButton } from "./deletion.js";
import { downloadButton } from "./downloading.js";
import { el } from "./dom.js";
import { Pair } from "./pair.js";
import { peopleList } from "./people.js";
import { player } from "./player.js";
import { chooseByClick, playByClick } from "./pointing.js";
import { Preview } from "./preview.js";
import { redactionPanel } from "./redaction.js";
import { Shown } from "./shown.js";
import { transport } from "./transport.js";
import { versionsPanel } from "./versions.js";

export async function showWorkbench(room, index, artifact, signal) {
  const { video, screen, words } = await player(index.id, "The original video", { signal });
  const pair = new Pair(video, null, signal);
  const controls = transport(pair, "Play the video");
  const actions = el("div", { class: "actions" }, downloadButton(index, artifact ? "Download the original" : "Download the video"), deleteButton(index));
  if (!artifact || artifact.faces.length === 0) {
    playByClick(video, pair);
    const why = artifact ? "No faces were found in this video, so there is nothing to hide."
      : "No faces were looked for in this video: it was uploaded so, or is a redaction itself. It can't be redacted.";
    room.replaceChildren(el("div", { class: "bench" },
      el("div", { class: "stage" }, screen, words, controls), el("aside", {}, el("p", { class: "panel" }, why), actions)));
    return;
  }
  const choice = choiceFor(index.id, artifact.faces);
  const shown = new Shown(artifact);
  const preview = new Preview(video, artifact, shown, choice);
  choice.addEventListener("change", () => preview.draw());
  screen.append(preview.canvas);
  chooseByClick(video, pair, preview, choice);
  controls.append(previewSwitch(preview));
  const list = peopleList(index.id, artifact.faces, choice, stageOf(video, preview, shown), signal);
  followTime(video, list, shown, signal);
  room.replaceChildren(el("div", { class: "bench" },
    el("div", { class: "stage" }, screen, words, controls, list),
    el("aside", {}, redactionPanel(index, choice, signal), versionsPanel(index, signal), actions)));
}

function stageOf(video, preview, shown) {
  return {
    first: shown.first,
    end: shown.end,
    seek: (seconds) => {
      video.currentTime = seconds + 0.001; // just inside the frame, not at the edge to the one before
    },
    highlight: (id) => preview.highlight(id),
  };
}

function previewSwitch(preview) {
  const box = el("input", { type: "checkbox", id: "preview", checked: true, onchange: () => preview.enable(box.checked) });
  return el("span", { class: "switch" }, box, el("label", { for: "preview" }, "Preview"));
}

/** Move the line that shows the time through every person's track. */
function followTime(video, list, shown, signal) {
  const move = () => {
    list.style.setProperty("--now", String(Math.min(1, video.currentTime / shown.end)));
    if (!signal.aborted) requestAnimationFrame(move);
  };
  move();
}
