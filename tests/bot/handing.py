"""
Conversations on their way to a person, on a bare database.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.conversations import owner
from bot.conversations.handoffs import standing, steps
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.messages import HandOver
from tests.bot.talking import Talking

ASKED = HandOver("asked", "fa", skill="returns", packet={"version": 1})
SOLVED = Outcome(Settled.SOLVED, "Sara", "a refund was sent")


def waiting(talking: Talking, customer: str = "a") -> Handoff:
    """
    A customer asks for a person and waits.
    """
    talking.say(customer)
    talking.answer(customer, ASKED)
    found = standing.opened(talking.connection, talking.place(customer).thread)
    assert found is not None
    return found


def asks(talking: Talking, customer: str, minutes: float = 60, **parts: Any) -> int:
    """
    A customer waits who was promised an answer in so many minutes; gives the number.
    """
    talking.say(customer)
    promised = talking.now + timedelta(minutes=minutes + 1)
    talking.answer(customer, HandOver("asked", "fa", promised_at=promised, **parts))
    found = standing.opened(talking.connection, talking.place(customer).thread)
    assert found is not None
    return found.number


def held(talking: Talking, customer: str = "a", agent: str = "1") -> Handoff:
    """
    And an agent takes it.
    """
    number = waiting(talking, customer).number
    return steps.claim(talking.connection, number, agent, talking.tick())


def owner_of(talking: Talking, customer: str = "a") -> tuple[str, int]:
    """
    The owner and the epoch of the customer's thread.
    """
    return owner.current(talking.connection, talking.place(customer).thread)
