"""PyPI's aio-videoindexer: it has calls for tokens, uploads by URL, lists and the index."""

from __future__ import annotations

import asyncio
from typing import Any

import whole_way as way
from asyncvideoindexer.AsyncVideoIndexer import AsyncVideoIndexer

EVERYBODY = {"blurringKind": "Black"}


async def main() -> None:
    """Go the whole way."""
    client = await AsyncVideoIndexer.create(way.ACCOUNT_ID, "any-subscription-key", way.LOCATION)
    try:
        token = client.access_token
        way.report("token")
        video_id = await upload(client)
        way.report("upload")
        index = await indexed(client, video_id)
        way.report("index")
        await look_at_faces(client, video_id, index)
        way.report("faces")
        redacted_id = await asyncio.to_thread(way.redact_plainly, token, video_id, EVERYBODY)
        async with await client.list_videos() as answer:
            listed = {video["id"] for video in (await answer.json())["results"]}
        assert {video_id, redacted_id} <= listed, listed
        way.report("list")
        await asyncio.to_thread(way.delete_plainly, token, video_id, redacted_id)
    finally:
        await client.session.close()


async def upload(client: AsyncVideoIndexer) -> str:
    """Upload by URL, and find the video again by the caller's own id."""
    async with await client.upload_video_from_url("clip", "my-id", "", way.CLIP_URL) as answer:
        assert answer.status == 200, await answer.text()
        video_id = str((await answer.json())["id"])
    async with await client.get_video_id_by_external_id("my-id") as answer:
        assert await answer.json() == video_id
    async with await client.get_video_access_token(video_id) as answer:
        assert answer.status == 200, await answer.text()
    return video_id


async def indexed(client: AsyncVideoIndexer, video_id: str) -> dict[str, Any]:
    """Wait for the index."""
    async with asyncio.timeout(way.DEADLINE_SECONDS):
        while True:
            async with await client.get_video_index(video_id) as answer:
                index: dict[str, Any] = await answer.json()
            if index["state"] == "Processed":
                return index
            await asyncio.sleep(way.POLL_SECONDS)


async def look_at_faces(client: AsyncVideoIndexer, video_id: str, index: dict[str, Any]) -> None:
    """See a picture of each person."""
    for face in index["videos"][0]["insights"]["faces"]:
        async with await client.get_thumbnail(video_id, face["thumbnailId"]) as answer:
            assert (await answer.read()).startswith(b"\xff\xd8"), "a thumbnail is no JPEG"


asyncio.run(main())
