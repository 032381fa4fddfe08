"""What is asked at the beginning, to be compared at the end; see test_last_look.py."""

from __future__ import annotations

import pytest

from .conftest import Indexed, Looks
from .permissions import no_live
from .service import Service
from .steady import QUESTIONS, facts


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered(service: Service, indexed: Indexed, looks: Looks, question: str) -> None:
    """With what its operation documents."""
    no_live(service.aim, "what changes by itself there isn't known")
    looks[question] = facts(QUESTIONS[question](service, indexed))
