// The operations of openapi.yaml that the portal uses, and nothing besides.

import { pause } from "./dom.js";
import { ApiError, errorOf, passes, unreachable } from "./errors.js";
import { accountPath, currentToken, renew } from "./session.js";

const NAME_LIMIT = 80; // characters of a video's name
const TRIES = 4; // of what the service couldn't answer just then
const MARK = "redaction-of:"; // how a redacted video names its original, in externalId

/** A page of videos, newest first: `results` and `nextPage`. */
export function listVideos(skip, signal) {
  return readJson(`Videos?pageSize=60&skip=${skip}`, signal);
}

/** Every video that came after a moment, given as the API writes it. */
export async function videosSince(created, signal) {
  const videos = [];
  for (let next = { skip: 0, done: false }; !next.done;) {
    const query = new URLSearchParams({ createdAfter: created, pageSize: 1000, skip: next.skip });
    const answer = await readJson(`Videos?${query}`, signal);
    videos.push(...answer.results);
    next = answer.nextPage;
  }
  return videos;
}

export function videoIndex(id, signal) {
  return readJson(`Videos/${id}/Index`, signal);
}

/** Everybody in the video with every box; null where no faces were looked for. */
export async function faces(id, signal) {
  try {
    const url = await readJson(`Videos/${id}/ArtifactUrl?type=Faces`, signal);
    const answer = await fetch(url, { signal }).catch((error) => { // signed: it takes no token
      throw signal?.aborted ? error : unreachable(url);
    });
    if (!answer.ok) throw await errorOf(answer);
    return await answer.json();
  } catch (error) {
    if (error.type === "VIDEO_HAS_NO_ARTIFACTS") return null;
    throw error;
  }
}

export async function thumbnail(videoId, thumbnailId, signal) {
  return (await read(`Videos/${videoId}/Thumbnails/${thumbnailId}`, signal)).blob();
}

/** A signed URL of the video's file; it expires. */
export function fileUrl(id, signal) {
  return readJson(`Videos/${id}/SourceFile/DownloadUrl`, signal);
}

/** Start a redaction; gives the job's id. */
export async function redact(id, name, description, body) {
  const query = new URLSearchParams({ name: shortened(name), description, externalId: MARK + id });
  const answer = await send("POST", `Videos/${id}/redact?${query}`, { body: JSON.stringify(body) });
  return answer.headers.get("Location").split("/").pop();
}

/** How a job stands; when it is done, `{videoId}` of the new video. */
export async function job(id, signal) {
  const answer = await read(`Jobs/${id}`, signal);
  // fetch has followed the 303 to the new video's DownloadUrl, on this host and with the token.
  const done = /\/Videos\/([^/]+)\/SourceFile\/DownloadUrl$/.exec(new URL(answer.url).pathname);
  return done ? { videoId: done[1] } : answer.json();
}

export async function remove(id) {
  await send("DELETE", `Videos/${id}`);
}

/** The id of the original that a redacted video was made from, as far as this portal or our client made it. */
export function originalOf(externalId) {
  const match = /^redaction-of:([A-Za-z0-9]{1,64})(?::|$)/.exec(externalId ?? "");
  return match && match[1];
}

/** Upload a file with progress from 0 to 1; `onWait` is called where it has to wait for a busy service. */
export async function upload(file, onProgress, onWait, signal) {
  const answer = await whenNotBusy(() => sendFile(file, onProgress, signal), signal, onWait);
  return answer.json();
}

/** Send a file; fetch can't tell how far it is, so this is an XMLHttpRequest. */
async function sendFile(file, onProgress, signal) {
  const token = await renew(await currentToken()); // a fresh one: a long upload must not end refused
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: shortened(file.name) });
  request.open("POST", accountPath(`Videos?${query}`));
  request.setRequestHeader("Authorization", `Bearer ${token}`);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  });
  signal.addEventListener("abort", () => request.abort());
  const body = new FormData();
  body.append("file", file);
  await new Promise((resolve, reject) => {
    request.addEventListener("load", resolve);
    request.addEventListener("error", async () => reject((await isReadable(file)) ? unreachable() : gone(file)));
    request.addEventListener("abort", () => reject(signal.reason));
    request.send(body);
  });
  const headers = { "Retry-After": request.getResponseHeader("Retry-After") ?? "" };
  const answer = new Response(request.responseText, { status: request.status, headers });
  if (!answer.ok) throw await errorOf(answer);
  return answer;
}

/** Whether the file is still what was chosen; a folder, or one that was changed or deleted, isn't. */
function isReadable(file) {
  return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

function gone(file) {
  return new ApiError(0, "UNREADABLE_FILE", `${file.name} can't be read. Was it changed, moved or deleted? Choose it again.`);
}

async function readJson(tail, signal) {
  return (await read(tail, signal)).json();
}

/** GET, again and again where the service may answer later. */
function read(tail, signal) {
  return again(() => authorised("GET", tail, { signal }), passes, signal);
}

function send(method, tail, { body, signal } = {}) {
  return whenNotBusy(() => authorised(method, tail, { body, signal }), signal);
}

/** A request that was refused for there are too many was not carried out, so each may be sent again. */
function whenNotBusy(ask, signal, onWait) {
  return again(ask, (error) => error.status === 429, signal, onWait);
}

/** Ask until it goes well, a few times; what is worth another try is told by `worth`. */
async function again(ask, worth, signal, onWait = () => {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!worth(error) || attempt === TRIES) throw error;
      onWait();
      await pause((error.retryAfter ?? 2 ** (attempt - 1)) * 1000, signal);
    }
  }
}

async function authorised(method, tail, { body, signal } = {}) {
  let token = await currentToken();
  for (let attempt = 1; ; attempt += 1) {
    const headers = { Authorization: `Bearer ${token}` };
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(accountPath(tail), { method, body, headers, signal }).catch((error) => {
      throw signal?.aborted ? error : unreachable();
    });
    if (answer.ok) return answer;
    if (answer.status !== 401 || attempt === 2) throw await errorOf(answer);
    token = await renew(token);
  }
}

/** Cut a name to the contract's length, between characters; the ending stays. */
function shortened(name) {
  const ending = [...(/\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? "")];
  const letters = [...name];
  return letters.length <= NAME_LIMIT ? name : [...letters.slice(0, NAME_LIMIT - ending.length), ...ending].join("");
}
