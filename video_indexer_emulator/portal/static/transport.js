// The controls under a player or a pair of them: play, position, time, sound.

import { clock, el } from "./dom.js";

const STEP = 0.2; // seconds that an arrow key moves
const LONG_STEP = 5; // with Shift

export function transport(pair, label) {
  const play = el("button", { type: "button", class: "primary", onclick: () => pair.toggle() }, "Play");
  const slider = el("input", { type: "range", min: "0", max: "1", step: "any", value: "0", "aria-label": "Position" });
  const time = el("span", { class: "time" });
  const sound = el("input", { type: "checkbox", id: "sound", checked: true, onchange: () => pair.mute(!sound.checked) });
  slider.addEventListener("input", () => pair.seek(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!step) return;
    event.preventDefault(); // the browser's own step would be a hundredth of the whole
    pair.seek(pair.time + (event.shiftKey ? LONG_STEP : STEP) * step);
  });
  pair.addEventListener("change", () => {
    play.textContent = pair.playing ? "Pause" : "Play";
    slider.max = String(pair.duration || 1);
    slider.value = String(pair.time);
    slider.setAttribute("aria-valuetext", `${clock(pair.time, true)} of ${clock(pair.duration, true)}`);
    time.textContent = `${clock(pair.time, true)} / ${clock(pair.duration, true)}`;
  });
  return el("div", { class: "transport", role: "group", "aria-label": label },
    play, slider, time, el("span", { class: "switch" }, sound, el("label", { for: "sound" }, "Sound")));
}
