"""Requests as public services in Python and Node send them, byte for byte in what is peculiar to each.

Nothing here is their code: the requests are written anew from what each program sends, whose source each
test names. They reach the emulator over plain HTTP, with its own accounts and addresses.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.emulator.api import wait_for
from tests.emulator.callers import SMALL, Caller
from tests.emulator.wires import chunked, exchange, head

# A public Django service that redacts


REQUESTS = ("User-Agent: python-requests/2.32.3", "Accept-Encoding: gzip, deflate", "Accept: */*")


def test_the_django_service_uploads_by_url_and_polls(caller: Caller, url: str) -> None:
    """The token's own request as JSON beside the URL, and beside each poll, which is a GET."""
    body = b'{"permissionType": "Contributor", "scope": "Account"}'
    headers = (*REQUESTS, "Connection: keep-alive", "Content-Type: application/json")
    query = f"name=clip.mp4&videoUrl={url}&privacy=public&accessToken={caller.api.token}"

    answer = caller.send("POST", f"{caller.account}/Videos?{query}", *headers, body=body)

    video_id = caller.uploaded(answer)
    target = f"{caller.account}/Videos/{video_id}/Index?accessToken={caller.api.token}"
    poll = caller.send("GET", target, *headers, body=body)
    assert (poll.status, poll.json["state"]) == (200, "Failed")
    assert answer.json["privacyMode"] == "Public"
    caller.forget(video_id)


def test_the_django_service_finds_its_redaction_by_name(caller: Caller, indexed: str) -> None:
    """In the list, at once; then it takes a token for that video alone and polls its index."""
    headers = (*REQUESTS, "Connection: keep-alive", "Content-Type: application/json")
    token, name = f"accessToken={caller.api.token}", "clip_redacted.mp4"
    answer = caller.send(
        "POST", f"{caller.account}/Videos/{indexed}/redact?name={name}&{token}", *headers,
        body=b'{"faces": {"blurringKind": "LowBlur"}}',
    )  # fmt: skip
    assert answer.status == 202, answer.body
    listed = caller.send("GET", f"{caller.account}/Videos?{token}", *REQUESTS).json["results"]
    (new_id,) = [video["id"] for video in listed if video["name"] == name]

    body = json.dumps({"permissionType": "Contributor", "scope": "Video", "videoId": new_id}).encode()
    issued = caller.send(
        "POST", f"{caller.resource}/generateAccessToken?api-version=2024-01-01",
        f"Authorization: Bearer {caller.api.secret}", *headers, body=body,
    )  # fmt: skip
    own = f"accessToken={issued.json['accessToken']}"
    index = f"{caller.account}/Videos/{new_id}/Index?{own}"
    wait_for(
        lambda: caller.send("GET", index, *headers, body=body).json["state"], lambda it: it == "Processed"
    )
    link = caller.send("GET", f"{caller.account}/Videos/{new_id}/SourceFile/DownloadUrl?{own}", *REQUESTS)

    assert link.json.startswith(caller.api.url)
    caller.forget(new_id)


# A public NestJS service, by axios


def test_the_nestjs_service_uploads_by_url(caller: Caller, url: str) -> None:
    """The query again as JSON, nulls and all; words of the vendor's older pages; several left empty."""
    said = {"name": "nest", "videoUrl": url, "indexingPreset": "AdvancedVideoAndAudio", "callbackUrl": None}
    query = (
        f"accessToken={caller.api.token}&name=nest&videoUrl={quote(url, safe='')}&privacy=&priority="
        "&indexingPreset=AdvancedVideoAndAudio&streamingPreset=&callbackUrl=&excludedAI=Faces,Labels"
    )

    answer = caller.send(
        "POST", f"{caller.account}/Videos?{query}", "Accept: application/json, text/plain, */*",
        "Content-Type: application/json", "User-Agent: axios/1.7.9",
        "Accept-Encoding: gzip, compress, deflate, br", "Connection: close", body=json.dumps(said).encode(),
    )  # fmt: skip

    video_id = caller.uploaded(answer)
    assert answer.json["indexingPreset"] == "Advanced"
    caller.forget(video_id)


