"""Sends requests byte for byte as other people's programs do, to the development account."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.emulator.api import Api
from tests.emulator.wires import Answered, exchange, head
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT

SMALL = b"not a video, but a file all the same"


class Caller:
    """Sends requests of one program to the development account."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.host = f"Host: {urlsplit(api.url).netloc}"
        self.account = f"/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}"
        self.resource = (
            f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourcegroups/"
            f"{DEVELOPMENT_ACCOUNT.resource_group}/providers/Microsoft.VideoIndexer/accounts/"
            f"{DEVELOPMENT_ACCOUNT.name}"
        )

    def send(self, method: str, target: str, *headers: str, body: bytes | None = None) -> Answered:
        """One request; with a body, that comes in a packet of its own and its length is told."""
        lines = [self.host, *headers]
        if body is None:
            return exchange(self.api.url, head(method, target, *lines))[0]
        length = f"Content-Length: {len(body)}"
        return exchange(self.api.url, head(method, target, *lines, length), *filter(None, [body]))[0]

    def uploaded(self, answer: Answered) -> str:
        """The id of the video that an upload made, once it is looked through."""
        assert answer.status == 200, answer.body
        video_id = str(answer.json["id"])
        self.api.wait_indexed(video_id)
        return video_id

    def forget(self, *video_ids: str) -> None:
        """Delete what was made."""
        for video_id in video_ids:
            assert self.api.call("DELETE", f"Videos/{video_id}").status_code == 204
