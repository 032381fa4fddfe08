/* Run in a page of another origin, as an async function of the settings: `fetch` with nothing but what a browser
 * allows. Gives the steps, and the redacted file as a data URL. */
async (settings) => {
  const steps = [];
  const account = `${settings.url}/${settings.location}/Accounts/${settings.accountId}`;
  let token = settings.armToken;

  const ask = async (address, options = {}) => {
    const headers = { Authorization: `Bearer ${token}`, ...options.headers };
    const answer = await fetch(address, { ...options, headers });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const json = (body) => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

  const wanted = json({ permissionType: "Contributor", scope: "Account" });
  token = (await (await ask(settings.armPath, wanted)).json()).accessToken;
  steps.push({ step: "token" });

  const form = new FormData();
  form.append("file", await (await fetch(settings.clipUrl)).blob(), "clip.mp4");
  const video = await (await ask(`${account}/Videos?name=clip`, { method: "POST", body: form })).json();
  steps.push({ step: "upload" });

  let index;
  do {
    await pause();
    index = await (await ask(`${account}/Videos/${video.id}/Index`)).json();
  } while (index.state !== "Processed");
  steps.push({ step: "index" });
  const chosen = index.videos[0].insights.faces[0];
  const picture = await (await ask(`${account}/Videos/${video.id}/Thumbnails/${chosen.thumbnailId}`)).blob();
  await createImageBitmap(picture);
  steps.push({ step: "faces" });

  const faces = { blurringKind: "Black", filter: { ids: [chosen.id], scope: "Include" } };
  const accepted = await ask(`${account}/Videos/${video.id}/redact`, json({ faces }));
  const job = accepted.headers.get("Location");
  steps.push({ step: "redact", faces });

  // A page can't read a redirect; fetch follows it, and sends the token again to the same origin.
  let ended;
  do {
    await pause();
    ended = await ask(job);
  } while (!ended.redirected);
  const redactedId = /\/Videos\/([^/]+)/.exec(ended.url)[1];
  steps.push({ step: "job" });

  const file = await (await fetch(await ended.json())).blob();
  const dataUrl = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  steps.push({ step: "download" });

  const listed = (await (await ask(`${account}/Videos`)).json()).results.map((each) => each.id);
  if (!listed.includes(video.id) || !listed.includes(redactedId)) throw new Error(`listed: ${listed}`);
  steps.push({ step: "list" });

  for (const id of [video.id, redactedId]) await ask(`${account}/Videos/${id}`, { method: "DELETE" });
  steps.push({ step: "delete" });
  return { steps, dataUrl };
}
