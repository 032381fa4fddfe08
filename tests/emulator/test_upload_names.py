"""Names that come with an upload: they are kept as text, and never become a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.test_upload import END, SMALL, part, send

HOSTILE = [
    "../../../../tmp/escaped.mp4",
    "..\\..\\escaped.mp4",
    "/etc/passwd",
    "C:\\Windows\\clip.mp4",
    "nul\x00byte.mp4",
    "new\nline.mp4",
    "ret\rurn.mp4",
    'quo\\"te.mp4',
    "semi;colon.mp4",
    "x" * 5000 + ".mp4",
    "." * 300,
    "clip.mp4/..",
    "clip.%2e%2e%2fx",
    "clip.mp4;filename=b",
    "clip." + "m" * 300,
    "ünïcödé 🎬 видео.mp4",
    "\u202egpj.4pm",
    "a'b\".mp4",
]


@pytest.mark.parametrize("file_name", HOSTILE)
def test_a_hostile_file_name_is_text_and_no_path(emulator: Api, data_folder: Path, file_name: str) -> None:
    """The upload is taken or refused, never a crash, and nothing is written elsewhere."""
    disposition = f'form-data; name="file"; filename="{file_name}"'

    response = send(emulator, part(SMALL, disposition) + END)

    if response.status_code != 200:
        assert_problem(response, 400, "INVALID_INPUT")
        return
    video = response.json()
    folder = data_folder / "blobs" / "videos" / video["id"]
    assert len(video["name"]) <= 80
    (source,) = [path for path in folder.iterdir() if path.is_file()]
    assert source.read_bytes() == SMALL
    assert source.name.partition(".")[0] == "source"
    assert emulator.download(f"Videos/{video['id']}/SourceFile/DownloadUrl") == SMALL
    assert emulator.call("DELETE", f"Videos/{video['id']}").status_code == 204


def test_without_a_name_the_file_gives_it(emulator: Api) -> None:
    """As the parameter's absence is allowed."""
    response = send(emulator, part(SMALL) + END)

    assert response.json()["name"] == "clip.mp4"
    emulator.call("DELETE", f"Videos/{response.json()['id']}")


def test_without_any_name_one_is_made_up(emulator: Api) -> None:
    """A nameless part in a nameless upload."""
    response = send(emulator, part(SMALL, "form-data") + END)

    assert response.json()["name"] == "video"
    emulator.call("DELETE", f"Videos/{response.json()['id']}")


@pytest.mark.parametrize("name", ["x" * 80, "é" * 80, "🎬" * 80, "<script>", "a\nb", "\u202e"])
def test_a_name_of_eighty_characters_is_kept_as_it_is(emulator: Api, name: str) -> None:
    """Whatever the characters are."""
    response = send(emulator, part(SMALL) + END, name=name)

    assert response.status_code == 200, response.text
    assert name == response.json()["name"]
    assert name == emulator.get(f"Videos/{response.json()['id']}/Index").json()["name"]
    emulator.call("DELETE", f"Videos/{response.json()['id']}")


def test_a_name_of_eighty_one_characters_is_refused(emulator: Api) -> None:
    """With the ErrorType that the contract names for it."""
    assert_problem(send(emulator, part(SMALL) + END, name="x" * 81), 400, "VIDEO_NAME_TOO_LONG")


def test_what_the_caller_says_of_the_video_is_kept(emulator: Api) -> None:
    """Every text, in the upload's answer, the list and the index."""
    said = {
        "name": "clip",
        "description": "a street; ünïcödé 🎬",
        "partition": "customer-7",
        "externalId": "e-1",
        "metadata": '{"a": 1}',
        "privacy": "PUBLIC",
        "indexingPreset": "videoonly",
        "streamingPreset": "nostreaming",
        "language": "de-DE",
        "isSearchable": "FALSE",
        "externalUrl": "https://example.com/clip",
    }

    response = send(emulator, part(SMALL) + END, **said)

    video = response.json()
    index = emulator.get(f"Videos/{video['id']}/Index").json()
    listed = next(item for item in emulator.videos() if item["id"] == video["id"])
    kept = {
        "name": "clip",
        "description": "a street; ünïcödé 🎬",
        "partition": "customer-7",
        "externalId": "e-1",
        "metadata": '{"a": 1}',
        "privacyMode": "Public",
        "indexingPreset": "VideoOnly",
        "streamingPreset": "NoStreaming",
        "sourceLanguage": "de-DE",
        "isSearchable": False,
    }
    assert kept == {name: video[name] for name in kept}
    assert kept == {name: listed[name] for name in kept}
    assert index["videos"][0]["externalUrl"] == "https://example.com/clip"
    assert (index["name"], index["partition"], index["privacyMode"]) == ("clip", "customer-7", "Public")
    emulator.call("DELETE", f"Videos/{video['id']}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("privacy", "Secret"),
        ("indexingPreset", "Standard"),
        ("streamingPreset", "AdaptiveBitrate"),
        ("priority", "Urgent"),
        ("retentionPeriod", "0"),
        ("retentionPeriod", "8"),
        ("retentionPeriod", "soon"),
        ("isSearchable", "yes"),
        ("preventDuplicates", "1"),
        ("callbackUrl", "ftp://example.com/"),
        ("callbackUrl", "example.com"),
        ("externalUrl", "not a url"),
    ],
)
def test_a_value_outside_the_contract_refuses_the_upload(emulator: Api, name: str, value: str) -> None:
    """Before a byte of the file is kept."""
    assert_problem(send(emulator, part(SMALL) + END, **{name: value}), 400, "INVALID_INPUT")
