/** What orval makes of openapi.yaml, with its fetch client. */

import {
  deleteVideo,
  generateAccessToken,
  getJob,
  getVideoIndex,
  getVideoSourceFileDownloadUrl,
  listVideos,
  redactVideo,
  uploadVideo,
  type RedactionRequest,
} from "./generated/orval.js";
import * as steps from "./steps.js";

const { location, accountId } = steps;
const withArmToken = { headers: { Authorization: `Bearer ${steps.armToken}` } };

const issued = await generateAccessToken(
  steps.subscriptionId,
  steps.resourceGroupName,
  steps.accountName,
  { permissionType: "Contributor", scope: "Account" },
  { "api-version": "2024-01-01" },
  withArmToken,
);
if (issued.status !== 200) throw new Error(`token: ${issued.status}`);
steps.report("token");
const withToken: RequestInit = {
  headers: { Authorization: `Bearer ${issued.data.accessToken}` },
  redirect: "manual",
};

const uploaded = await uploadVideo(location, accountId, { file: await steps.clip() }, { name: "clip" }, withToken);
if (uploaded.status !== 200) throw new Error(`upload: ${uploaded.status}`);
const video = uploaded.data;
steps.report("upload");

const index = await steps.waitFor(async () => {
  const seen = await getVideoIndex(location, accountId, video.id, undefined, withToken);
  if (seen.status !== 200) throw new Error(`index: ${seen.status}`);
  return seen.data.state === "Processed" ? seen.data : undefined;
});
steps.report("index");
const chosen = steps.present(index.videos?.[0]?.insights?.faces?.[0], "face").id;
steps.report("faces");

const request: RedactionRequest = {
  faces: { blurringKind: "Black", filter: { ids: [chosen], scope: "Include" } },
};
const accepted = await redactVideo(location, accountId, video.id, request, undefined, withToken);
const jobId = steps.idIn(accepted.headers.get("Location"), "Jobs");
steps.report("redact", { faces: request.faces });

const redactedId = await steps.waitFor(async () => {
  const job = await getJob(location, accountId, jobId, withToken);
  if (job.status === 303) return steps.idIn(job.headers.get("Location"), "Videos");
  if (job.status !== 200 || job.data.state === "Failed") throw new Error(`the job: ${job.status}`);
  return undefined;
});
steps.report("job");

const address = await getVideoSourceFileDownloadUrl(location, accountId, redactedId, withToken);
if (address.status !== 200) throw new Error(`address of the file: ${address.status}`);
await steps.save(address.data);
steps.report("download");

const page = await listVideos(location, accountId, undefined, withToken);
if (page.status !== 200) throw new Error(`list: ${page.status}`);
steps.mustHave(page.data.results, video.id, redactedId);
steps.report("list");

for (const videoId of [video.id, redactedId]) {
  const deleted = await deleteVideo(location, accountId, videoId, withToken);
  if (deleted.status !== 204) throw new Error(`delete: ${deleted.status}`);
}
steps.report("delete");
