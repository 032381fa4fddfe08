"""`fetch` in Chromium, in a page that another host serves: the one that serves the clip."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

DEADLINE_MILLISECONDS = 120_000


def main() -> None:
    """Go the whole way in a page, and report its steps."""
    environment = os.environ
    clip_url = urlsplit(environment["CLIP_URL"])
    settings = {
        "url": environment["VIDEO_INDEXER_URL"],
        "location": environment["VIDEO_INDEXER_LOCATION"],
        "accountId": environment["VIDEO_INDEXER_ACCOUNT_ID"],
        "armToken": environment["VIDEO_INDEXER_ARM_TOKEN"],
        "armPath": (
            f"{environment['VIDEO_INDEXER_URL']}/subscriptions/{environment['VIDEO_INDEXER_SUBSCRIPTION_ID']}"
            f"/resourceGroups/{environment['VIDEO_INDEXER_RESOURCE_GROUP']}/providers/Microsoft.VideoIndexer"
            f"/accounts/{environment['VIDEO_INDEXER_ACCOUNT_NAME']}/generateAccessToken?api-version=2024-01-01"
        ),
        "clipUrl": environment["CLIP_URL"],
    }
    program = Path(__file__).with_name("whole_way.js").read_text("utf-8")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        # Without a sandbox, for containers run as root; the page is our own.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(DEADLINE_MILLISECONDS)
        page.on("console", lambda message: print(message.text, file=sys.stderr))  # noqa: T201
        page.goto(f"{clip_url.scheme}://{clip_url.netloc}/")
        done = page.evaluate(program, settings)
        browser.close()
    for step in done["steps"]:
        print(json.dumps(step | {"by": "client"}))  # noqa: T201
    Path(environment["OUTPUT"]).write_bytes(base64.b64decode(done["dataUrl"].split(",", 1)[1]))


main()
