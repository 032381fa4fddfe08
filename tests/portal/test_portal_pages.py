"""The pages as they are served: headers, types, names that lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.requests import Request

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.portal.pages import STATIC, Portal
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, Settings
from video_indexer_emulator.storage.blobs import Blobs

ASSETS = sorted(path.name for path in STATIC.iterdir())
PAGES = ["/", "/docs", "/openapi.yaml", *(f"/_portal/{name}" for name in ASSETS), "/_portal/settings.json"]
TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}


@pytest.mark.parametrize("path", PAGES)
def test_everything_is_served_under_a_strict_policy(emulator: Api, path: str) -> None:
    """Nothing inline, nothing from another host, in nobody's frame, and no guessing of types."""
    response = emulator.http.get(path)

    assert response.status_code == 200
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "media-src")} == {"'self'"}
    assert "unsafe" not in str(policy)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"


def test_files_may_come_from_a_remote_blob_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where signed URLs lead to; and from nowhere else."""
    for name, value in {"ACCOUNT_NAME": "clips", "ACCOUNT_KEY": "a2V5"}.items():
        monkeypatch.setenv(f"AZURE_STORAGE_{name}", value)
    blobs = Blobs("az://container", tmp_path, tmp_path)
    portal = Portal(Settings(tmp_path), tmp_path, blobs.origin)
    asked = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"127.0.0.1")]}

    policy = anyio.run(portal.pages["/"], Request(asked), []).headers["content-security-policy"]

    assert "media-src 'self' https://clips.blob.core.windows.net;" in policy
    assert policy.count("https:") == 2


@pytest.mark.parametrize("name", [*ASSETS, "settings.json"])
def test_each_file_has_its_type(emulator: Api, name: str) -> None:
    """A browser takes a script or a style only under its own type."""
    response = emulator.http.get(f"/_portal/{name}")

    assert TYPES[name.rsplit(".", 1)[1]] == response.headers["content-type"]


def test_the_contract_is_there_as_a_file(emulator: Api) -> None:
    """Byte for byte, under a type that tools know; the reference leads to it."""
    response = emulator.http.get("/openapi.yaml")

    assert response.content == (Path(__file__).parents[2] / "openapi.yaml").read_bytes()
    assert response.headers["content-type"] == "application/yaml"
    assert 'href="openapi.yaml"' in emulator.http.get("/docs").text


def test_a_page_that_has_not_changed_is_not_sent_again(emulator: Api) -> None:
    """It is asked for each time, and answered by its ETag."""
    tag = emulator.http.get("/").headers["etag"]

    response = emulator.http.get("/", headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize("path", ["/", "/docs", "/_portal/main.js"])
def test_head_gets_no_body_and_other_methods_are_refused(emulator: Api, path: str) -> None:
    """Pages are read, never written."""
    head = emulator.http.head(path)
    post = emulator.http.post(path)

    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 0
    assert_problem(post, 405, "UNSUPPORTED")
    assert post.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "name",
    [
        "../pages.py",
        "..%2Fpages.py",
        "%2e%2e/pages.py",
        "static/main.js",
        "main.js%00",
        "%2Fetc%2Fpasswd",
        "..%5Cpages.py",
        "MAIN.JS",
        "index",
        "__init__.py",
    ],
)
def test_no_name_leads_out_of_the_folder(emulator_url: str, name: str) -> None:
    """Files are found by their whole name among those read at the start, not on the disk."""
    url = httpx.URL(emulator_url).copy_with(raw_path=f"/_portal/{name}".encode())

    assert_problem(httpx.get(url), 404, "NOT_FOUND")


def test_a_location_may_be_called_docs(emulator: Api) -> None:
    """The pages take their own paths only, and shadow nothing of the contract."""
    response = emulator.http.get(f"/docs/Accounts/{emulator.account.id}/Videos", headers=emulator.bearer())

    assert_problem(response, 404, "ACCOUNT_NOT_FOUND")


def test_the_page_learns_where_the_account_is_and_can_take_a_token(emulator: Api) -> None:
    """With the well-known secret it needs nobody's help; the operation is the public one."""
    settings = emulator.http.get("/_portal/settings.json").json()

    answer = emulator.http.post(
        f"/{settings['tokenPath']}",
        params={"api-version": "2024-01-01"},
        headers={"Authorization": f"Bearer {settings['secret']}"},
        json={"permissionType": "Contributor", "scope": "Account"},
    )

    assert (settings["accountId"], settings["location"]) == (emulator.account.id, emulator.account.location)
    assert settings["secret"] == DEVELOPMENT_SECRET
    assert answer.status_code == 200


def test_a_secret_of_the_operators_own_is_never_told(tmp_path: Path) -> None:
    """The page asks for it."""
    portal = Portal(Settings(data=tmp_path, secret="my own"), tmp_path)  # noqa: S106

    asset = portal.assets["settings.json"]

    assert b"my own" not in asset.content
    assert b'"secret": null' in asset.content


@pytest.mark.parametrize("name", ASSETS)
def test_no_file_names_another_host(name: str) -> None:
    """The pages work without a network, and tell nobody that they were opened."""
    text = (STATIC / name).read_text("utf-8")

    assert set(re.findall(r"https?://[^\s\"'<>)]+", text)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", [name for name in ASSETS if name.endswith((".html", ".js"))])
def test_no_file_needs_what_the_policy_forbids(name: str) -> None:
    """No inline script or style, no text that becomes markup or code."""
    text = (STATIC / name).read_text("utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
    )
    assert not re.search(r"<[^>]+\s(style|on\w+)=|<style|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"localStorage|sessionStorage|document\.cookie", text)
    assert len(text.splitlines()) < 300
