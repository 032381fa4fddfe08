// Small pieces that every view uses: elements, announcements, times.

/**
 * Make an element. Text goes in as text nodes alone, so no name from outside can become markup.
 * A member "onclick" is a listener; true sets an empty attribute; false, null and undefined set none.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...present(children));
  return node;
}

/** Put children in the place of what is there; null, undefined and false are left out. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
}

function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false);
}

/** A name from outside: isolated, so that its writing direction can't rearrange what stands around it. */
export function nameOf(text) {
  return el("bdi", {}, text);
}

/** Say something to those who listen instead of looking. */
export function announce(text) {
  document.getElementById("news").textContent = text;
}

/** Show a problem above everything, until it is dismissed or the view changes; gives its element. */
export function showProblem(text, ...actions) {
  const dismiss = el("button", { type: "button", class: "quiet", onclick: clearProblems }, "Dismiss");
  const problem = el("div", { class: "problem" }, el("p", {}, text), ...actions, dismiss);
  document.getElementById("problems").replaceChildren(problem);
  return problem;
}

export function clearProblems() {
  const room = document.getElementById("problems");
  const held = room.contains(document.activeElement);
  room.replaceChildren();
  if (held) document.getElementById("content").focus();
}

/** Seconds of "1:02:03.45", as the API writes a stretch of time. */
export function secondsOf(span) {
  return span.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** "1:02:03" or "2:03"; with tenths where `fine`. */
export function clock(seconds, fine = false) {
  const tenths = fine ? Math.round(seconds * 10) : Math.round(seconds) * 10;
  const whole = Math.floor(tenths / 10);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, "0")}${fine ? `.${tenths % 10}` : ""}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** "4.6 s", from a minute on "1:02". */
export function lasting(seconds) {
  return seconds < 60 ? `${seconds.toFixed(1)}\u00a0s` : clock(seconds);
}

/** "1 person", "2 people". */
export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** "26 Nov, 14:05", in the reader's own language and zone. */
export function moment(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** Wait; a signal cuts it short, with its reason thrown. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}