# Azure-Samples/azure-video-indexer-samples, LogicApp-Samples/UploadVideo.json


def test_the_logic_app_uploads_by_url(caller: Caller, url: str) -> None:
    """A body in chunks, of which there is none, and a callback that was left empty."""
    query = f"name=logic&videoUrl={quote(url, safe='')}&accessToken={caller.api.token}&callbackUrl="
    lines = head("POST", f"{caller.account}/Videos?{query}", caller.host, "Transfer-Encoding: chunked")

    (answer,) = exchange(caller.api.url, lines, chunked([]))

    caller.forget(caller.uploaded(answer))


# What their libraries do between the requests


def test_a_file_that_waits_for_leave_is_asked_for(caller: Caller) -> None:
    """Curl and .NET send the headers first, and wait for a word from the service."""
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.mp4"\r\n\r\n'
        + SMALL
        + b"\r\n--b--\r\n"
    )
    lines = head(
        "POST", f"{caller.account}/Videos?name=waits&accessToken={caller.api.token}", caller.host,
        "Content-Type: multipart/form-data; boundary=b", f"Content-Length: {len(body)}",
        "Expect: 100-continue",
    )  # fmt: skip

    go_on, answer = exchange(caller.api.url, lines, body, answers=2)

    assert go_on.status == 100
    caller.forget(caller.uploaded(answer))


@pytest.mark.parametrize(
    ("media", "boundary"),
    [
        ("multipart/form-data; boundary================7204718473==", "===============7204718473=="),
        ('Multipart/Form-Data;Boundary="a b:c"', "a b:c"),
        (
            "multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryABC",
            "----WebKitFormBoundaryABC",
        ),
        ("multipart/form-data; boundary=--------------------------0123456789; x=y", "-" * 26 + "0123456789"),
    ],
    ids=["Python's email", "in quotes, without a space", "a browser's", "form-data's"],
)
def test_boundaries_are_read_however_a_library_writes_them(caller: Caller, media: str, boundary: str) -> None:
    """With equals signs, in quotes, in another case, among other parameters; so with the file's part."""
    body = (
        f'--{boundary}\r\ncontent-disposition: Form-Data; Name=f; FileName="x.mp4"\r\n\r\n'.encode() + SMALL
    )
    body += f"\r\n--{boundary}--\r\n".encode()

    answer = caller.send(
        "POST", f"{caller.account}/Videos?name=n&accessToken={caller.api.token}", f"Content-Type: {media}",
        body=body,
    )  # fmt: skip

    video_id = caller.uploaded(answer)
    assert caller.api.download(f"Videos/{video_id}/SourceFile/DownloadUrl") == SMALL
    caller.forget(video_id)


def test_a_refusal_comes_before_the_file_does(caller: Caller) -> None:
    """Who waits for leave and may not upload needn't send the file."""
    lines = head(
        "POST", f"{caller.account}/Videos?name=waits&accessToken=nonsense", caller.host,
        "Content-Type: multipart/form-data; boundary=b", "Content-Length: 1000000", "Expect: 100-continue",
    )  # fmt: skip

    (answer,) = exchange(caller.api.url, lines)

    assert answer.status == 401


def test_who_follows_the_redirect_of_a_finished_job_gets_the_address_of_the_file(
    caller: Caller, indexed: str
) -> None:
    """Axios and requests follow it by themselves and keep the header: the answer is a JSON string."""
    api = caller.api
    job = api.post(f"Videos/{indexed}/redact", json={"faces": {}}).headers["location"]
    wait_for(lambda: api.http.get(job, headers=api.bearer()).status_code, lambda status: status == 303)

    answer = api.http.get(job, headers=api.bearer(), follow_redirects=True)

    assert (answer.status_code, [each.status_code for each in answer.history]) == (200, [303])
    assert answer.json().startswith(api.url)
    caller.forget(str(answer.url).split("/Videos/")[1].split("/")[0])
