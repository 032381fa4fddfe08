// Looks again and again at what is under way, and tolerates a service that can't be reached for a while.

import { pause, showProblem } from "./dom.js";
import { passes } from "./errors.js";

/**
 * Look until `look` gives something; gives that.
 * `every` gives the time between two looks in ms. `tell` is called with each error that may pass, and with null
 * when the service answers again.
 */
export async function poll(look, { every, signal, tell = passingProblem() }) {
  for (;;) {
    try {
      const found = await look();
      tell(null);
      if (found !== undefined) return found;
    } catch (error) {
      if (signal.aborted || !passes(error)) throw error;
      tell(error);
    }
    await pause(every(), signal);
  }
}

/** Shows a problem above the page once, and takes it away when it has passed. */
function passingProblem() {
  let shown = null;
  return (error) => {
    if (error) {
      shown ??= showProblem(`${error.message} Trying again…`);
    } else {
      shown?.remove();
      shown = null;
    }
  };
}
