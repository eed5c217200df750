"""
A handoff is rated once, by its own customer, after its end; for a day it may change.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.handoffs import ratings, steps
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.tables import conversations
from bot.conversations.tables import ratings as table
from tests.bot.both import address, talking
from tests.bot.handing import SOLVED, held, waiting
from tests.bot.talking import Talking

__all__ = ["address", "talking"]  # fixtures: SQLite and PostgreSQL


def ended(talking: Talking, customer: str = "a") -> Handoff:
    """
    Sara has given the conversation back.
    """
    found = held(talking, customer)
    return steps.give_back(
        talking.connection, found.number, found.epoch, SOLVED, talking.tick(), by="1"
    )


def rate(talking: Talking, found: Handoff, stars: int, thread: str = "") -> bool:
    """
    The customer says how it was.
    """
    where = thread or found.thread
    return ratings.rate(talking.connection, where, found.number, stars, talking.tick())


def test_a_rating_and_its_words_are_kept(talking: Talking) -> None:
    """
    With the moment of each.
    """
    found = ended(talking)
    assert rate(talking, found, 4)
    given = talking.now
    assert ratings.add_words(
        talking.connection, found.thread, found.number, "x" * 9000, talking.tick()
    )
    kept = ratings.find(talking.connection, found.number)
    assert kept == ratings.Rating(4, "x" * ratings.MOST_WORDS, given, talking.now)


def test_what_has_not_ended_or_nobody_held_is_not_rated(talking: Talking) -> None:
    """
    Nor words without stars.
    """
    assert not rate(talking, waiting(talking, "a"), 5)
    assert not rate(talking, held(talking, "b"), 5)
    withdrawn = waiting(talking, "c")
    steps.withdraw(talking.connection, withdrawn.number, talking.tick())
    assert not rate(talking, withdrawn, 5)
    found = ended(talking, "d")
    assert not ratings.add_words(
        talking.connection, found.thread, found.number, "good", talking.tick()
    )
    assert not talking.connection.execute(sa.select(table)).all()


def test_only_its_own_customer_rates_it(talking: Talking) -> None:
    """
    A number that somebody else carries opens nothing.
    """
    found, other = ended(talking, "a"), ended(talking, "b")
    assert not rate(talking, found, 1, thread=other.thread)
    assert not rate(talking, other, 1, thread="nowhere")


def test_it_may_be_changed_for_a_day(talking: Talking) -> None:
    """
    The last one counts, and the words stay.
    """
    found = ended(talking)
    rate(talking, found, 1)
    ratings.add_words(
        talking.connection, found.thread, found.number, "late", talking.tick()
    )
    talking.now += timedelta(hours=23)
    assert rate(talking, found, 5)
    kept = ratings.find(talking.connection, found.number)
    assert kept is not None
    assert (kept.stars, kept.words) == (5, "late")
    talking.now += timedelta(hours=1)
    assert not rate(talking, found, 2)
    assert not ratings.is_open(
        talking.connection, found.thread, found.number, talking.now
    )
    kept = ratings.find(talking.connection, found.number)
    assert kept is not None
    assert kept.stars == 5


def test_after_a_week_it_is_too_late(talking: Talking) -> None:
    """
    Whoever finds the buttons then hears so.
    """
    found = ended(talking)
    talking.now += ratings.GIVEN_WITHIN
    assert not rate(talking, found, 5)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_five_stars(talking: Talking, stars: int) -> None:
    """
    Anything else is a mistake of ours.
    """
    with pytest.raises(ValueError, match="from 1 to 5"):
        rate(talking, ended(talking), stars)


def test_two_who_become_one_keep_what_they_said(talking: Talking) -> None:
    """
    Each may still change their own.
    """
    found = ended(talking, "a")
    talking.say("b")
    rate(talking, found, 2)
    talking.merge("a", "b")
    assert rate(talking, found, 3, thread=talking.place("a").thread)


def test_erasing_a_conversation_erases_its_rating(talking: Talking) -> None:
    """
    With the handoff.
    """
    found = ended(talking)
    rate(talking, found, 3)
    talking.connection.execute(
        sa.delete(conversations).where(conversations.c.id == found.thread)
    )
    assert ratings.find(talking.connection, found.number) is None


def test_all_are_listed_with_who_served_them(talking: Talking) -> None:
    """
    The oldest first, or those since a moment.
    """
    first, second = ended(talking), ended(talking, "b")
    assert rate(talking, first, 5)
    assert rate(talking, second, 1)
    found = list(ratings.listed(talking.connection))
    assert [(e.handoff, e.agent, e.rating.stars) for e in found] == [
        (first.number, "1", 5),
        (second.number, "1", 1),
    ]
    assert list(ratings.listed(talking.connection, talking.now)) == found[1:]
