"""A run is kept as goldens that tell nothing of the account, and show what a service answers otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.contract import contract
from contract_tests.embedded import embedded_emulator
from contract_tests.exchange import Exchange
from contract_tests.recorded.parity import unexplained
from contract_tests.recorded.recorder import Leak, Recorder, load
from contract_tests.recorded.scrub import Scrubber
from contract_tests.recorded.walked import walked
from tests.contract_suite.exchanges import BASE, exchange, problem
from tests.faults.served import fault, served
from tests.recorded.test_parity import (
    explanations,
    found_differences,
    replayed,
)

ID = "c4n4ryvid0"
GUID = "c4c4c4c4-aaaa-4bbb-8ccc-dddddddddddd"
TOKEN = "c4n4ryhead.c4n4rybody.c4n4rysign"  # noqa: S105 - a canary
CANARIES = {
    "name": "Canary Street",
    "userName": "Cana Ry",
    "description": "c4n4ry words",
    "externalId": "c4n4ry/external id",
    "metadata": '{"c4n4ry": "quoted"}',
    "viewToken": TOKEN,
    "externalUrl": "https://c4n4ry.host.example/c4n4rypath?sig=c4n4rysignature&x=c4n4ryvalue",
}
SECRETS = re.compile(r"c[a4]n[a4]ry|cana ry|canary|c4c4c4", re.IGNORECASE)


def recorder() -> Recorder:
    """One of a service at the usual address."""
    return Recorder(BASE, contract())


def taken(kept: Recorder, operation_id: str, status: int, body: Any, **headers: Any) -> None:
    """Let it see one answer, of the data plane or of Resource Manager."""
    seen = exchange(operation_id, status, body, **headers)
    asked = contract().operations[operation_id]
    if asked.of_resource_manager:
        values = dict.fromkeys(re.findall(r"\{(\w+)\}", asked.template), "x")
        seen = replace(seen, url=BASE + asked.path(**values))
    kept.take(seen)


def index(**members: Any) -> dict[str, Any]:
    """An index with canaries in it."""
    part = {"id": ID, "accountId": GUID, **CANARIES, "c4n4ryMember7": {"c4n4ry key": "c4n4ry"}}
    return {"id": ID, "accountId": GUID, "state": "Processed", **CANARIES, "videos": [part], **members}


def written(kept: Recorder, folder: Path) -> str:
    """Everything in the goldens' files, and their names."""
    return "\n".join(f"{path.name}\n{path.read_text('utf-8')}" for path in kept.write(folder))


def test_nothing_of_the_account_survives(tmp_path: Path) -> None:
    """Names, ids, tokens, signatures, hosts and keys; in bodies, headers and file names."""
    kept = recorder()
    kept.take(exchange("getVideoIndex", 200, index(), query=f"accessToken={TOKEN}"))
    kept.take(exchange("getVideoSourceFileDownloadUrl", 200, CANARIES["externalUrl"]))
    kept.take(exchange("getJob", 303, location=f"https://c4n4ry.example/r/Accounts/{GUID}/Videos/{ID}/X"))
    kept.take(exchange("getVideoIndex", 404, problem("NOT_FOUND") | {"Message": f"Video '{ID}' c4n4ry."}))
    kept.take(exchange("getJob", 200, {"state": "c4n4ry state", "jobType": "c4n4ry type"}))

    found = SECRETS.findall(written(kept, tmp_path))

    assert found == []
    assert len(list(tmp_path.glob("*.json"))) == 5


def test_the_same_is_replaced_by_the_same_in_every_file(tmp_path: Path) -> None:
    """So that ids still lead from one answer to the next."""
    kept = recorder()
    kept.take(exchange("getVideoIndex", 200, index()))
    kept.take(exchange("uploadVideo", 200, {"id": ID, "state": "Uploaded"}))
    kept.take(
        exchange("getJob", 303, location=f"{BASE}/trial/Accounts/{GUID}/Videos/{ID}/SourceFile/DownloadUrl")
    )
    kept.write(tmp_path)
    goldens = {golden.kind: golden for golden in load(tmp_path)}

    replaced = goldens["uploadVideo-200-Uploaded"].body["id"]

    assert goldens["getVideoIndex-200-Processed"].body["videos"][0]["id"] == replaced != ID
    assert f"/Videos/{replaced}/SourceFile/DownloadUrl" in goldens["getJob-303"].headers["location"]


