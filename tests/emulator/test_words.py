"""What the free text of a search finds, by the vendor's own examples."""

from __future__ import annotations

import pytest

from video_indexer_emulator.service.words import Words

NORTH, AMERICA, BOTH = "the north", "South America", "North of America"
PHRASE = "in North America, 1960"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["north america"], {NORTH, AMERICA, BOTH, PHRASE}),
        (["north+america"], {BOTH, PHRASE}),
        (["north|america"], {NORTH, AMERICA, BOTH, PHRASE}),
        (["north", "america"], {NORTH, AMERICA, BOTH, PHRASE}),
        (["-north"], {AMERICA}),
        (['"north america"'], {PHRASE}),
        (['"north america"', "-north"], {PHRASE, AMERICA}),
        (["america+-north"], {AMERICA}),
        (['america+"the north"|1960'], {PHRASE}),
        (["NORTH"], {NORTH, BOTH, PHRASE}),
        (["nort"], set()),
        (["orth"], set()),
        (['"north'], {NORTH, BOTH, PHRASE}),
    ],
)
def test_a_text_finds(texts: list[str], found: set[str]) -> None:
    """Either word, both, none, the phrase; whole words without case."""
    words = Words.read(texts)

    assert {field for field in (NORTH, AMERICA, BOTH, PHRASE) if words.holds([field])} == found


@pytest.mark.parametrize("texts", [[], [""], ["   "], ["+"], ["|", "-"], ['""'], ["…"]])
def test_a_text_without_words_restricts_nothing(texts: list[str]) -> None:
    """There is nothing to look for."""
    assert Words.read(texts).holds(["anything"])


def test_words_may_stand_in_different_fields() -> None:
    """A name and a description together have both."""
    assert Words.read(["north+america"]).holds([NORTH, AMERICA])


def test_places_are_given_as_they_are_written() -> None:
    """Each of them, and none of a word that is to be missing."""
    words = Words.read(["north", '"of america"', "-1960"])

    assert list(words.places("North by north of AMERICA, 1960")) == ["North", "north", "of AMERICA"]


def test_names_of_files_are_words_too() -> None:
    """What a sign joins are words by themselves, and a phrase as it was written."""
    words = Words.read(["video-345-sample"])

    assert words.holds(["video-345-sample"])
    assert words.holds(["my video_345.sample.mp4"])
    assert not words.holds(["video sample 345"])
