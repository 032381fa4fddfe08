"""The library of an account: upload, list, index, artifacts, thumbnails, download, delete."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from video_indexer_emulator.errors import (
    Duplicate,
    EmptyFile,
    FetchFailed,
    NoArtifacts,
    NotFound,
    SourceGone,
    UrlUnreachable,
    VideoBusy,
    VideoNotFound,
)
from video_indexer_emulator.jobs.engine import JobEngine
from video_indexer_emulator.jobs.late_outbound import LateOutbound
from video_indexer_emulator.model import Person, Privacy, Video, VideoQuery, VideoSearch, VideoState
from video_indexer_emulator.service.search import FoundPage, search_videos
from video_indexer_emulator.storage.blobs import Blobs, video_key
from video_indexer_emulator.storage.catalog import Catalog

ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 10
"""Ten characters of base 36, as the vendor's recent video ids have."""

ARTIFACTS = {"Faces": "faces.json", "FacesThumbnails": "faces_thumbnails.zip"}
"""Artifact types that a face analysis leaves, and their blobs."""

MESSAGE_TEXT = 200
"""Characters of a caller's text that a message repeats at the most."""

FILE_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")
"""Endings of a file name from outside that may become part of a blob's name."""


def new_id() -> str:
    """Make an id for a video or a job; not to be guessed, so ids tell nothing about each other."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    videos: list[Video]
    page_size: int
    skip: int  # where the next page starts
    done: bool
    total: int  # of all pages


@dataclass(frozen=True, slots=True)
class Library:
    """What can be done with the videos of an account."""

    catalog: Catalog
    blobs: Blobs
    engine: JobEngine
    outbound: LateOutbound

    def upload_file(self, draft: Video, file: Path, file_name: str, *, unique: bool = False) -> Video:
        """Take an uploaded file in and queue its analysis.

        Raises EmptyFile, and with `unique` Duplicate if the account has the same file already.
        """
        if file.stat().st_size == 0:
            raise EmptyFile
        with file.open("rb") as content:
            draft = replace(draft, content_hash=hashlib.file_digest(content, "sha256").hexdigest())
        if unique:
            self._refuse_duplicate(draft)
        suffix = PurePosixPath(file_name.replace("\\", "/")).suffix
        key = video_key(draft.id, f"source{suffix.lower() if FILE_SUFFIX.fullmatch(suffix) else ''}")
        self.blobs.put(key, file)
        return self._accept(replace(draft, source_key=key, file_name=draft.file_name or file_name[:256]))

    def upload_url(self, draft: Video) -> Video:
        """Check that the video's URL can be read, and queue fetching and analysis."""
        try:
            self.outbound.check(draft.video_url or "")
        except FetchFailed as error:
            raise UrlUnreachable(f"The videoUrl can't be read: {error}") from error
        return self._accept(draft)

    def _accept(self, video: Video) -> Video:
        self.catalog.add_video(video)
        self.engine.submit_analysis(video)
        return video

    def _refuse_duplicate(self, draft: Video) -> None:
        twin = self.catalog.find_duplicate(draft.account_id, draft.content_hash or "")
        if twin is None:
            return
        if twin.state is VideoState.PROCESSED:
            raise Duplicate(f"The same file is in this account already, video id: '{twin.id}'.")
        raise VideoBusy(f"The same file is being indexed, video id: '{twin.id}'.")

    def video(self, account_id: str, video_id: str) -> Video:
        """Read a video of the account; raises VideoNotFound."""
        video = self.catalog.video(video_id, account_id)
        if video is None:
            raise VideoNotFound(f"Video '{video_id}' was not found.")
        return video

    def is_public(self, account_id: str, video_id: str) -> bool:
        """Tell whether there is such a video and anybody may read it."""
        video = self.catalog.video(video_id, account_id)
        return video is not None and video.privacy is Privacy.PUBLIC

    def page(self, query: VideoQuery) -> Page:
        """Read a page of the account's videos, newest first, whatever their state."""
        videos, total = self.catalog.list_videos(query)
        end = query.skip + query.page_size
        done = end >= total
        return Page(videos, query.page_size, query.skip if done else end, done, total)

    def search(self, search: VideoSearch) -> FoundPage:
        """Search the account's videos, whatever their state."""
        return search_videos(self.catalog, search)

    def by_external_id(self, account_id: str, external_id: str) -> Video:
        """Find the newest video with an external id; raises VideoNotFound."""
        found, _ = self.catalog.list_videos(VideoQuery(account_id, external_ids=(external_id,), page_size=1))
        if not found:
            raise VideoNotFound(f"No video has the external id '{external_id[:MESSAGE_TEXT]}'.")
        return found[0]

    def people(self, video: Video) -> tuple[Person, ...] | None:
        """Read the people found in a video; None if its faces were not analysed."""
        return self.catalog.people(video.id) if video.faces_analysed else None

    def artifact_key(self, account_id: str, video_id: str, kind: str) -> str:
        """Find the blob of an artifact; raises NoArtifacts or NotFound."""
        video = self.video(account_id, video_id)
        if video.state is not VideoState.PROCESSED or not video.faces_analysed:
            raise NoArtifacts(f"Can't find artifacts for video '{video_id}'.")
        if kind not in ARTIFACTS:
            raise NotFound(f"Can't find artifact of type '{kind}' in video '{video_id}'.")
        return video_key(video_id, ARTIFACTS[kind])

    def source_key(self, account_id: str, video_id: str) -> str:
        """Find the blob of a video's file; raises SourceGone, or NotFound while it isn't there yet."""
        video = self.video(account_id, video_id)
        unfinished = video.state in {VideoState.UPLOADED, VideoState.PROCESSING}
        if video.source_key and self.blobs.exists(video.source_key):
            return video.source_key
        if unfinished:
            raise NotFound(
                f"The file of video '{video_id}' isn't there yet; wait until its state is Processed."
            )
        raise SourceGone(f"Video '{video_id}' has no source file any more.")

    def thumbnail(self, account_id: str, video_id: str, thumbnail_id: str) -> bytes:
        """Read a thumbnail (JPEG); raises NotFound."""
        video = self.video(account_id, video_id)
        jpeg = self.blobs.get(video_key(video.id, f"thumbnails/{thumbnail_id.lower()}.jpg"))
        if jpeg is None:
            raise NotFound(f"Thumbnail '{thumbnail_id}' was not found in video '{video_id}'.")
        return jpeg

    def delete(self, account_id: str, video_id: str) -> list[str]:
        """Delete a video with everything made from it; returns the assets that could not be deleted."""
        self.video(account_id, video_id)
        # The row goes first: work in progress sees that, stops, and clears away what it was about to store.
        if not self.catalog.delete_video(video_id):
            raise VideoNotFound(f"Video '{video_id}' was not found.")
        return self.blobs.delete_video(video_id)

    def sweep(self) -> None:
        """Delete the videos whose retention period is over."""
        for video_id in self.catalog.expired_video_ids():
            self.catalog.delete_video(video_id)
            self.blobs.delete_video(video_id)

    def sweep_orphans(self, age: timedelta) -> None:
        """Delete files that belong to no video and are so old that nobody is about to make one of them.

        An upload's file comes before its row, and a deleted video's row goes before its files: a process
        that is killed in between leaves files alone.
        """
        moment = datetime.now(UTC) - age
        stored = self.blobs.video_ids()
        known = set(self.catalog.video_ids())  # read after the files, so that no new video is missing here
        for video_id in stored:
            if video_id not in known and self.blobs.untouched_since(video_id, moment):
                self.blobs.delete_video(video_id)
        self.blobs.clear_staged(moment)

    def clear(self) -> None:
        """Delete every video of every account, and let held work go on."""
        self.catalog.hold(False)
        for video_id in self.catalog.video_ids():
            self.catalog.delete_video(video_id)
            self.blobs.delete_video(video_id)

    def expire_source(self, account_id: str, video_id: str) -> None:
        """Remove a video's file and keep the rest, as the vendor's retention does."""
        video = self.video(account_id, video_id)
        if video.source_key:
            self.catalog.change_video(video_id, source_key=None)
            self.blobs.delete(video.source_key)


def draft(account_id: str, name: str, **fields: object) -> Video:
    """Begin a new video."""
    now = datetime.now(UTC)
    video = Video(id=new_id(), account_id=account_id, name=name, created=now, modified=now)
    return replace(video, **fields)  # type: ignore[arg-type]
