"""PyPI's video-indexer: it has calls for tokens, uploads of files, the index, its summary and pictures."""

from __future__ import annotations

import contextlib
import sys

import whole_way as way
from video_indexer import VideoIndexer

EVERYBODY = {"blurringKind": "Black"}

client = VideoIndexer("any-subscription-key", way.LOCATION, way.ACCOUNT_ID)
with contextlib.redirect_stdout(sys.stderr):  # it prints what it does
    token = client.get_access_token()
way.report("token")
with contextlib.redirect_stdout(sys.stderr):
    video_id = client.upload_to_video_indexer(str(way.CLIP), video_name="clip")
way.report("upload")
with contextlib.redirect_stdout(sys.stderr):
    index = way.wait_for(lambda: client.get_video_info(video_id), lambda seen: seen["state"] == "Processed")
    summary = client.extract_summary_from_video_indexer_info(index)
assert summary["durationInSeconds"] > 0, summary
way.report("index")
with contextlib.redirect_stdout(sys.stderr):
    for face in index["videos"][0]["insights"]["faces"]:
        picture = client.get_thumbnail_from_video_indexer(video_id, face["thumbnailId"])
        assert picture.startswith(b"\xff\xd8"), "a thumbnail is no JPEG"
way.report("faces")
redacted_id = way.redact_plainly(token, video_id, EVERYBODY)
assert {video_id, redacted_id} <= way.list_plainly(token)
way.delete_plainly(token, video_id, redacted_id)
