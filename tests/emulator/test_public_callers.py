"""Requests as public .NET and Java programs send them, byte for byte in what is peculiar to each.

Nothing here is their code: the requests are written anew from what each program sends, whose source each
test names. They reach the emulator over plain HTTP, with its own accounts and addresses.
"""

from __future__ import annotations

from urllib.parse import quote_plus, urlsplit

import pytest

from tests.emulator.api import wait_for
from tests.emulator.callers import SMALL, Caller
from tests.emulator.wires import chunked, exchange, head

BOUNDARY = "5f0c1d2e-9d3c-4b9e-8a35-3d1f4f6a7b8c"
"""What .NET puts there, and always in quotes."""

NOTHING_IN_IT = f"--{BOUNDARY}\r\n\r\n--{BOUNDARY}--\r\n".encode()
"""What .NET writes for a MultipartFormDataContent to which nothing was added."""

JAVA_OFFER = (
    "Connection: Upgrade, HTTP2-Settings",
    "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
    "Upgrade: h2c",
    "User-Agent: Java-http-client/17.0.13",
)


# Azure-Samples/azure-video-indexer-samples, API-Samples/C#/Paid, VideoIndexerClient


def test_the_csharp_sample_gets_its_token(caller: Caller) -> None:
    """Its serialiser writes unset members as null, and the group's path in lower case."""
    body = b'{"permissionType":"Contributor","scope":"Account","projectId":null,"videoId":null}'
    bearer = f"Authorization: Bearer {caller.api.secret}"
    answer = caller.send(
        "POST", f"{caller.resource}/generateAccessToken?api-version=2022-08-01", bearer,
        "Content-Type: application/json; charset=utf-8", body=body,
    )  # fmt: skip

    assert answer.status == 200, answer.body
    token = answer.json["accessToken"]
    assert caller.send("GET", f"{caller.account}/Videos?accessToken={token}").status == 200


def test_the_csharp_sample_uploads_by_url(caller: Caller, url: str) -> None:
    """No body at all, escapes in lower case, `ExcludedAI` for each word, the second one behind a space."""
    address = quote_plus(url).replace("%3A", "%3a").replace("%2F", "%2f")
    query = (
        f"name=my+video&description=video_description&privacy=private&accessToken={caller.api.token}"
        f"&videoUrl={address}&ExcludedAI=Faces&ExcludedAI=%20ObservedPeople"
    )

    answer = caller.send("POST", f"{caller.account}/Videos?{query}", body=b"")

    video_id = caller.uploaded(answer)
    assert (answer.json["name"], answer.json["privacyMode"]) == ("my video", "Private")
    caller.forget(video_id)


@pytest.mark.parametrize("in_chunks", [False, True], ids=["with its length", "in chunks"])
def test_the_csharp_sample_uploads_a_file(caller: Caller, in_chunks: bool) -> None:
    """A boundary in quotes, no type of the part, and the file's name in both forms."""
    body = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=fileName; filename=clip.mp4; "
        "filename*=utf-8''clip.mp4\r\n\r\n"
    ).encode() + SMALL
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    target = (
        f"{caller.account}/Videos?name=file&description=video_description&privacy=private"
        f"&accessToken={caller.api.token}&partition=partition"
    )
    media = f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"'

    if in_chunks:
        lines = head("POST", target, caller.host, media, "Transfer-Encoding: chunked")
        (answer,) = exchange(caller.api.url, lines, chunked([body[:50], body[50:51], body[51:]]))
    else:
        answer = caller.send("POST", target, media, body=body)

    video_id = caller.uploaded(answer)
    assert caller.api.download(f"Videos/{video_id}/SourceFile/DownloadUrl") == SMALL
    caller.forget(video_id)


# A public C# console program that redacts and downloads, made from that sample


def test_the_csharp_redactor_goes_the_whole_way(caller: Caller, indexed: str) -> None:
    """It takes the tail of Location, asks again after the 303, and sends no token to the file's host."""
    token = f"accessToken={caller.api.token}"
    query = "priority=Low&name=redaction&privacy=private&streamingPreset=Default&description=a+video"
    answer = caller.send(
        "POST", f"{caller.account}/Videos/{indexed}/redact?{query}&{token}",
        "Content-Type: application/json; charset=utf-8", body=b'{"faces":{"blurringKind":"BoundingBox"}}',
    )  # fmt: skip
    assert answer.status == 202, answer.body
    job = f"{caller.account}/Jobs/{answer.headers['location'].split('/')[-1]}?{token}"
    wait_for(lambda: caller.send("GET", job).status, lambda status: status == 303)

    target = urlsplit(caller.send("GET", job).headers["location"]).path
    link = caller.send("GET", target, f"Authorization: Bearer {caller.api.token}")
    address = urlsplit(link.body.decode().strip('"'))
    file = caller.send("GET", f"{address.path}?{address.query}")

    assert (file.status, file.body[4:8]) == (200, b"ftyp")
    caller.forget(target.split("/Videos/")[1].split("/")[0])


