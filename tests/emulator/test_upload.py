"""Uploading a file: the multipart body, in all its forms."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem

BOUNDARY = "xYzZY"
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
SMALL = b"not a video, but a file all the same"


def part(content: bytes, disposition: str = 'form-data; name="file"; filename="clip.mp4"') -> bytes:
    """One part of a multipart body, boundary first."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
    return head + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


def send(emulator: Api, body: bytes, **params: str) -> httpx.Response:
    """Upload a hand-made body."""
    return emulator.post("Videos", headers=MULTIPART, content=body, params=params)


def stored(emulator: Api, response: httpx.Response) -> bytes:
    """The file as the service kept it; the video is deleted."""
    assert response.status_code == 200, response.text
    tail = f"Videos/{response.json()['id']}"
    try:
        return emulator.download(f"{tail}/SourceFile/DownloadUrl")
    finally:
        assert emulator.call("DELETE", tail).status_code == 204


@pytest.mark.parametrize("field", ["file", "video", "fileName", "", "ünï", "a b", "form-data"])
def test_the_file_may_stand_in_any_field(emulator: Api, field: str) -> None:
    """Clients of this API call it many names."""
    response = emulator.post("Videos", params={"name": "any"}, files={field: ("clip.mp4", SMALL)})

    assert stored(emulator, response) == SMALL


@pytest.mark.parametrize("before", [True, False])
def test_the_part_with_a_file_name_is_the_file(emulator: Api, before: bool) -> None:
    """Fields beside it are passed over, wherever they stand."""
    field = part(b"a field", 'form-data; name="note"')
    body = field + part(SMALL) + END if before else part(SMALL) + field + END

    assert stored(emulator, send(emulator, body)) == SMALL


def test_a_part_without_a_file_name_is_the_file_where_there_is_no_other(emulator: Api) -> None:
    """Some clients send none."""
    assert stored(emulator, send(emulator, part(SMALL, 'form-data; name="file"') + END)) == SMALL


def test_two_files_are_refused(emulator: Api) -> None:
    """One upload makes one video, and nothing says of which; the message names both."""
    another = part(b"another", 'form-data; name="file"; filename="another.mp4"')

    response = send(emulator, part(SMALL) + another + END)

    assert_problem(response, 400, "INVALID_INPUT")
    assert "'clip.mp4' and 'another.mp4'" in response.json()["Message"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("form-data; name=f; filename*=UTF-8''a%20clip%C3%BC.mp4", "a clipü.mp4"),
        ('form-data; name="f"; filename="=?utf-8?B?w7wubXA0?="; filename*=utf-8\'\'%C3%BC.mp4', "ü.mp4"),
        ("form-data; name=f; filename=plain.mp4; filename*=utf-8''other.mp4", "plain.mp4"),
    ],
    ids=["alone", "beside an encoded word, as .NET sends it", "beside a plain one"],
)
def test_a_file_name_in_the_extended_form_is_one(emulator: Api, disposition: str, name: str) -> None:
    """It makes its part the file, behind a field too, and gives the video its name."""
    field = part(b"a field", 'form-data; name="note"')
    response = send(emulator, field + part(SMALL, disposition) + END)

    assert response.json()["name"] == name
    assert stored(emulator, response) == SMALL


@pytest.mark.parametrize(
    "content",
    [
        b"--" + BOUNDARY.encode(),
        b"\r\n--" + BOUNDARY.encode()[:-1],
        b"\r\n\r\n",
        b"\r\n--",
        b"\r" * 99,
        bytes(range(256)) * 300,
        b"--" + BOUNDARY.encode() + b"--\r\n",
    ],
)
def test_content_that_looks_like_a_boundary_is_content(emulator: Api, content: bytes) -> None:
    """Only a line break, two dashes and the boundary end a part."""
    assert stored(emulator, send(emulator, part(content) + END)) == content


def test_what_comes_after_the_end_is_passed_over(emulator: Api) -> None:
    """An epilogue says nothing (RFC 2046)."""
    assert stored(emulator, send(emulator, part(SMALL) + END + b"bye\r\n")) == SMALL


