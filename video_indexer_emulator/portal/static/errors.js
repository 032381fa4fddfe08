// What may go wrong between the page and the service, in words for people.

const BUSY = "The service is busy: too many requests. Try again in a while.";

export class ApiError extends Error {
  constructor(status, type, message) {
    super(message);
    this.status = status; // 0: no answer came
    this.type = type;
  }
}

/** Whether what failed may go well later: the service is busy, failed itself, or can't be reached. */
export function passes(error) {
  return error instanceof ApiError && (error.status === 429 || error.status >= 500 || error.status === 0);
}

/** The error of an answer that isn't a good one. */
export async function errorOf(answer) {
  const error = errorFrom(answer.status, await answer.text());
  const seconds = Number.parseInt(answer.headers.get("Retry-After"), 10);
  if (Number.isFinite(seconds)) error.retryAfter = seconds;
  return error;
}

function errorFrom(status, text) {
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // an empty answer, or a proxy's own page
  }
  if (status === 401) return new ApiError(401, body.ErrorType, `Access was refused: ${body.Message ?? "no reason given"}`);
  const words = status === 429 ? BUSY : `The service answered ${status}.`;
  return new ApiError(status, body.ErrorType, body.Message ?? body.error?.message ?? words); // the latter: of a token
}

/** No answer came: of the service, or of the store where signed URLs lead to. */
export function unreachable(url = location.href) {
  const words = new URL(url).origin === location.origin ? "The service can't be reached. Is vi-emulator still running?"
    : "The blob store can't be reached, or doesn't let this page in (CORS).";
  return new ApiError(0, "UNREACHABLE", words);
}
