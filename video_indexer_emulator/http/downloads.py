"""The blob host of a local store: signed, expiring URLs, with ranges. Not part of the contract."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import FileResponse

from video_indexer_emulator.errors import InvalidInput, MethodNotAllowed, NotFound
from video_indexer_emulator.http.call import Services

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; img-src 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""An upload may be anything, a web page too: opened in a browser, it must not act on this host."""


class Download(FileResponse):
    """A file in larger pieces than Starlette's, since each costs a way into a thread and back."""

    chunk_size = 512 * 1024


def download_room(services: Services) -> Callable[[Request, list[str]], Awaitable[FileResponse]]:
    """Build the room that serves /_blobs."""

    async def serve(request: Request, segments: list[str]) -> FileResponse:
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(["GET", "HEAD"])
        if "authorization" in request.headers:
            # The vendor's storage refuses this too; a client that sends its token here has leaked it.
            raise InvalidInput("Don't send an Authorization header to a signed URL; the signature is enough.")
        services.access.check_signature("/" + "/".join(segments), dict(request.query_params))
        try:
            path = services.library.blobs.local_path("/".join(segments[1:]))
            if path is None:
                raise NotFound("The files of this service lie in another store.")
            return Download(path, headers=HEADERS, stat_result=path.stat())
        except FileNotFoundError as error:
            raise NotFound("The file was deleted.") from error

    return serve
