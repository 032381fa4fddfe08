/** npm's ms-video-indexer: it has calls for tokens, uploads by URL, the index and pictures. */

import videoIndexer from "ms-video-indexer";

import * as steps from "./steps.js";

const faces = { blurringKind: "Black" };
const { location, accountId } = steps;
const account = `${steps.url}/${location}/Accounts/${accountId}`;

const client = videoIndexer({ location, accountId, subscriptionKey: "any-subscription-key" });
const token = await client.getToken();
if (typeof token !== "string") throw new Error(`token: ${JSON.stringify(token)}`);
steps.report("token");

const video: { id: string } = await client.indexVideo(steps.clipUrl, { name: "clip" });
steps.present(video.id, `video: ${JSON.stringify(video)}`);
steps.report("upload");

const index = await steps.waitFor(async () => {
  const seen = await client.getIndexedOutput(video.id);
  if ("ErrorType" in seen) throw new Error(`index: ${seen.ErrorType}`);
  return seen.state === "Processed" ? seen : undefined;
});
steps.report("index");
for (const face of index.videos[0]?.insights.faces) {
  const picture = Buffer.from(await client.getThumbnail(video.id, face.thumbnailId), "base64");
  if (picture[0] !== 0xff || picture[1] !== 0xd8) throw new Error("a thumbnail is no JPEG");
}
steps.report("faces");

const plainly = async (method: string, address: string, body?: unknown): Promise<Response> => {
  const answer = await fetch(address, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    redirect: "manual",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 400) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
  return answer;
};

const accepted = await plainly("POST", `${account}/Videos/${video.id}/redact`, { faces });
const jobUrl = steps.present(accepted.headers.get("Location"), "Location");
steps.report("redact", { by: "plain", faces });

const fileUrl = await steps.waitFor(async () => {
  const job = await plainly("GET", jobUrl);
  return job.status === 303 ? steps.present(job.headers.get("Location"), "Location") : undefined;
});
steps.report("job", { by: "plain" });

await steps.save(await (await plainly("GET", fileUrl)).json());
steps.report("download", { by: "plain" });

const redactedId = steps.idIn(fileUrl, "Videos");
const page = (await (await plainly("GET", `${account}/Videos`)).json()) as { results: { id: string }[] };
steps.mustHave(page.results, video.id, redactedId);
steps.report("list", { by: "plain" });

for (const videoId of [video.id, redactedId]) await plainly("DELETE", `${account}/Videos/${videoId}`);
steps.report("delete", { by: "plain" });
process.exit(); // its cache of tokens keeps a timer of an hour
