"""What a redaction does to the pixels: the right faces, in the right way, and nothing else.

Each redacted file is downloaded, decoded and compared with the original, at the boxes of the Faces artifact.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from .conftest import Clip, Indexed
from .permissions import new_video
from .redactions import KINDS, SAME, Original, Redactions, chosen, faults, load, request
from .service import Service
from .video import Film, detail, difference, film

BLURS = ("LowBlur", "MediumBlur", "HighBlur")
STEP = 1.1
"""By which a weaker blur leaves more detail than the next stronger one; 1.3 and more were measured."""

LONG = "0123456789" * 15  # beyond a name's limit, which nothing else has

strength = pytest.mark.unknown("how strong the three blurs are, and what BoundingBox draws")
PLANS = settings(max_examples=8, phases=[Phase.generate, Phase.shrink])


@pytest.fixture(scope="module")
def original(service: Service, indexed: Indexed) -> Original:
    """The clip before, with its faces."""
    return load(service, indexed.id)


@pytest.fixture(scope="module")
def redactions(service: Service, original: Original) -> Iterator[Redactions]:
    """The clip after, in whatever way is asked for."""
    made = Redactions(service, original)
    yield made
    made.clear()


def judged(original: Original, redactions: Redactions, faces: dict[str, Any]) -> Film:
    """Redact, and fail with what is wrong."""
    result = redactions.of(faces)
    found = faults(original, result, faces)
    assert not found, f"{faces}: " + "; ".join(found)
    return result


def test_the_clip_has_two_people_to_choose_from(original: Original) -> None:
    """Else the tests of filters would prove nothing."""
    assert len(original.ids) >= 2, original.ids
    for face in original.ids[:2]:
        assert len(list(original.sightings({face}))) >= 5, f"face {face} is hardly to be seen alone"


@strength
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_does_what_its_name_says(original: Original, redactions: Redactions, kind: str) -> None:
    """Every face in every frame; the rest of the picture, the times and the sound stay as they were."""
    judged(original, redactions, request(kind))


@strength
def test_a_stronger_blur_leaves_less_detail(original: Original, redactions: Redactions) -> None:
    """Low, Medium, High, each clearly apart from the next."""
    left = {}
    for kind in BLURS:
        pictures = redactions.of(request(kind)).pictures
        sightings = list(original.sightings(set(original.ids)))
        left[kind] = statistics.median(detail(pictures[index], box.scaled(0.8)) for index, box in sightings)

    assert left["LowBlur"] > STEP * left["MediumBlur"] > STEP**2 * left["HighBlur"], left


@strength
@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(KINDS, 2)])
def test_two_kinds_differ(redactions: Redactions, one: str, other: str) -> None:
    """Nobody gets another kind than the one asked for."""
    apart = difference(redactions.of(request(one)), redactions.of(request(other)))
    assert apart > SAME, f"{one} and {other} are {apart:.1f} grey levels apart"


@strength
@pytest.mark.parametrize(("number", "name"), [*enumerate(KINDS)])
def test_a_kind_is_the_same_by_number_and_by_name(redactions: Redactions, number: int, name: str) -> None:
    """0 to 4, in the order of the contract."""
    apart = difference(redactions.of(request(number)), redactions.of(request(name)))
    assert apart < SAME, f"{number} and {name} are {apart:.1f} grey levels apart"


@pytest.mark.unknown("whether a redaction has a kind when none is named")
@pytest.mark.parametrize(
    ("faces", "name"),
    [({}, "MediumBlur"), *(({"blurringKind": float(number)}, name) for number, name in enumerate(KINDS))],
)
def test_other_ways_to_say_a_kind(redactions: Redactions, faces: dict[str, Any], name: str) -> None:
    """No kind is MediumBlur; a number with a fraction of zero is that number."""
    apart = difference(redactions.of(faces), redactions.of(request(name)))
    assert apart < SAME, f"{faces} and {name} are {apart:.1f} grey levels apart"


@pytest.mark.parametrize("scope", ["Include", "Exclude"])
@pytest.mark.parametrize("choice", ["the first", "the second", "both"])
def test_a_filter_hides_exactly_whom_it_means(
    original: Original, redactions: Redactions, scope: str, choice: str
) -> None:
    """Include hides the named people, Exclude all others, in each frame in which they are visible."""
    ids = {"the first": original.ids[:1], "the second": original.ids[1:2], "both": original.ids[:2]}[choice]
    judged(original, redactions, request("Black", scope, ids))


@pytest.mark.parametrize("scope", ["Include", "Exclude"])
def test_a_name_that_comes_twice_is_one_person(
    original: Original, redactions: Redactions, scope: str
) -> None:
    """An id may be repeated."""
    judged(original, redactions, request("Black", scope, original.ids[:1] * 2))


@strength
@pytest.mark.parametrize("scope", ["Include", "Exclude"])
def test_a_filter_without_a_kind_blurs(original: Original, redactions: Redactions, scope: str) -> None:
    """MediumBlur is the default beside a filter too."""
    judged(original, redactions, request(None, scope, original.ids[:1]))


@pytest.mark.parametrize("scope", ["Include", "Exclude"])
def test_an_id_with_a_fraction_of_zero_is_that_id(
    original: Original, redactions: Redactions, scope: str
) -> None:
    """As any number."""
    ids: list[Any] = [float(original.ids[0])]
    judged(original, redactions, request("Black", scope, ids))


PARAMETERS = {
    "privacy": "Public",
    "priority": "Low",
    "streamingPreset": "NoStreaming",
    "name": "n",
    "description": "d",
    "externalId": "e",
    "callbackUrl": "http://127.0.0.1:9/hook",  # nobody listens there, and no job waits for that
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_nothing_in_the_query_changes_who_is_hidden(service: Service, original: Original, name: str) -> None:
    """The query describes the new video, the body what to hide."""
    if name == "callbackUrl" and not service.aim.private_urls:
        pytest.skip("needs a service that may call addresses on this machine")
    faces = request("Black", "Include", original.ids[:1])
    video_id = service.redacted(original.video_id, faces, **{name: PARAMETERS[name]})
    found = faults(original, film(service.download(video_id)), faces)
    service.delete(video_id)
    assert not found, f"with {name}: {found}"


def test_a_token_in_the_query_hides_as_many(service: Service, original: Original) -> None:
    """However the token comes, the result is the same."""
    faces = request("Black")
    how: dict[str, Any] = {"places": {"videoId": original.video_id}, "json": {"faces": faces}}
    started = service.call("redactVideo", auth="query", **how)
    assert started.status_code == 202, started.text
    ended = service.wait_job(str(started.headers["location"]).rsplit("/", 1)[1])
    assert ended.status_code == 303, ended.text
    video_id = new_video(ended)
    found = faults(original, film(service.download(video_id)), faces)
    service.delete(video_id)
    assert not found, found


def test_the_order_of_the_ids_does_not_matter(original: Original, redactions: Redactions) -> None:
    """Backwards hides the same people."""
    judged(original, redactions, request("Black", "Include", original.ids[1::-1]))


@strength
@PLANS
@given(data=st.data())
def test_any_plan_is_carried_out(original: Original, redactions: Redactions, data: st.DataObject) -> None:
    """Kind by name or number, with or without a filter, any choice of people."""
    kind = data.draw(st.sampled_from([*KINDS, *range(len(KINDS))]), "kind")
    scope = data.draw(st.sampled_from([None, "Include", "Exclude"]), "scope")
    ids = data.draw(st.lists(st.sampled_from(original.ids), min_size=1, unique=True), "ids")
    judged(original, redactions, request(kind, scope, ids))


def test_the_model_of_filters_is_right(original: Original) -> None:
    """The words of the contract, spelled out for two people."""
    first, second, *others = original.ids
    assert chosen(original, request("Black")) == set(original.ids)
    assert chosen(original, request("Black", "Include", [first])) == {first}
    assert chosen(original, request("Black", "Exclude", [first])) == {second, *others}


def test_the_original_is_never_changed(service: Service, indexed: Indexed, clip: Clip) -> None:
    """After all these redactions its file is what was uploaded, byte for byte."""
    if service.aim.video_id:
        pytest.skip("the video was there already; nobody knows what was uploaded")
    assert service.download(indexed.id) == clip.path.read_bytes()
    assert service.index(indexed.id) == indexed.index, "the index of the original has changed"


def test_the_query_describes_the_new_video(service: Service, indexed: Indexed) -> None:
    """Name, description, externalId and privacy are those of the request; the length is the original's."""
    told = {
        "name": " Größe «x» 🎬",
        "description": f"a b+c&d {LONG} ",
        "externalId": f" ext/7 {LONG}",
        "privacy": "Public",
    }
    video_id = service.redacted(indexed.id, request("Black"), **told)

    (listed,) = [video for video in service.videos() if video["id"] == video_id]
    index = service.index(video_id)

    assert {name: listed[name] for name in ("name", "description", "externalId")} | {
        "privacy": listed["privacyMode"]
    } == told
    assert (index["name"], index["description"], index["privacyMode"]) == tuple(
        told[name] for name in ("name", "description", "privacy")
    )
    assert index["videos"][0]["externalId"] == told["externalId"]
    assert listed["durationInSeconds"] == index["durationInSeconds"] == indexed.index["durationInSeconds"]
    assert index["videos"][0]["insights"] is None
    anybody = service.call(
        "getVideoThumbnail", token=None, places={"videoId": video_id, "thumbnailId": listed["thumbnailId"]}
    )
    assert anybody.status_code == 200, f"the picture of a public redaction got {anybody.status_code}"
    service.delete(video_id)


def test_the_result_is_a_video_of_its_own(service: Service, clip: Clip) -> None:
    """It stays when the original is deleted, and its file too."""
    source = service.upload(clip.path, name="soon deleted")
    service.wait_indexed(source)
    result = service.redacted(source, request("Black"))
    content = service.download(result)

    service.delete(source)

    assert service.index(result)["state"] == "Processed"
    assert service.download(result) == content
    service.delete(result)
