// The panel that starts a redaction: how to hide, the Redact button, and how the job goes.

import { job, redact } from "./api.js";
import { KINDS } from "./choice.js";
import { announce, count, el, pause } from "./dom.js";

const LOOK = 500; // ms between two looks at the job
const WARNED = 25; // percent between two announcements

export function redactionPanel(index, choice, signal) {
  const summary = el("p", { class: "summary", role: "status" });
  const warning = el("p", { class: "warning", hidden: true }, "Outlines hide nobody. Choose another kind for a video that is to be shown.");
  const button = el("button", { type: "button", class: "primary wide" }, "Redact");
  const room = el("div", { class: "job" });
  let running = false; // one at a time: the page shows the progress of one, and ends at its result
  const update = () => {
    const hidden = choice.hiddenIds().size;
    const verb = choice.kind === "BoundingBox" ? "outlined" : "hidden";
    summary.textContent = hidden ? `${count(hidden, "face", "faces")} will be ${verb}.` : "Tick somebody to hide.";
    warning.hidden = choice.kind !== "BoundingBox";
    button.disabled = running || hidden === 0;
  };
  const begin = async () => {
    running = true;
    update();
    const done = await start(index, choice, room, signal);
    running = false;
    if (done || signal.aborted) return;
    update();
    button.focus();
  };
  choice.addEventListener("change", update);
  button.addEventListener("click", begin);
  update();
  return el("section", { class: "panel redaction", "aria-labelledby": "redaction" },
    el("h2", { id: "redaction" }, "Hide faces"), kinds(choice), warning, summary, button, room);
}

function kinds(choice) {
  const options = KINDS.map(([kind, name, meaning]) => el("div", { class: "kind" },
    el("input", {
      type: "radio", name: "kind", id: kind, value: kind, checked: kind === choice.kind,
      "aria-describedby": `${kind}-meaning`, onchange: () => choice.setKind(kind),
    }),
    el("label", { for: kind }, name),
    el("span", { class: "hint", id: `${kind}-meaning` }, meaning)));
  return el("fieldset", {}, el("legend", {}, "How"), options);
}

/** Redact, and go to the result; gives whether it came to that. */
async function start(index, choice, room, signal) {
  const bar = el("progress", { max: "100", "aria-label": "Redaction" });
  const words = el("p", { tabindex: "-1" }, "Starting…");
  room.replaceChildren(words, bar);
  words.focus(); // the button, which had the focus, is disabled now
  announce("The redaction has begun");
  try {
    const id = await redact(index.id, redactedName(index.name), choice.description(), choice.request());
    const video = await follow(id, bar, words, signal);
    announce("The redaction is done");
    location.hash = `#/videos/${video}`;
    return true;
  } catch (error) {
    if (!signal.aborted) room.replaceChildren(el("p", { class: "problem", role: "alert" }, error.message));
    return false;
  }
}

/** Poll the job to its end; gives the id of the new video. */
async function follow(id, bar, words, signal) {
  let said = 0;
  for (;;) {
    const answer = await job(id, signal);
    if (answer.videoId) return answer.videoId;
    if (answer.state === "Failed") throw new Error(`The redaction failed: ${answer.failureMessage ?? "no reason was given"}`);
    bar.value = answer.progress;
    words.textContent = `Hiding faces… ${answer.progress} %`;
    if (answer.progress >= said + WARNED) {
      said = answer.progress;
      announce(`${answer.progress} percent`);
    }
    await pause(LOOK, signal);
  }
}

/** "street.mp4" becomes "street redacted"; the API cuts long names at their end, so room is left. */
function redactedName(name) {
  return `${[...name.replace(/\.[A-Za-z0-9]{2,4}$/, "")].slice(0, 70).join("")} redacted`;
}