def test_what_comes_before_the_first_boundary_is_passed_over_or_refused(emulator: Api) -> None:
    """A preamble says nothing (RFC 2046); it is never a crash."""
    response = send(emulator, b"hello\r\n" + part(SMALL) + END)

    if response.status_code == 200:
        assert stored(emulator, response) == SMALL
    else:
        assert_problem(response, 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "body",
    [
        part(SMALL),
        part(SMALL)[:-3],
        part(SMALL) + END[:-4],
        part(SMALL)[:10],
        b"--",
        b"garbage",
        b"\x00" * 5000,
        b"--wrong\r\n\r\nx\r\n--wrong--\r\n",
        f"--{BOUNDARY}\r\nno colon here\r\n\r\nx\r\n".encode() + END,
        f"--{BOUNDARY}\r\nBad\x00Header: x\r\n\r\nx\r\n".encode() + END,
    ],
)
def test_a_broken_body_is_a_clear_400(emulator: Api, body: bytes) -> None:
    """Cut off, garbage, or with another boundary."""
    assert_problem(send(emulator, body), 400, "INVALID_INPUT")


def test_a_body_of_many_parts_is_refused(emulator: Api) -> None:
    """An upload has one file and perhaps a few fields."""
    body = part(b"x", 'form-data; name="a"') * 101 + END

    assert_problem(send(emulator, body), 400, "INVALID_INPUT")


def test_a_part_with_an_endless_header_is_refused(emulator: Api) -> None:
    """A header is held in memory, so it has a limit."""
    body = part(b"x", 'form-data; name="' + "a" * 200_000 + '"') + END

    assert_problem(send(emulator, body), 400, "INVALID_INPUT")


def test_an_empty_file_is_refused(emulator: Api) -> None:
    """It has an ErrorType of its own."""
    response = emulator.post("Videos", files={"file": ("clip.mp4", b"")})

    assert_problem(response, 400, "INPUT_FILE_EMPTY")


def test_a_file_comes_by_one_way_alone(emulator: Api) -> None:
    """A body and a videoUrl contradict each other."""
    response = emulator.post(
        "Videos", params={"videoUrl": "http://127.0.0.1:1/x.mp4"}, files={"file": ("clip.mp4", SMALL)}
    )

    assert_problem(response, 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"content": b""},
        {"content": SMALL},
        {"json": {"file": "x"}},
        {"data": {"file": "x"}},
        {"content": SMALL, "headers": {"Content-Type": "video/mp4"}},
        {"content": SMALL, "headers": {"Content-Type": "multipart/form-data"}},
        {"content": part(SMALL) + END, "headers": {"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"}},
        {"content": b"", "headers": MULTIPART},
        {"content": END, "headers": MULTIPART},
        {"content": SMALL, "headers": {"Content-Type": "multipart/form-data; boundary=" + "b" * 5000}},
    ],
)
def test_no_file_is_a_clear_400(emulator: Api, how: dict[str, object]) -> None:
    """No body, another media type, or a multipart body without a part."""
    assert_problem(emulator.post("Videos", params={"name": "x"}, **how), 400, "INVALID_INPUT")


def test_an_upload_that_the_client_breaks_off_leaves_nothing(emulator: Api, data_folder: Path) -> None:
    """Neither a video nor a scratch file."""
    before = emulator.get("Videos").json()["results"]

    def body() -> object:
        yield part(SMALL * 1000)[:-2]
        raise ConnectionError("the client is gone")

    with pytest.raises(ConnectionError):
        emulator.post("Videos", headers=MULTIPART, content=body())

    emulator.settled(data_folder)
    assert before == emulator.get("Videos").json()["results"]


def test_a_refused_upload_leaves_nothing(emulator: Api, data_folder: Path) -> None:
    """Neither a video nor a scratch file."""
    before = emulator.get("Videos").json()["results"]

    assert send(emulator, part(SMALL)).status_code == 400
    assert send(emulator, part(SMALL) + END, name="x" * 81).status_code == 400

    emulator.settled(data_folder)
    assert before == emulator.get("Videos").json()["results"]