def test_forms_stay(tmp_path: Path) -> None:
    """Times, ids, words and the types of everything."""
    body = index(
        created="2024-10-29T03:13:51.72+00:00",
        durationInSeconds=11,
        duration="0:00:11.812",
        partition=None,
        isOwned=True,
        language="de-DE",
    )
    kept = recorder()
    kept.take(exchange("getVideoIndex", 200, body))
    kept.write(tmp_path)
    (golden,) = load(tmp_path)

    assert re.fullmatch(r"\d{4}-01-01T00:00:00\.\d\d\+00:00", golden.body["created"])
    assert re.fullmatch(r"\d:00:01\.\d{3}", golden.body["duration"])
    assert (golden.body["state"], golden.body["language"]) == ("Processed", "de-DE")
    assert (golden.body["partition"], golden.body["isOwned"]) == (None, True)
    assert type(golden.body["durationInSeconds"]) is int


def test_what_would_tell_of_the_account_is_left_out_and_the_others_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the scrubber miss a thing that it or the aim knows, its file is named, and not made."""
    kept = recorder()
    kept.hide("Canary Street")
    kept.take(exchange("getVideoIndex", 200, index()))
    kept.take(exchange("getJob", 200, {"state": "Processing"}))
    monkeypatch.setattr(Scrubber, "text", lambda _self, text, _member="": text)

    with pytest.raises(Leak, match=r"^getVideoIndex-200-Processed\.json: left out"):
        kept.write(tmp_path / "goldens")

    assert [path.name for path in (tmp_path / "goldens").iterdir()] == ["getJob-200-Processing.json"]


def test_of_each_kind_the_answer_that_shows_most_is_kept(tmp_path: Path) -> None:
    """An empty list says little."""
    kept = recorder()
    page = {"pageSize": 25, "skip": 0, "done": True}
    for results in ([], [{"id": ID}], []):
        kept.take(exchange("listVideos", 200, {"results": results, "nextPage": page}))
    kept.write(tmp_path)

    (golden,) = load(tmp_path)
    assert len(golden.body["results"]) == 1


def test_other_hosts_and_pictures_are_left_alone(tmp_path: Path) -> None:
    """A signed URL's file belongs to nobody's goldens; of a picture only the type is kept."""
    kept = recorder()
    elsewhere = exchange("getVideoIndex", 200, index())
    kept.take(Exchange("GET", "https://c4n4ry.example/a", {}, b"", 200, elsewhere.headers, b"{}"))
    picture = exchange("getVideoThumbnail", 200, None, content_type="image/jpeg")
    kept.take(picture)
    kept.write(tmp_path)

    (golden,) = load(tmp_path)
    assert (golden.operation, golden.body, golden.headers["content-type"]) == (
        "getVideoThumbnail",
        None,
        "image/jpeg",
    )


def test_an_account_of_resource_manager_is_kept_with_its_type(tmp_path: Path) -> None:
    """The type of the resource and the words of its path are public; the names in them aren't."""
    path = (
        "/subscriptions/{0}/resourceGroups/c4n4rygroup/providers/Microsoft.VideoIndexer/accounts/c4n4ryname"
    )
    kept = recorder()
    body = {"id": path.format(GUID), "name": "c4n4ryname", "type": "Microsoft.VideoIndexer/accounts"}
    taken(kept, "getAccount", 200, body)
    kept.take(exchange("getVideoIndex", 200, index(userName="Videos/", externalUrl="https://a.b/Videos/y")))

    assert SECRETS.findall(written(kept, tmp_path)) == []

    account = next(each for each in load(tmp_path) if each.operation == "getAccount").body
    assert account["type"] == "Microsoft.VideoIndexer/accounts"
    assert account["id"].split("/")[3::2] == ["resourceGroups", "providers", "accounts"]


