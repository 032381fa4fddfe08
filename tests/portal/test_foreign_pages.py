"""What pages of other sites can't have a browser do here, and what uploads can't do in one."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.settings import DEVELOPMENT_SECRET

FOREIGN = ["https://evil.example", "http://evil.example:{port}", "null", "http://[", "http://127.0.0.1:1", ""]
STRANGE = [
    "evil.example:{port}",
    "evil.example",
    "127.0.0.1.evil.example:{port}",
    "192.168.0.7:{port}",
]
MALFORMED = ["[", "", "evil.example/", "a b"]
PAGES = ["/", "/docs", "/_portal/settings.json"]


def port_of(url: str) -> int:
    """The port of the running emulator."""
    return httpx.URL(url).port or 80


def ask_for_token(emulator: Api, headers: dict[str, str]) -> httpx.Response:
    """Ask with the secret that everybody knows, as any page could."""
    account = emulator.account
    return emulator.http.post(
        f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}/providers/"
        f"Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken",
        params={"api-version": "2024-01-01"},
        headers={"Authorization": f"Bearer {DEVELOPMENT_SECRET}"} | headers,
        json={"permissionType": "Contributor", "scope": "Account"},
    )


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_token_for_a_page_of_another_site(emulator: Api, origin: str) -> None:
    """The well-known secret is of no use to it."""
    response = ask_for_token(emulator, {"Origin": origin.format(port=port_of(emulator.url))})

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "AuthorizationFailed"


def test_no_token_for_a_rebound_name(emulator: Api) -> None:
    """A name of another site that leads to 127.0.0.1 makes its page look like ours, but for the name."""
    host = f"evil.example:{port_of(emulator.url)}"

    response = ask_for_token(emulator, {"Host": host, "Origin": f"http://{host}"})

    assert response.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_our_own_page_gets_a_token(emulator: Api, host: str) -> None:
    """By each of this machine's own names."""
    host = host.format(port=port_of(emulator.url))

    response = ask_for_token(emulator, {"Host": host, "Origin": f"http://{host}"})

    assert response.status_code == 200


def test_a_program_gets_a_token_by_any_name(emulator: Api) -> None:
    """It sends no Origin; behind a proxy the service may have another name."""
    assert ask_for_token(emulator, {"Host": "indexer.example"}).status_code == 200


@pytest.mark.parametrize("origin", FOREIGN)
def test_the_controls_are_closed_to_pages_of_other_sites(emulator: Api, origin: str) -> None:
    """They need no token, so any page could empty the library."""
    headers = {"Origin": origin.format(port=port_of(emulator.url))}

    assert_problem(emulator.control("POST", "reset", headers=headers), 403, "FORBIDDEN")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("host", STRANGE)
def test_pages_are_shown_by_this_machines_own_names(emulator: Api, path: str, host: str) -> None:
    """Loopback has no other; the answer says by which address to come."""
    response = emulator.http.get(path, headers={"Host": host.format(port=port_of(emulator.url))})

    assert_problem(response, 421, "FORBIDDEN")
    assert "localhost" in response.json()["Message"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("host", MALFORMED)
def test_a_host_that_is_no_host_is_a_bad_request(emulator: Api, path: str, host: str) -> None:
    """No address can be made from it; RFC 9112 section 3.2 asks for 400."""
    assert_problem(emulator.http.get(path, headers={"Host": host}), 400, "INVALID_INPUT")


def test_an_uploaded_web_page_has_no_power_on_this_host(emulator: Api, tmp_path: Path) -> None:
    """The signed URL may be opened in a browser, which must run nothing of it."""
    page = tmp_path / "page.html"
    page.write_text("<script>fetch('/_emulator/reset', {method: 'POST'})</script>")
    video_id = emulator.upload(page, name="page")
    emulator.wait_indexed(video_id)
    url = emulator.get(f"Videos/{video_id}/SourceFile/DownloadUrl").json()

    response = httpx.get(url)

    emulator.call("DELETE", f"Videos/{video_id}")
    assert response.status_code == 200
    policy = response.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(policy)
    assert response.headers["x-content-type-options"] == "nosniff"
