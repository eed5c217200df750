"""
Handing over on PostgreSQL, where several transactions run at a time.

Each test lets one transaction hold the thread while another one waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.engine import Connection, Engine

from bot.conversations import owner
from bot.conversations.errors import OwnerChanged
from bot.conversations.handoffs import standing, steps, writing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words, Written
from bot.conversations.history import WITHHELD
from tests.bot.handing import SOLVED, held, owner_of, waiting
from tests.bot.talking import Talking
from tests.bot.test_people_postgresql import (
    beside,
    connection,
    engine,
)

__all__ = ["connection", "engine"]  # fixtures, of the same server as there


@pytest.fixture
def talking(connection: Connection) -> Iterator[Talking]:
    """
    Nobody has said anything.
    """
    talking = Talking(connection)
    yield talking
    talking.close()


def raised(work: Callable[[], object]) -> str:
    """
    What a step ends with.
    """
    try:
        work()
    except OwnerChanged:
        return "changed"
    return "done"


def test_of_two_who_claim_at_once_one_has_it(
    engine: Engine,
    talking: Talking,
) -> None:
    number = waiting(talking).number
    talking.connection.commit()
    steps.claim(talking.connection, number, "1", talking.tick())
    done = beside(
        engine,
        lambda other: raised(
            lambda: steps.claim(other.connection, number, "2", other.now)
        ),
    )
    talking.connection.commit()
    assert done() == "changed"
    assert owner_of(talking) == ("agent:1", 2)


def test_a_turn_that_ends_while_an_agent_claims_is_withheld(
    engine: Engine,
    talking: Talking,
) -> None:
    number = waiting(talking).number
    talking.say("a")
    late = talking.take("a")
    assert late is not None
    talking.connection.commit()
    steps.claim(talking.connection, number, "1", talking.tick())
    done = beside(engine, lambda other: other.save(late))
    talking.connection.commit()
    assert done().dropped == 1
    assert talking.read("a", at_desk=True)[-1].desk == WITHHELD
    assert talking.texts("a") == ["a1", "a: a1", "a2"]


def test_a_message_that_waits_for_the_return_is_the_bots(
    engine: Engine,
    talking: Talking,
) -> None:
    """
    The customer writes in the very moment in which the agent gives back.
    """
    found = held(talking)
    talking.say("a")
    talking.connection.commit()
    steps.give_back(
        talking.connection, found.number, found.epoch, SOLVED, talking.tick(), by="1"
    )
    done = beside(engine, lambda other: other.say("a"))
    talking.connection.commit()
    text = done()
    heard = []
    while (taken := talking.take("a")) is not None:
        heard.append(taken.turn.choice.intent if taken.turn.choice else taken.turn.text)
        talking.save(taken)
    assert heard == ["returned", text]


def test_an_agents_word_that_waits_for_a_transfer_is_not_said(
    engine: Engine,
    talking: Talking,
) -> None:
    found = held(talking)
    talking.connection.commit()

    def write(other: Talking) -> str:
        """
        By what the agent had seen before.
        """
        return raised(lambda: say(other, found))

    steps.transfer(
        talking.connection,
        found.number,
        found.epoch,
        talking.tick(),
        by="1",
        agent="2",
    )
    done = beside(engine, write)
    talking.connection.commit()
    assert done() == "changed"
    assert "hello" not in talking.texts("a")


def test_a_claim_that_waits_for_a_merge_sees_who_leads(
    engine: Engine,
    talking: Talking,
) -> None:
    held(talking, "a")
    other_number = waiting(talking, "b").number
    talking.connection.commit()
    talking.merge("a", "b")
    done = beside(
        engine,
        lambda other: raised(
            lambda: steps.claim(other.connection, other_number, "2", other.now)
        ),
    )
    talking.connection.commit()
    assert done() == "changed"
    thread = talking.place("b").thread
    assert owner.current(talking.connection, thread)[0] == "agent:1"
    leading = standing.opened(talking.connection, thread)
    assert leading is not None
    assert leading.agent == "1"


def say(talking: Talking, found: Handoff) -> Written:
    """
    An agent writes.
    """
    return writing.reply(
        talking.connection,
        found.number,
        found.epoch,
        "1",
        Words("hello", "Sara", id="w"),
        pushed={"push"},
        now=talking.tick(),
    )
