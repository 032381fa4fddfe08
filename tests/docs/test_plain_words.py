"""The check of wordings finds what the glossary replaces."""

from __future__ import annotations

from scripts.plain_words import GLOSSARY, findings, replaced


def test_a_wording_is_found_with_its_line_and_what_to_write() -> None:
    """In any case, as whole words."""
    text = "One lamp.\nOld lamps, an old lamp."

    assert findings(text, {"old lamp": "torch"}) == [(2, "old lamp", "torch")]


def test_the_glossary_has_the_wordings() -> None:
    """Its table is what the check reads."""
    assert "doesn't answer" in replaced(GLOSSARY.read_text("utf-8")).values()
