// The redactions of a video that there are, and how those go that are under way.

import { originalOf, videosSince } from "./api.js";
import { el, moment, nameOf } from "./dom.js";
import { BUSY, stateMark } from "./library.js";
import { poll } from "./polling.js";

const LOOK = 1000; // ms between two looks while one is under way

/** A panel that shows itself when there is something to show. */
export function versionsPanel({ id, created }, signal) {
  const list = el("ul", { class: "versions" });
  const panel = el("section", { class: "panel", hidden: true, "aria-labelledby": "versions" },
    el("h2", { id: "versions" }, "Redacted versions"), list);
  keepFresh(id, created, panel, list, signal).catch((error) => {
    if (signal.aborted) return;
    panel.hidden = false;
    panel.append(el("p", { class: "problem" }, error.message));
  });
  return panel;
}

async function keepFresh(id, created, panel, list, signal) {
  const rows = new Map(); // by video id
  const look = async () => {
    const versions = (await videosSince(created, signal)).filter((video) => originalOf(video.externalId) === id);
    for (const video of versions) {
      if (!rows.has(video.id)) rows.set(video.id, row(video, list));
      rows.get(video.id)(video);
    }
    panel.hidden = rows.size === 0;
    return versions.some((video) => BUSY.has(video.state)) ? undefined : versions;
  };
  await poll(look, { every: () => LOOK, signal });
}

/** Add a row; gives what brings it up to date, in place, so that the focus stays. */
function row(video, list) {
  const mark = el("span");
  list.append(el("li", {},
    el("a", { href: `#/videos/${video.id}` }, nameOf(video.name)), " ",
    mark, " ", el("span", { class: "hint" }, [video.description, moment(video.created)].filter(Boolean).join(" · "))));
  return ({ state, processingProgress }) => mark.replaceChildren(stateMark(state, processingProgress));
}
