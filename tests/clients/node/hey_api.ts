/** What @hey-api/openapi-ts makes of openapi.yaml, with its own fetch client. */

import { createClient } from "./generated/hey-api/client/index.js";
import {
  deleteVideo,
  generateAccessToken,
  getJob,
  getVideoIndex,
  getVideoSourceFileDownloadUrl,
  listVideos,
  redactVideo,
  uploadVideo,
} from "./generated/hey-api/sdk.gen.js";
import type { RedactionRequest } from "./generated/hey-api/types.gen.js";
import * as steps from "./steps.js";

const { subscriptionId, resourceGroupName, accountName, location, accountId } = steps;
let token = "";
const client = createClient({
  baseUrl: steps.url,
  auth: () => token || steps.armToken,
  redirect: "manual",
});

const issued = await generateAccessToken({
  client,
  throwOnError: true,
  path: { subscriptionId, resourceGroupName, accountName },
  query: { "api-version": "2024-01-01" },
  body: { permissionType: "Contributor", scope: "Account" },
});
token = issued.data.accessToken;
steps.report("token");

const path = { location, accountId };
const { data: video } = await uploadVideo({
  client,
  throwOnError: true,
  path,
  query: { name: "clip" },
  body: { file: await steps.clip() },
});
steps.report("upload");

const index = await steps.waitFor(async () => {
  const { data } = await getVideoIndex({ client, throwOnError: true, path: { ...path, videoId: video.id } });
  return data.state === "Processed" ? data : undefined;
});
steps.report("index");
const chosen = steps.present(index.videos?.[0]?.insights?.faces?.[0], "face").id;
steps.report("faces");

const request: RedactionRequest = {
  faces: { blurringKind: "Black", filter: { ids: [chosen], scope: "Include" } },
};
const accepted = await redactVideo({ client, throwOnError: true, path: { ...path, videoId: video.id }, body: request });
const jobId = steps.idIn(accepted.response.headers.get("Location"), "Jobs");
steps.report("redact", { faces: request.faces });

const redactedId = await steps.waitFor(async () => {
  const job = await getJob({ client, path: { ...path, jobId } });
  const status = job.response?.status;
  if (status === 303) return steps.idIn(job.response?.headers.get("Location"), "Videos");
  if (status !== 200 || job.data?.state === "Failed") throw new Error(`the job: ${status}`);
  return undefined;
});
steps.report("job");

const { data: signedUrl } = await getVideoSourceFileDownloadUrl({
  client,
  throwOnError: true,
  path: { ...path, videoId: redactedId },
});
await steps.save(signedUrl);
steps.report("download");

const { data: page } = await listVideos({ client, throwOnError: true, path });
steps.mustHave(page.results, video.id, redactedId);
steps.report("list");

for (const videoId of [video.id, redactedId]) {
  await deleteVideo({ client, throwOnError: true, path: { ...path, videoId } });
}
steps.report("delete");
