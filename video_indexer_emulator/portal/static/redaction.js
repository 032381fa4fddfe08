// The panel that starts a redaction: how to hide, the Redact button, and how the job goes.

import { job, redact } from "./api.js";
import { KINDS } from "./choice.js";
import { announce, count, el } from "./dom.js";
import { poll } from "./polling.js";

const LOOK = 500; // ms between two looks at the job
const WARNED = 25; // percent between two announcements

export function redactionPanel(index, choice, signal) {
  const summary = el("p", { class: "summary", role: "status" });
  const warning = el("p", { class: "warning", hidden: true }, "Outlines hide nobody. Choose another kind for a video that is to be shown.");
  const button = el("button", { type: "button", class: "primary wide" }, "Redact");
  const room = el("div", { class: "job" });
  let running = false; // one at a time: the page shows the progress of one, and ends at its result
  const update = () => {
    const verb = choice.kind === "BoundingBox" ? "outlined" : "hidden";
    const hidden = wordsOf(choice);
    summary.textContent = hidden ? `${hidden} will be ${verb}.` : "Nobody is ticked.";
    warning.hidden = choice.kind !== "BoundingBox";
    button.disabled = running || !hidden;
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

/** "2 people and 1 uncertain find"; empty where nobody is to be hidden. */
function wordsOf(choice) {
  const ids = choice.hiddenIds();
  const hidden = choice.people.filter((person) => ids.has(person.id));
  const sure = hidden.filter((person) => person.listed).length;
  const unsure = hidden.length - sure;
  return [sure && count(sure, "person", "people"), unsure && count(unsure, "uncertain find", "uncertain finds")]
    .filter(Boolean).join(" and ");
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
  try {
    const id = await redact(index.id, redactedName(index.name), choice.description(), choice.request());
    announce("The redaction has begun");
    const video = await follow(id, bar, words, signal);
    announce("The redaction is done");
    location.hash = `#/videos/${video}`;
    return true;
  } catch (error) {
    if (!signal.aborted) showFailure(room, error);
    return false;
  }
}

function showFailure(room, error) {
  const gone = error.status === 404;
  room.replaceChildren(el("div", { class: "problem", role: "alert" },
    el("p", {}, gone ? "This video was deleted." : error.message),
    gone && el("a", { class: "button", href: "#/" }, "To the library")));
  room.scrollIntoView({ block: "nearest" });
}

/** Poll the job to its end; gives the id of the new video. */
function follow(id, bar, words, signal) {
  let said = 0;
  const look = async () => {
    const answer = await job(id, signal);
    if (answer.videoId) return answer.videoId;
    if (answer.state === "Failed") throw new Error(`The redaction failed: ${answer.failureMessage ?? "no reason was given"}`);
    bar.value = answer.progress;
    words.textContent = `Hiding faces… ${answer.progress} %`;
    if (answer.progress >= said + WARNED) {
      said = answer.progress;
      announce(`${answer.progress} percent`);
    }
    return undefined;
  };
  return poll(look, { every: () => LOOK, signal });
}

/**
 * "street.mp4" becomes "street redacted"; the API cuts long names at their end, so room is left.
 * Marks that turn the direction of writing are left out: they would turn what is added, too.
 */
function redactedName(name) {
  const stem = name.replace(/(?<=.)\.[A-Za-z0-9]{2,4}$/, "").replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
  return `${[...stem].slice(0, 70).join("")} redacted`;
}
