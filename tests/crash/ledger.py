"""What was asked of the service, as far as its client can know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto


class Known(Enum):
    """What the client knows of something that it asked for."""

    NO = auto()  # not asked, or refused
    PERHAPS = auto()  # asked; the connection was cut before the answer
    YES = auto()  # the service said so


@dataclass(slots=True)
class Wish:
    """One upload or redaction; its name is its own, and its callback's."""

    name: str
    redaction: bool
    accepted: Known = Known.PERHAPS
    deleted: Known = Known.NO
    video_id: str | None = None
    job_id: str | None = None


@dataclass(slots=True)
class Ledger:
    """Every wish of a campaign."""

    wishes: list[Wish] = field(default_factory=list)

    def add(self, *, redaction: bool) -> Wish:
        """Enter a wish before it is sent."""
        wish = Wish(f"wish-{len(self.wishes)}", redaction)
        self.wishes.append(wish)
        return wish

    def deletable(self) -> list[Wish]:
        """What was accepted and nobody has asked to delete."""
        return [w for w in self.wishes if w.accepted is Known.YES and w.deleted is Known.NO and w.video_id]
