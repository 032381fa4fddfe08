// What is to be hidden, and how: the one state of the workbench, which tells its listeners of each change.

export const KINDS = [
  ["LowBlur", "Low blur", "Coarse mosaic. Those who know a person may recognise them."],
  ["MediumBlur", "Medium blur", "Colours and the shape of the head remain."],
  ["HighBlur", "High blur", "Little more than a patch of colour remains."],
  ["Black", "Black", "The only kind that can't be undone in part."],
  ["BoundingBox", "Bounding box", "Outlines faces, to check what was found. It hides nothing."],
];

class Choice extends EventTarget {
  /** `kept` are ids; everybody else is hidden, so that nobody is shown by an oversight. */
  constructor(videoId, people, { kept = [], kind = "HighBlur" }) {
    super();
    Object.assign(this, { videoId, people, kind });
    this.kept = new Set(people.map((person) => person.id).filter((id) => kept.includes(id)));
  }

  hiddenIds() {
    return new Set(this.people.map((person) => person.id).filter((id) => !this.kept.has(id)));
  }

  setHidden(ids, hidden) {
    for (const id of ids) {
      if (hidden) this.kept.delete(id);
      else this.kept.add(id);
    }
    this.tell();
  }

  /** Swap hidden and kept; returns the new state in words. */
  turn(id) {
    this.setHidden([id], this.kept.has(id));
    const { name } = this.people.find((person) => person.id === id);
    return `${name} is ${this.kept.has(id) ? "kept" : "hidden"}`;
  }

  setKind(kind) {
    this.kind = kind;
    this.tell();
  }

  tell() {
    const chosen = { kept: [...this.kept], kind: this.kind };
    made.set(this.videoId, chosen);
    history.replaceState({ videoId: this.videoId, chosen }, ""); // outlives a reload, and a look at another page
    this.dispatchEvent(new Event("change"));
  }

  /** The body of redactVideo. Those kept are named, so that unknown people stay hidden. */
  request() {
    const filter = this.kept.size ? { ids: [...this.kept], scope: "Exclude" } : undefined;
    return { faces: { blurringKind: this.kind, filter } };
  }

  /** In words, kept with the new video. */
  description() {
    const name = KINDS.find(([kind]) => kind === this.kind)[1];
    const some = `${name}, ${this.hiddenIds().size} of ${this.people.length}`;
    return this.kind === "BoundingBox" ? `${some} outlined, ${NOBODY}` : `${some} hidden`;
  }
}

const made = new Map(); // what was chosen for each video, as long as the page is open

/** The choice for a video: as it was left, else everybody hidden. */
export function choiceFor(videoId, people) {
  const before = history.state?.videoId === videoId ? history.state.chosen : {};
  return new Choice(videoId, people, made.get(videoId) ?? before);
}

const NOBODY = "nobody hidden";

/** Whether a redaction made here hides nobody, by its description. */
export function hidesNobody(description) {
  return (description ?? "").endsWith(NOBODY);
}
