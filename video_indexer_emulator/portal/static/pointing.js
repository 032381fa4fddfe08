// The picture answers to the pointer: a click plays and pauses; on a still picture, one on a face hides or keeps it.

import { announce } from "./dom.js";

/** Let a click on the picture play it and pause it. */
export function playByClick(video, pair) {
  video.addEventListener("click", () => pair.toggle());
}

/** The same, but where the still picture shows a face, the click is for that. Keyboards have the tick boxes. */
export function chooseByClick(video, pair, preview, choice) {
  const idAt = ({ offsetX, offsetY }) => (pair.playing ? null : preview.idAt(offsetX / video.clientWidth, offsetY / video.clientHeight));
  const point = (id) => {
    video.classList.toggle("on-face", id !== null);
    if (preview.highlighted !== id) preview.highlight(id);
  };
  video.addEventListener("pointermove", (event) => point(idAt(event)));
  video.addEventListener("pointerleave", () => point(null));
  video.addEventListener("click", (event) => {
    const id = idAt(event);
    if (id === null) pair.toggle();
    else announce(choice.turn(id));
  });
}
