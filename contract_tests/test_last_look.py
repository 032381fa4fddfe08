"""The same question gets the same answer, at the beginning, at the end, and again and again."""

from __future__ import annotations

import pytest

from .conftest import Indexed, Looks
from .permissions import no_live
from .service import Service
from .steady import QUESTIONS, TIMES, facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gets_the_same_answer(
    service: Service, indexed: Indexed, looks: Looks, question: str
) -> None:
    """What nobody has changed stays as it was: a breach that comes and goes shows itself so."""
    no_live(service.aim, "what changes by itself there isn't known")
    for number in range(TIMES):
        now = facts(QUESTIONS[question](service, indexed))
        before = looks.setdefault(question, now)
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        told = {name: (before.get(name), now.get(name)) for name in sorted(changed)}
        assert not changed, f"{question}, asked for the {number + 1}. time: {told}"
