/** What the Node programs share: where the service is, what they report, and how they wait. */

import { readFile, writeFile } from "node:fs/promises";

export const url = setting("VIDEO_INDEXER_URL");
export const location = setting("VIDEO_INDEXER_LOCATION");
export const accountId = setting("VIDEO_INDEXER_ACCOUNT_ID");
export const subscriptionId = setting("VIDEO_INDEXER_SUBSCRIPTION_ID");
export const resourceGroupName = setting("VIDEO_INDEXER_RESOURCE_GROUP");
export const accountName = setting("VIDEO_INDEXER_ACCOUNT_NAME");
export const armToken = setting("VIDEO_INDEXER_ARM_TOKEN");
export const clipUrl = setting("CLIP_URL");

const POLL_MILLISECONDS = 300;
const DEADLINE_MILLISECONDS = 120_000;

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} isn't set`);
  return value;
}

/** Tells the runner that a step is done: by the `client`, or by `plain` requests where it has no call for it. */
export function report(step: string, details: { by?: "client" | "plain"; faces?: unknown } = {}): void {
  console.log(JSON.stringify({ step, by: "client", ...details }));
}

/** Asks until there is an answer. */
export async function waitFor<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + DEADLINE_MILLISECONDS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new Error(`not done after ${DEADLINE_MILLISECONDS} ms`);
}

/** Gives what must be there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new Error(`there is no ${what}`);
  return value;
}

/** The clip as a file of a form. */
export async function clip(): Promise<File> {
  return new File([await readFile(setting("CLIP"))], "clip.mp4", { type: "video/mp4" });
}

/** Fetches the redacted file, without a token: the address carries its own permission. */
export async function save(signedUrl: string): Promise<void> {
  const answer = await fetch(signedUrl);
  if (!answer.ok) throw new Error(`the file: ${answer.status}`);
  await writeFile(setting("OUTPUT"), Buffer.from(await answer.arrayBuffer()));
}

/** The id of a job or video in an address of the API. */
export function idIn(address: string | null | undefined, kind: "Jobs" | "Videos"): string {
  const found = new RegExp(`/${kind}/([^/?]+)`).exec(present(address, "Location"));
  return present(found?.[1], `id in ${address}`);
}

/** Fails unless all of these are listed. */
export function mustHave(listed: { id: string }[], ...ids: string[]): void {
  const missing = ids.filter((id) => !listed.some((video) => video.id === id));
  if (missing.length > 0) throw new Error(`not listed: ${missing}`);
}
