/** What openapi-generator's `typescript-fetch` makes of openapi.yaml. */

import {
  AccessTokensApi,
  Configuration,
  FilterScope,
  JobsApi,
  PermissionType,
  ResponseError,
  TokenScope,
  VideosApi,
  type RedactionRequest,
} from "./generated/openapi-generator/index.js";
import * as steps from "./steps.js";

const { subscriptionId, resourceGroupName, accountName, location, accountId } = steps;

const arm = new AccessTokensApi(new Configuration({ basePath: steps.url, accessToken: steps.armToken }));
const { accessToken } = await arm.generateAccessToken({
  subscriptionId,
  resourceGroupName,
  accountName,
  apiVersion: "2024-01-01",
  accessTokenRequest: { permissionType: PermissionType.Contributor, scope: TokenScope.Account },
});
steps.report("token");

const configuration = new Configuration({ basePath: steps.url, accessToken });
const videos = new VideosApi(configuration);
const jobs = new JobsApi(configuration);
const video = await videos.uploadVideo({ location, accountId, name: "clip", file: await steps.clip() });
steps.report("upload");

const index = await steps.waitFor(async () => {
  const seen = await videos.getVideoIndex({ location, accountId, videoId: video.id });
  return seen.state === "Processed" ? seen : undefined;
});
steps.report("index");
const chosen = steps.present(index.videos?.[0]?.insights?.faces?.[0], "face").id;
steps.report("faces");

const redactionRequest: RedactionRequest = {
  faces: { blurringKind: "Black", filter: { ids: [chosen], scope: FilterScope.Include } },
};
const accepted = await videos.redactVideoRaw({ location, accountId, videoId: video.id, redactionRequest });
const jobId = steps.idIn(accepted.raw.headers.get("Location"), "Jobs");
steps.report("redact", { faces: redactionRequest.faces });

const redactedId = await steps.waitFor(async () => {
  try {
    const job = await jobs.getJob({ location, accountId, jobId }, { redirect: "manual" });
    if (job.state === "Failed") throw new Error("the job failed");
    return undefined;
  } catch (error) {
    // It throws what isn't 2xx, the redirect of a finished job among it.
    if (error instanceof ResponseError && error.response.status === 303) {
      return steps.idIn(error.response.headers.get("Location"), "Videos");
    }
    throw error;
  }
});
steps.report("job");

await steps.save(await videos.getVideoSourceFileDownloadUrl({ location, accountId, videoId: redactedId }));
steps.report("download");

const page = await videos.listVideos({ location, accountId });
steps.mustHave(page.results, video.id, redactedId);
steps.report("list");

for (const videoId of [video.id, redactedId]) {
  const { raw } = await videos.deleteVideoRaw({ location, accountId, videoId });
  if (raw.status !== 204) throw new Error(`delete: ${raw.status}`);
}
steps.report("delete");