# Azure-Samples/azure-video-indexer-samples, API-Samples/Java


def test_the_java_sample_uploads_by_url(caller: Caller, url: str) -> None:
    """`{}` as JSON beside the URL, behind an offer to upgrade, in a packet of its own."""
    query = (
        f"accessToken={caller.api.token}&name=java+video&description=video_description&privacy=private"
        f"&partition=partition&videoUrl={quote_plus(url)}&streamingPreset=NoStreaming&retentionPeriod=1"
        "&externalId=0f8fad5b-d9cb-469f-a165-70867728950e"
    )

    answer = caller.send(
        "POST", f"{caller.account}/Videos?{query}", *JAVA_OFFER, "Content-Type: application/json", body=b"{}"
    )

    video_id = caller.uploaded(answer)
    index = caller.send(
        "GET", f"{caller.account}/Videos/{video_id}/index?accessToken={caller.api.token}&language=English",
        *JAVA_OFFER, "Content-Type: application/json;charset=UTF-8",
    )  # fmt: skip
    gone = caller.send(
        "DELETE", f"{caller.account}/Videos/{video_id}?accessToken={caller.api.token}",
        *JAVA_OFFER, "Content-Type: application/json;charset=UTF-8",
    )  # fmt: skip
    assert (index.status, index.json["name"], gone.status) == (200, "java video", 204)


def test_the_java_sample_gets_its_token(caller: Caller) -> None:
    """JSON over several lines, behind an offer to upgrade."""
    answer = caller.send(
        "POST", f"{caller.resource}/generateAccessToken?api-version=2022-08-01", *JAVA_OFFER,
        f"Authorization: Bearer {caller.api.secret}", "Content-Type: application/json;charset=UTF-8",
        body=b'{\n  "permissionType": "Contributor",\n  "scope": "Account"\n}',
    )  # fmt: skip

    assert answer.status == 200, answer.body
    assert answer.json["accessToken"]


# microsoft/Video-Indexer-Processor, src/dotnet/common/Services/VideoIndexerClient.cs


def test_the_processor_gets_a_token_for_a_video(caller: Caller, indexed: str) -> None:
    """A preview version of the API, and the member that isn't set as null."""
    body = f'{{"permissionType":"Reader","scope":"Video","projectId":null,"videoId":"{indexed}"}}'
    answer = caller.send(
        "POST", f"{caller.resource}/generateAccessToken?api-version=2021-11-10-preview",
        f"Authorization: Bearer {caller.api.secret}", "Content-Type: application/json; charset=utf-8",
        body=body.encode(),
    )  # fmt: skip

    assert answer.status == 200, answer.body
    token = answer.json["accessToken"]
    query = (
        f"accessToken={token}&language=English&includedInsights=transcript&includeSummarizedInsights=false"
    )
    assert caller.send("GET", f"{caller.account}/Videos/{indexed}/Index?{query}").status == 200


def test_the_processor_uploads_by_url(caller: Caller, url: str) -> None:
    """With a form to which nothing was added."""
    query = (
        f"accessToken={caller.api.token}&name=hash&description=matching+name&privacy=Private&externalId=hash"
        f"&videoUrl={quote_plus(url)}&language=en-US&indexingPreset=Advanced"
    )

    answer = caller.send(
        "POST", f"{caller.account}/Videos?{query}",
        f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"', body=NOTHING_IN_IT,
    )  # fmt: skip

    video_id = caller.uploaded(answer)
    assert (answer.json["externalId"], answer.json["indexingPreset"]) == ("hash", "Advanced")
    caller.forget(video_id)


# MicrosoftDocs/azure-docs, articles/cognitive-services/video-indexer/video-indexer-use-apis.md, 2018


@pytest.mark.parametrize("body", [NOTHING_IN_IT, f"--{BOUNDARY}--\r\n".encode()], ids=["both", "closing one"])
def test_the_tutorial_of_2018_uploads_by_url(caller: Caller, url: str, body: bytes) -> None:
    """The address unescaped, a subscription key beside the token, a form with boundaries alone."""
    query = (
        f"accessToken={caller.api.token}&name=some_name&description=some_description&privacy=private"
        f"&partition=some_partition&videoUrl={url}"
    )

    answer = caller.send(
        "POST", f"{caller.account}/Videos?{query}", "Ocp-Apim-Subscription-Key: 0123456789abcdef",
        f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"', body=body,
    )  # fmt: skip

    caller.forget(caller.uploaded(answer))
