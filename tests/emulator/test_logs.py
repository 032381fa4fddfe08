"""What the service logs: a line for each request, the request's id in the work's lines, and no secret."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.api import wait_for
from tests.emulator.outside import Outside, Page
from tests.emulator.process import Process
from video_indexer_emulator import logs
from video_indexer_emulator.errors import EmulatorError
from video_indexer_emulator.settings import DEVELOPMENT_SECRET
from video_indexer_emulator.storage.catalog import Catalog

NAME = "a-persons-name"
SIGNATURE = "secretsignature"


@pytest.fixture(scope="module")
def logging_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service that logs JSON."""
    folder = tmp_path_factory.mktemp("logged")
    with Process(folder, "--log-format", "json", "--allow-private-urls") as process:
        yield process


def _lines(process: Process) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.errors.splitlines(keepends=True) if line.endswith("\n")]


def _about(process: Process, request_id: str) -> list[dict[str, Any]]:
    return [line for line in _lines(process) if line.get("request_id") == request_id]


def test_a_request_is_one_line(logging_service: Process) -> None:
    """With id, operation, status, duration and account."""
    api = logging_service.api
    answer = api.get("Jobs/nothing")
    request_id = answer.headers["x-ms-request-id"]

    (line,) = wait_for(lambda: _about(logging_service, request_id), bool)

    assert line["message"] == "Answered."
    assert (line["operation"], line["status"], line["account"]) == ("getJob", 404, api.account.id)
    assert 0 < line["seconds"] < 60
    assert line["level"] == "INFO"
    assert line["time"]


def test_who_isnt_let_in_names_no_account(logging_service: Process) -> None:
    """What stands in the path is then no more than a caller's word."""
    answer = logging_service.api.get("Videos", token=None)

    (line,) = wait_for(lambda: _about(logging_service, answer.headers["x-ms-request-id"]), bool)

    assert (line["operation"], line["status"]) == ("listVideos", 401)
    assert "account" not in line


def test_the_requests_id_is_in_the_lines_of_its_work(logging_service: Process, sample_clip: Path) -> None:
    """So that a job can be traced to the request that wanted it, its callback too."""
    api = logging_service.api
    with Outside() as outside, sample_clip.open("rb") as file:
        outside.pages["/hook"] = Page(500)
        params = {"name": NAME, "callbackUrl": f"{outside.url}/hook?sig={SIGNATURE}"}
        answer = api.post("Videos", params=params, files={"f": file})
        request_id, video_id = answer.headers["x-ms-request-id"], answer.json()["id"]

        told = wait_for(
            lambda: [line["message"] for line in _about(logging_service, request_id) if "video" in line],
            lambda messages: any(text.startswith("The callback was not delivered") for text in messages),
        )

    assert told[:2] == ["The analysis begins.", "The analysis ended: Processed."]
    assert {line["video"] for line in _about(logging_service, request_id) if "video" in line} == {video_id}


def test_no_line_holds_a_secret_or_a_name(
    logging_service: Process, sample_clip: Path, tmp_path: Path
) -> None:
    """Tokens, signed URLs, names of videos and files, the operator's secret; failures included."""
    api = logging_service.api
    with Outside() as outside:
        outside.pages["/clip"] = Page(content=sample_clip.read_bytes())
        for path in ("clip", "nothing"):
            url = f"{outside.url}/{path}?sig={SIGNATURE}"
            api.post("Videos", params={"name": NAME, "videoUrl": url, "accessToken": api.token})
        video_id = api.videos()[0]["id"]
        api.wait_indexed(video_id)
    broken = tmp_path / f"{NAME}.mp4"
    broken.write_bytes(b"no video")
    api.wait_indexed(api.upload(broken, name=NAME))
    for token in (api.token, api.token[:-4]):
        api.http.get(api.path("Videos"), params={"accessToken": token})
    signed = httpx.URL(api.get(f"Videos/{video_id}/SourceFile/DownloadUrl").json())
    httpx.get(str(signed)[:-4])
    last = httpx.get(signed)
    wait_for(lambda: _about(logging_service, last.headers["x-ms-request-id"]), bool)

    text = logging_service.errors
    for secret in (
        api.token,
        api.token[:-4],
        DEVELOPMENT_SECRET,
        NAME,
        sample_clip.name,
        SIGNATURE,
        signed.params["sig"],
    ):
        assert secret not in text


def test_a_database_error_keeps_its_parameters_to_itself(tmp_path: Path) -> None:
    """They are names and URLs; the error is logged whole."""
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    try:
        with pytest.raises(Exception, match="hidden") as caught:
            catalog.change_video("v", video_url=object(), name=NAME)
    finally:
        catalog.close()

    assert NAME not in str(caught.value)
    assert not isinstance(caught.value, EmulatorError)


def test_text_says_the_same_for_people() -> None:
    """The default: the fields stand behind the message, the call's own behind those of its surroundings."""
    record = logging.makeLogRecord({"msg": "Answered.", "levelname": "INFO", "about": {"status": 200}})
    with logs.about(request_id="r", video=None):
        logs._tell(record)

    assert logs._Text().format(record).endswith("Answered. request_id=r status=200")


@pytest.mark.parametrize("form", [logs._Text(), logs._Json()])
def test_a_requests_line_is_written_as_every_other_is(form: logs._Text | logs._Json) -> None:
    """It goes past the logging module, and nobody who reads the lines may notice."""
    fields: logs.Fields = {"request_id": "r", "status": 200, "seconds": 0.25}
    record = logging.makeLogRecord(
        {"msg": "Answered.", "levelname": "INFO", "name": "x", "about": fields, "created": 1e9 + 0.5}
    )
    record.msecs = 500.0

    assert form.line(1e9 + 0.5, "INFO", "x", "Answered.", fields) == form.format(record)


def test_the_id_of_a_request_is_a_random_uuid(logging_service: Process) -> None:
    """As the service's own ids are."""
    found = {uuid.UUID(logging_service.api.get("Videos").headers["x-ms-request-id"]) for _ in range(3)}

    assert {(text.version, text.variant) for text in found} == {(4, uuid.RFC_4122)}
    assert len(found) == 3


def test_talkative_libraries_keep_their_levels() -> None:
    """Their lines are left out of what the service prints; who embeds it, and logs them, still can."""
    before = {name: logging.getLogger(name).level for name in logs.TALKATIVE}

    logs.set_up("text")

    assert {name: logging.getLogger(name).level for name in logs.TALKATIVE} == before
    address = logging.makeLogRecord({"name": "httpcore.http11", "levelno": logging.INFO})
    warning = logging.makeLogRecord({"name": "httpx", "levelno": logging.WARNING})
    assert not logs._wanted(address)
    assert logs._wanted(warning)
    assert logs._wanted(logging.makeLogRecord({"name": "httpxish", "levelno": logging.INFO}))
