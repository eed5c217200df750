"""
Handoffs of those who turn out to be one person, and lists of handoffs.
"""

from __future__ import annotations

import pytest

from bot.conversations import threads, work
from bot.conversations.errors import OwnerChanged
from bot.conversations.handoffs import standing, steps
from bot.conversations.owner import BOT, QUEUE
from tests.bot.handing import ASKED, SOLVED, held, owner_of, waiting
from tests.bot.talking import Talking


class TestOnePerson:
    """
    Who waits may turn out to be one person with somebody else.
    """

    def test_an_agent_comes_before_the_queue(self, talking: Talking) -> None:
        mine = held(talking, "a")
        other = waiting(talking, "b")
        merged = talking.merge("a", "b")
        assert owner_of(talking)[0] == "agent:1"
        with pytest.raises(OwnerChanged):
            steps.claim(talking.connection, other.number, "2", talking.tick())
        talking.split(merged)
        assert owner_of(talking, "a")[0] == "agent:1"
        assert owner_of(talking, "b")[0] == QUEUE
        again = steps.claim(talking.connection, other.number, "2", talking.tick())
        assert again.conversation == other.conversation
        assert mine.conversation != other.conversation

    def test_what_is_settled_for_one_is_settled_for_both(
        self, talking: Talking
    ) -> None:
        mine = held(talking, "a")
        waiting(talking, "b")
        merged = talking.merge("a", "b")
        steps.give_back(
            talking.connection, mine.number, 0, SOLVED, talking.tick(), by="1"
        )
        talking.split(merged)
        assert owner_of(talking, "a")[0] == BOT
        assert owner_of(talking, "b")[0] == BOT

    def test_what_a_stranger_asked_for_goes_on_when_they_sign_in(
        self, talking: Talking
    ) -> None:
        stranger = threads.create(talking.connection, talking.now)
        talking.write(stranger, None, "z1", None)
        taken = work.take(talking.connection, stranger)
        assert taken is not None
        talking.save(taken, ASKED)
        talking.say("a")
        talking.answer("a")
        talking.sign_in("a", stranger)
        found = standing.opened(talking.connection, talking.place("a").thread)
        assert found is not None
        assert (found.reason, found.conversation) == (
            "asked",
            talking.place("a").conversation,
        )
        steps.claim(talking.connection, found.number, "1", talking.tick())
        assert owner_of(talking)[0] == "agent:1"

    def test_who_has_an_agent_keeps_them_when_a_stranger_who_waits_is_they(
        self, talking: Talking
    ) -> None:
        mine = held(talking, "a")
        stranger = threads.create(talking.connection, talking.now)
        talking.write(stranger, None, "z1", None)
        taken = work.take(talking.connection, stranger)
        assert taken is not None
        talking.save(taken, ASKED)
        talking.sign_in("a", stranger)
        assert owner_of(talking) == ("agent:1", mine.epoch)
        assert standing.waiting(talking.connection) == []
        steps.give_back(
            talking.connection, mine.number, mine.epoch, SOLVED, talking.tick(), by="1"
        )
        assert owner_of(talking)[0] == BOT


class TestLists:
    """
    Who waits, and who has whom.
    """

    def test_who_waits_is_listed_once(self, talking: Talking) -> None:
        first = waiting(talking, "b")
        second = waiting(talking, "a")
        numbers = [each.number for each in standing.waiting(talking.connection)]
        assert numbers == [first.number, second.number]
        merged = talking.merge("a", "b")
        (leading,) = standing.waiting(talking.connection)
        found = standing.opened(talking.connection, talking.place("a").thread)
        assert leading == found
        talking.split(merged)
        assert len(standing.waiting(talking.connection)) == 2

    def test_who_is_held_is_listed_with_their_agent(self, talking: Talking) -> None:
        mine = held(talking, "a", "1")
        other = held(talking, "b", "12")
        assert [e.number for e in standing.held(talking.connection, "1")] == [
            mine.number
        ]
        assert len(standing.held(talking.connection)) == 2
        assert standing.waiting(talking.connection) == []
        talking.merge("a", "b")
        (leading,) = standing.held(talking.connection)
        assert leading.number == other.number


def test_who_asked_as_a_stranger_while_another_waited_waits_on(
    talking: Talking,
) -> None:
    """
    Nobody saw that wish as another owner: somebody waited in the joint thread already.
    """

    def asks_as_a_stranger(customer: str) -> None:
        stranger = threads.create(talking.connection, talking.tick())
        talking.said += 1
        talking.write(stranger, None, f"{customer}{talking.said}", None)
        steps.request(
            talking.connection,
            stranger,
            steps.HandOver("asked", "fa"),
            talking.tick(),
            thread=stranger,
            expected_epoch=0,
        )
        talking.sign_in(customer, stranger)

    for customer in "ab":
        talking.say(customer)
        talking.answer(customer)
    asks_as_a_stranger("b")
    merged = talking.merge("a", "b")
    asks_as_a_stranger("a")
    talking.split(merged)

    for customer in "ab":
        thread = talking.place(customer).thread
        assert standing.owner_by(talking.connection, thread) == QUEUE
        assert owner_of(talking, customer)[0] == QUEUE
