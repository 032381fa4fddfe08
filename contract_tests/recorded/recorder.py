"""Keeps one run as goldens: for each kind of exchange one file, scrubbed of everything particular.

A kind is an operation with its status, and the state or error that its answer names.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..contract import Contract, Operation, contract
from ..exchange import Exchange, path_of
from ..target import Aim
from .headers import is_date
from .scrub import Scrubber, is_secret
from .words import is_word, media_types

HEADERS = {"content-type", "location", "retry-after", "x-ms-request-id"}


SECONDS = re.compile(r"\d{1,6}")
STATES = range(10)  # a job's state may come as its number


class Leak(Exception):
    """Goldens would hold something of the account, and were left out; the others are written."""


@dataclass
class Golden:
    """One answer as it came."""

    operation: str
    status: int
    headers: dict[str, str]
    body: Any  # JSON, or None where there is none

    @property
    def kind(self) -> str:
        """Operation, status, and the state or the error, where that is a known word."""
        members = self.body if isinstance(self.body, dict) else {}
        name = "state" if members.get("state") not in {None, ""} else "ErrorType"
        word = members.get(name)
        if word in (None, ""):
            return f"{self.operation}-{self.status}"
        known = is_word(word, name) if isinstance(word, str) else word in STATES
        return f"{self.operation}-{self.status}-{word if known else 'other'}"

    @property
    def size(self) -> int:
        """How much it shows."""
        return len(json.dumps(self.body))


@dataclass
class Recorder:
    """Listens to a run, and keeps of each kind of exchange the one that shows most."""

    base_url: str
    contract: Contract
    arm_url: str | None = None
    kept: dict[str, Golden] = field(default_factory=dict)
    secrets: set[str] = field(
        default_factory=set
    )  # besides what the scrubber finds: tokens, names of the aim

    @classmethod
    def of(cls, aim: Aim) -> Recorder:
        """One that never writes what the aim names: its tokens, its account, its hosts."""
        target, arm = aim.target, aim.target.arm
        recorder = cls(aim.url, contract(), arm.url if arm else None)
        recorder.hide(target.access_token, target.account_id, urlsplit(aim.url).netloc)
        if arm:
            recorder.hide(arm.bearer, arm.subscription_id, arm.resource_group, arm.account_name)
        if aim.neighbour:
            recorder.hide(aim.neighbour.account_id)
        return recorder

    def hide(self, *secrets: str | None) -> None:
        """Name what may nowhere be written."""
        self.secrets |= {each for each in secrets if each and is_secret(each)}

    def take(self, exchange: Exchange) -> None:
        """Keep an exchange, if it is one of the contract and shows more than its like."""
        found = self._operation(exchange)
        if found is None:
            return
        headers = {name.lower(): value for name, value in exchange.headers.items() if name.lower() in HEADERS}
        golden = Golden(found.id, exchange.status, headers, _body(exchange))
        known = self.kept.get(golden.kind)
        if known is None or golden.size > known.size:
            self.kept[golden.kind] = golden

    def write(self, folder: Path) -> list[Path]:
        """Write the goldens; raises Leak, once the others are written, if some would tell of the account."""
        scrubber = Scrubber()
        texts = {
            f"{golden.kind}.json": json.dumps(_scrubbed(golden, scrubber), indent=1) + "\n"
            for _, golden in sorted(self.kept.items())
        }
        secrets = self.secrets | scrubber.secrets
        left_out = [name for name, text in texts.items() if _shows_any(text, secrets)]
        written = [folder / name for name in texts if name not in left_out]
        if written:
            folder.mkdir(parents=True, exist_ok=True)
        for path in written:
            path.write_text(texts[path.name], "utf-8")
        if left_out:
            raise Leak(
                f"{', '.join(left_out)}: left out, because a text of the account that was to be replaced "
                f"would stand there; {len(written)} other goldens are in {folder}."
            )
        return written

    def _operation(self, exchange: Exchange) -> Operation | None:
        for base in filter(None, (self.base_url, self.arm_url)):
            path = path_of(exchange.url, base)
            found = self.contract.match(exchange.method, path) if path is not None else None
            if found:
                return found[0]
        return None


def _shows_any(text: str, secrets: set[str]) -> bool:
    """Whether a secret stands in a text, whatever its case, as such or as JSON writes it."""
    lower = text.lower()
    return any(each.lower() in lower or json.dumps(each)[1:-1].lower() in lower for each in secrets)


def load(folder: Path) -> list[Golden]:
    """The goldens of a folder."""
    return [Golden(**json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]


def _body(exchange: Exchange) -> Any:
    if not exchange.body or exchange.media_type != "application/json":
        return None
    try:
        return exchange.json()
    except ValueError:
        return None


def _scrubbed(golden: Golden, scrubber: Scrubber) -> dict[str, Any]:
    headers = {name: _header(name, value, scrubber) for name, value in golden.headers.items()}
    body = scrubber.value(golden.body)
    return {"operation": golden.operation, "status": golden.status, "headers": headers, "body": body}


def _header(name: str, value: str, scrubber: Scrubber) -> str:
    """A header's value; what the contract doesn't know of it is replaced."""
    if name == "location":
        return scrubber.address(value)
    if name == "retry-after" and SECONDS.fullmatch(value):
        return value
    if name == "retry-after" and is_date(value):
        return "Wed, 01 Jan 2020 00:00:00 GMT"
    media, _, rest = value.partition(";")
    if name == "content-type" and media.strip().lower() in media_types():
        return value if rest.strip().lower() in {"", "charset=utf-8"} else media
    return scrubber.text(value)
