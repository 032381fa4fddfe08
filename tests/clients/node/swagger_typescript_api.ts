/** What swagger-typescript-api makes of openapi.yaml, with its fetch client. */

import {
  Api,
  BlurringKindName,
  FilterScope,
  PermissionType,
  TokenScope,
  type RedactionRequest,
} from "./generated/swagger-typescript-api.js";
import * as steps from "./steps.js";

const { location, accountId } = steps;
const api = new Api<string>({
  baseUrl: steps.url,
  baseApiParams: { redirect: "manual" },
  securityWorker: (token) => ({ headers: { Authorization: `Bearer ${token}` } }),
});

api.setSecurityData(steps.armToken);
const issued = await api.subscriptions.generateAccessToken(
  steps.subscriptionId,
  steps.resourceGroupName,
  steps.accountName,
  { "api-version": "2024-01-01" },
  { permissionType: PermissionType.Contributor, scope: TokenScope.Account },
);
steps.report("token");
api.setSecurityData(issued.data.accessToken);

const { data: video } = await api.location.uploadVideo(
  location,
  accountId,
  { name: "clip" },
  { file: await steps.clip() },
);
steps.report("upload");

const index = await steps.waitFor(async () => {
  const { data } = await api.location.getVideoIndex(location, accountId, video.id);
  return data.state === "Processed" ? data : undefined;
});
steps.report("index");
const chosen = steps.present(index.videos?.[0]?.insights?.faces?.[0], "face").id;
steps.report("faces");

const request: RedactionRequest = {
  faces: { blurringKind: BlurringKindName.Black, filter: { ids: [chosen], scope: FilterScope.Include } },
};
const accepted = await api.location.redactVideo(location, accountId, video.id, request);
const jobId = steps.idIn(accepted.headers.get("Location"), "Jobs");
steps.report("redact", { faces: request.faces });

const redactedId = await steps.waitFor(async () => {
  // It throws what isn't 2xx, the redirect of a finished job among it.
  const job = await api.location.getJob(location, accountId, jobId).catch((answer: Response) => answer);
  if (job.status === 303) return steps.idIn(job.headers.get("Location"), "Videos");
  if (job.status !== 200) throw new Error(`the job: ${job.status}`);
  return undefined;
});
steps.report("job");

const { data: signedUrl } = await api.location.getVideoSourceFileDownloadUrl(location, accountId, redactedId);
await steps.save(signedUrl);
steps.report("download");

const { data: page } = await api.location.listVideos(location, accountId);
steps.mustHave(page.results, video.id, redactedId);
steps.report("list");

for (const videoId of [video.id, redactedId]) {
  const deleted = await api.location.deleteVideo(location, accountId, videoId);
  if (deleted.status !== 204) throw new Error(`delete: ${deleted.status}`);
}
steps.report("delete");
