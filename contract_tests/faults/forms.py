"""Mutants that come and go: the form in which a fault shows itself only now and then."""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from ..contract import contract
from ..relay.messages import Request
from .catalogue import ANY, Fault

NTH = 4
"""Of as many messages that a fault is about, the last one shows it."""

AFTER = 10
"""Messages that pass before a fault shows itself."""

PAGED = frozenset({"listVideos", "searchVideos"})


class Form(StrEnum):
    """When a fault shows itself."""

    ALWAYS = "always"
    EVERY_NTH = "every-nth"
    AFTER_SOME = "after-some"
    ONE_SUBJECT = "one-subject"  # for one video or job only: the second one that is asked about
    SECOND_PAGE = "second-page"


@dataclass
class Turns:
    """Decides for each message that a fault is about whether it shows."""

    form: Form = Form.ALWAYS
    _count: int = 0
    _first: Hashable = None
    _chosen: Hashable = None

    def shows(self, request: Request) -> bool:
        """Whether it shows itself in this exchange."""
        self._count += 1
        match self.form:
            case Form.ALWAYS:
                return True
            case Form.EVERY_NTH:
                return self._count % NTH == 0
            case Form.AFTER_SOME:
                return self._count > AFTER
            case Form.ONE_SUBJECT:
                return self._is_chosen(request.places.get("jobId") or request.places.get("videoId"))
            case Form.SECOND_PAGE:
                return (request.param("skip") or "0") not in {"", "0"}
            case _:
                assert_never(self.form)

    def _is_chosen(self, subject: str | None) -> bool:
        """The first subject is often the one that every test uses, so the second is taken."""
        if subject is None:
            return False
        if self._first is None:
            self._first = subject
        elif self._chosen is None and subject != self._first:
            self._chosen = subject
        return subject == self._chosen


def intermittent(fault: Fault) -> Form:
    """The form in which a fault comes and goes: one in which it can show itself, and always the same."""
    forms = [Form.EVERY_NTH, Form.AFTER_SOME]
    operations = [each for name, each in contract().operations.items() if fault.where.means(name)]
    if operations and ANY not in fault.where.operations:
        if all("{videoId}" in each.template or "{jobId}" in each.template for each in operations):
            forms.append(Form.ONE_SUBJECT)
        if {each.id for each in operations} <= PAGED:
            forms.append(Form.SECOND_PAGE)
    return forms[zlib.crc32(fault.id.encode()) % len(forms)]
