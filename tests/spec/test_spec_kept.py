"""The released contracts stay as they were released, and none breaks the one before it in silence."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.spec.edits import put, schema
from tests.spec.workplace import announce, change, keep, review

BREAK = put(schema("FilterScope"), enum=["Include"])


def record(folder: Path, version: str) -> None:
    """Keep the contract there by hand, with its digest."""
    kept = folder / "spec_releases" / f"{version}.yaml"
    shutil.copy(folder / "openapi.yaml", kept)
    digest = hashlib.sha256(kept.read_bytes()).hexdigest()
    with kept.with_name("SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{digest}  {kept.name}\n")


def test_a_released_contract_that_was_edited_is_noticed(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even where the contract itself was edited in the same way."""
    kept = workplace / "spec_releases" / "0.1.0.yaml"
    change(workplace, BREAK)
    shutil.copy(workplace / "openapi.yaml", kept)
    assert review(workplace, "--check") == 1
    assert "0.1.0.yaml isn't what was released" in capsys.readouterr().out

    kept.rename(kept.with_name("0.0.9.yaml"))
    assert review(workplace, "--check") == 1
    assert "0.0.9.yaml isn't in SHA256SUMS" in capsys.readouterr().out

    kept.with_name("0.0.9.yaml").unlink()
    assert review(workplace, "--check") == 1
    assert "0.1.0.yaml is in SHA256SUMS, but not in spec_releases" in capsys.readouterr().out


def test_a_release_that_was_kept_by_hand_breaks_nobody_either(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each release is compared with the one before it, where its version allows no break."""
    change(workplace, BREAK)
    record(workplace, "0.1.1")
    assert review(workplace, "--check") == 1
    out = capsys.readouterr().out
    assert "The released 0.1.1 breaks clients of 0.1.0 in 1 place; that takes 0.2.0:" in out
    assert "The value `Exclude` is not taken any more." in out

    keep_broken = workplace / "spec_releases" / "0.1.1.yaml"
    keep_broken.rename(keep_broken.with_name("0.2.0.yaml"))
    sums = keep_broken.with_name("SHA256SUMS")
    sums.write_text(sums.read_text("utf-8").replace("0.1.1", "0.2.0"), "utf-8")
    assert review(workplace, "--check") == 0


def test_digests_that_cannot_be_read_are_said_to_be_so(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They may be in another encoding, or no file."""
    sums = workplace / "spec_releases" / "SHA256SUMS"
    sums.write_bytes(b"\xff")
    assert review(workplace, "--check") == 1
    assert "SHA256SUMS can't be read" in capsys.readouterr().out

    sums.unlink()
    sums.mkdir()
    assert review(workplace, "--check") == 1
    assert "SHA256SUMS can't be read" in capsys.readouterr().out


def test_a_digest_is_noted_once(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second line for an edited contract doesn't make it the released one; other lines are refused."""
    change(workplace, BREAK)
    record(workplace, "0.1.0")
    assert review(workplace, "--check") == 1
    assert "0.1.0.yaml is in SHA256SUMS twice" in capsys.readouterr().out

    keep(workplace, "0.1.0")
    with (workplace / "spec_releases" / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write("0.1.0.yaml is fine\n")
    assert review(workplace, "--check") == 1
    assert "SHA256SUMS has a line that isn't a digest and a name" in capsys.readouterr().out


def test_a_release_that_is_gone_with_its_digest_is_missed(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The changelog says when it was released."""
    announce(workplace, "0.2.0 - 2026-11-23")
    keep(workplace, "0.1.0", "0.2.0")
    assert review(workplace, "--check") == 0
    keep(workplace, "0.1.0")

    assert review(workplace, "--check") == 1
    assert "when 0.2.0 was released, and spec_releases has no 0.2.0.yaml" in capsys.readouterr().out

    announce(workplace, "0.2.0")  # the heading again, without its date
    assert review(workplace, "--check") == 1
