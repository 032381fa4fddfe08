// Deleting a video, which is asked for twice.

import { remove } from "./api.js";
import { announce, el, nameOf, showProblem } from "./dom.js";

export function deleteButton(index) {
  return el("button", { type: "button", class: "danger", onclick: () => confirmDeletion(index) }, "Delete");
}

function confirmDeletion(index) {
  const dialog = el("dialog", { "aria-labelledby": "deletion" },
    el("h2", { id: "deletion" }, "Delete this video?"),
    el("p", {}, nameOf(index.name), " and everything found in it will be gone from this service. Other videos made from it stay."),
    el("form", { method: "dialog", class: "actions" },
      el("button", { value: "keep", autofocus: true }, "Keep it"),
      el("button", { value: "delete", class: "danger solid" }, "Delete it")));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "delete") carryOut(index);
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function carryOut(index) {
  try {
    await remove(index.id);
    if (location.hash === `#/videos/${index.id}`) location.hash = "#/";
    announce(`${index.name} is deleted`);
  } catch (error) {
    showProblem(error.message);
  }
}