INSIGHTS = {"insights": {"customInsights": [{"CanaryPatient": {"CanaryDrug": 1}, "name": "c4n4ry"}]}}
HIDDEN: dict[str, tuple[str, int, Any, dict[str, str]]] = {
    "names of ARM tags": ("getAccount", 200, {"tags": {"CanaryProject": "yes", "c4n4ry": "x"}}, {}),
    "names in customInsights": ("getVideoIndex", 200, {"videos": [INSIGHTS]}, {}),
    "names of query parameters": (
        "getVideoIndex",
        200,
        {"videos": [{"externalUrl": "https://x.example/cb?CanaryKey=1&sig=2"}]},
        {},
    ),
    "an unknown state": ("getJob", 200, {"state": "Canary_state", "jobType": "Canary"}, {}),
    "unknown words of AIs": ("getVideoIndex", 200, {"videos": [{"excludedAIs": ["Canary"]}]}, {}),
    "an unknown error": ("getVideoIndex", 404, {"ErrorType": "CANARY_4711", "Message": "x"}, {}),
    "an unknown code": ("generateAccessToken", 403, {"error": {"code": "Canary", "message": "x"}}, {}),
    "an odd language": ("getVideoIndex", 200, {"videos": [{"insights": {"language": "Can-Ary"}}]}, {}),
    "an odd version": ("getVideoIndex", 200, {"videos": [{"insights": {"version": "1.canary"}}]}, {}),
    "Retry-After": ("getJob", 200, {"state": "Processing"}, {"retry_after": "Canary"}),
    "Content-Type": ("getJob", 200, {"state": "Processing"}, {"content_type": "application/json; p=Canary"}),
    "Location": ("getJob", 303, None, {"location": "canary:c4n4ry"}),
}


@pytest.mark.parametrize("case", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_the_contract_does_not_know_is_replaced(
    case: tuple[str, int, Any, dict[str, str]], tmp_path: Path
) -> None:
    """Also where only words of the service are expected, and in the file's name."""
    operation, status, body, headers = case
    kept = recorder()
    taken(kept, operation, status, body, **headers)

    text = written(kept, tmp_path)

    assert re.findall(r"can-?ary|c4n4ry", text, re.IGNORECASE) == []
    assert f"{operation}-{status}" in text


def test_known_words_stay(tmp_path: Path) -> None:
    """They are what a replay compares."""
    body = {"state": "Failed", "videos": [{"failureCode": "General", "excludedAIs": ["OCR"]}]}
    kept = recorder()
    kept.take(exchange("getVideoIndex", 200, body, retry_after="30"))
    kept.write(tmp_path)

    (golden,) = load(tmp_path)

    assert (golden.body, golden.headers["retry-after"]) == (body, "30")


ALTERED = {
    "a member is missing": (
        {"operation": "getVideoIndex", "status": 200},
        {"remove_member": {"at": "/videos/0/moderationState"}},
        "getVideoIndex 200 videos[].moderationState: sent, never recorded",
    ),
    "a member is new": (
        {"operation": "listVideos", "status": 200},
        {"add_member": {"at": "/nextPage", "name": "cursor", "value": "abc"}},
        "listVideos 200 nextPage.cursor: recorded, not sent",
    ),
    "a type is another": (
        {"operation": "getJob", "status": 200},
        {"set_member": {"at": "/state", "value": 1}},
        "getJob 200 state: sent as known word, recorded as integer",
    ),
    "a time has another form": (
        {"operation": "getJob", "status": 200},
        {"set_member": {"at": "/creationTime", "value": "2026-01-01T10:00:00.5+02:00"}},
        "getJob 200 creationTime: "
        "sent as time Z, with a fraction, recorded as time with offset, with a fraction",
    ),
}


@pytest.fixture(scope="module")
def upstream() -> Iterator[str]:
    """An emulator behind the proxies."""
    with embedded_emulator() as url:
        yield url


@pytest.mark.parametrize("case", ALTERED.values(), ids=ALTERED.keys())
def test_an_answer_that_is_altered_on_the_way_is_named(
    case: tuple[dict[str, object], dict[str, Any], str],
    ours: Recorder,
    upstream: str,
    sample_clip: Path,
    tmp_path: Path,
) -> None:
    """Recorded through the proxy, written, read again, and compared."""
    where, change, expected = case
    with served(upstream, fault(where, **change)) as proxy:
        walked(proxy.url, sample_clip).write(tmp_path)
        assert proxy.hits > 0
    mine = replayed(ours.kept.values())

    found = found_differences(replayed(load(tmp_path)), mine)

    open_ones, _ = unexplained(found, explanations())
    unaltered, _ = unexplained(found_differences(mine, mine), explanations())
    # Which states a video and a job were seen in depends on the moment; the altered member is always there.
    assert expected in [str(each) for each in open_ones]
    assert expected not in [str(each) for each in unaltered]


def test_goldens_are_json_without_surprises(ours: Recorder, tmp_path: Path) -> None:
    """Small files, each with its operation and status."""
    for path in ours.write(tmp_path):
        golden = json.loads(path.read_text("utf-8"))
        assert golden.keys() == {"operation", "status", "headers", "body"}
        assert golden["operation"] in contract().operations
