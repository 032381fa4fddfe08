/** openapi-fetch, with the types that openapi-typescript makes of openapi.yaml. */

import createClient from "openapi-fetch";

import type { components, paths } from "./generated/openapi-typescript.js";
import * as steps from "./steps.js";

const { subscriptionId, resourceGroupName, accountName, location, accountId } = steps;

const arm = createClient<paths>({
  baseUrl: steps.url,
  headers: { Authorization: `Bearer ${steps.armToken}` },
});
const issued = await arm.POST(
  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.VideoIndexer/accounts/{accountName}/generateAccessToken",
  {
    params: {
      path: { subscriptionId, resourceGroupName, accountName },
      query: { "api-version": "2024-01-01" },
    },
    body: { permissionType: "Contributor", scope: "Account" },
  },
);
const token = steps.present(issued.data, `token: ${JSON.stringify(issued.error)}`).accessToken;
steps.report("token");

const api = createClient<paths>({
  baseUrl: steps.url,
  headers: { Authorization: `Bearer ${token}` },
  redirect: "manual",
});
const path = { location, accountId };

// The generator types a file as a string; what is sent is up to the serialiser, as its guide says.
const form = new FormData();
form.append("file", await steps.clip());
const uploaded = await api.POST("/{location}/Accounts/{accountId}/Videos", {
  params: { path, query: { name: "clip" } },
  body: {},
  bodySerializer: () => form,
});
const video = steps.present(uploaded.data, `video: ${JSON.stringify(uploaded.error)}`);
steps.report("upload");

const index = await steps.waitFor(async () => {
  const { data, error } = await api.GET("/{location}/Accounts/{accountId}/Videos/{videoId}/Index", {
    params: { path: { ...path, videoId: video.id } },
  });
  const seen = steps.present(data, `index: ${JSON.stringify(error)}`);
  return seen.state === "Processed" ? seen : undefined;
});
steps.report("index");
const chosen = steps.present(index.videos?.[0]?.insights?.faces?.[0], "face").id;
steps.report("faces");

const request: components["schemas"]["RedactionRequest"] = {
  faces: { blurringKind: "Black", filter: { ids: [chosen], scope: "Include" } },
};
const accepted = await api.POST("/{location}/Accounts/{accountId}/Videos/{videoId}/redact", {
  params: { path: { ...path, videoId: video.id } },
  body: request,
});
const jobId = steps.idIn(accepted.response.headers.get("Location"), "Jobs");
steps.report("redact", { faces: request.faces });

const redactedId = await steps.waitFor(async () => {
  const { data, response } = await api.GET("/{location}/Accounts/{accountId}/Jobs/{jobId}", {
    params: { path: { ...path, jobId } },
  });
  if (response.status === 303) return steps.idIn(response.headers.get("Location"), "Videos");
  if (response.status !== 200 || data?.state === "Failed") throw new Error(`the job: ${response.status}`);
  return undefined;
});
steps.report("job");

const address = await api.GET("/{location}/Accounts/{accountId}/Videos/{videoId}/SourceFile/DownloadUrl", {
  params: { path: { ...path, videoId: redactedId } },
});
await steps.save(steps.present(address.data, "address of the file"));
steps.report("download");

const listed = await api.GET("/{location}/Accounts/{accountId}/Videos", { params: { path } });
steps.mustHave(steps.present(listed.data, "list").results, video.id, redactedId);
steps.report("list");

for (const videoId of [video.id, redactedId]) {
  const { response } = await api.DELETE("/{location}/Accounts/{accountId}/Videos/{videoId}", {
    params: { path: { ...path, videoId } },
  });
  if (response.status !== 204) throw new Error(`delete: ${response.status}`);
}
steps.report("delete");
