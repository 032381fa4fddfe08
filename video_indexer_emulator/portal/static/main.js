// The way in: signs in, shows the view that the address names, and takes dropped files anywhere.

import { clearProblems, el, pause } from "./dom.js";
import { showLibrary } from "./library.js";
import { answers, start } from "./session.js";
import { acceptDrops } from "./uploads.js";
import { showVideo } from "./video.js";

const TITLE = "Video Indexer emulator";
const AGAIN = 2000; // ms between two looks whether the service is back
let current = new AbortController(); // ends what the shown view has going on
let moved = false; // whether the reader has gone from one view to another; the first one takes no focus
let left = ""; // the address of the view before

async function show() {
  current.abort(new DOMException("Another view is shown.", "AbortError"));
  current = new AbortController();
  const { signal } = current;
  const content = document.getElementById("content");
  const video = /^#\/videos\/([A-Za-z0-9]{1,64})$/.exec(location.hash);
  const held = moved || content.contains(document.activeElement);
  const from = left;
  left = location.hash;
  clearProblems();
  markHere(!video);
  content.replaceChildren(el("p", { class: "waiting" }, "Loading…"));
  try {
    await start();
    const heading = video ? await showVideo(content, video[1], signal) : await showLibrary(content, signal);
    document.title = video ? `${heading.textContent} · ${TITLE}` : TITLE;
    // Readers of the screen hear where they are; who comes back to the library is where they left it.
    if (held) ([...content.querySelectorAll(".card")].find((card) => card.hash === from) ?? heading).focus();
  } catch (error) {
    if (signal.aborted) return;
    showFailure(content, error, held);
    if (error.status === 0) comeBack(signal).catch(() => {}); // cut short: another view is shown
  }
}

/** Where the service is away altogether, show the view as soon as it answers again. */
async function comeBack(signal) {
  if (await answers()) return;
  do await pause(AGAIN, signal);
  while (!(await answers()));
  if (!signal.aborted) show();
}

function markHere(inLibrary) {
  const link = document.getElementById("library-link");
  if (inLibrary) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

function showFailure(content, error, held) {
  const again = el("button", { type: "button", class: "primary", onclick: show }, "Try again");
  const gone = error.status === 404;
  const heading = el("h1", { tabindex: "-1" }, gone ? "There is no such video" : "This can't be shown");
  content.replaceChildren(
    heading,
    el("p", { role: "alert" }, gone ? "It was deleted, or its address is wrong." : error.message),
    el("p", { class: "actions" }, gone ? el("a", { class: "button", href: "#/" }, "To the library") : again),
  );
  if (held) heading.focus();
}

function begin() {
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault(); // its address would be taken for a view
    document.getElementById("content").focus();
  });
  window.addEventListener("hashchange", () => {
    moved = true;
    window.scrollTo(0, 0);
    show();
  });
  acceptDrops(document.getElementById("veil"));
  show();
}

begin();
