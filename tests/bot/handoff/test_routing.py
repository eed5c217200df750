"""
Who gets what, and what those who wait are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.handoff import routing
from bot.handoff.routing import AWAY, BUSY, OFFLINE, ONLINE, AtDesk, Wait

NOW = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)


def wait(number: int, language: str = "fa", **parts: object) -> Wait:
    """
    One who waits, the longer the smaller the number.
    """
    given = {"wanted": None, "priority": 0, "since": NOW + timedelta(seconds=number)}
    return Wait(number, language, **(given | parts))  # type: ignore[arg-type]


def agent(
    name: str, languages: str = "fa", skills: str = "", **parts: object
) -> AtDesk:
    """
    An agent who is there and free.
    """
    given = {
        "capacity": 3,
        "holds": 0,
        "presence": ONLINE,
        "seen_at": NOW,
        "idle_since": NOW,
    }
    return AtDesk(
        id=name,
        languages=frozenset(languages.split()),
        skills=frozenset(skills.split()),
        **(given | parts),  # type: ignore[arg-type]
    )


def test_the_urgent_come_first_and_then_who_waited_longest() -> None:
    waits = [wait(3), wait(1), wait(2, priority=1)]
    assert [each.number for each in routing.in_turn(waits)] == [2, 1, 3]


def test_everybody_is_served_in_their_language() -> None:
    pairs = routing.assign(
        [wait(1, "ar"), wait(2, "fa")], [agent("f"), agent("a", "ar")], NOW
    )
    assert [(each.number, who.id) for each, who in pairs] == [(1, "a"), (2, "f")]


def test_a_skill_is_waited_for_while_somebody_who_has_it_is_there() -> None:
    able = agent("able", skills="refunds", holds=3)
    other = agent("other")
    wish = wait(1, wanted="refunds")
    assert routing.assign([wish], [able, other], NOW) == []
    assert not routing.may_take(other, wish, [able, other])
    assert routing.may_take(able, wish, [able, other])


def test_who_has_promised_something_comes_first_if_they_fit_and_are_free() -> None:
    idle, owes = agent("idle"), agent("owes", holds=2)
    wish = wait(1, owed_by="owes")

    def given(*agents: AtDesk) -> list[str]:
        return [who.id for _, who in routing.assign([wish], agents, NOW)]

    assert given(idle, owes) == ["owes"]
    assert given(idle, agent("owes", holds=3)) == ["idle"]
    assert given(idle, agent("owes", "en")) == ["idle"]
    assert given(idle, agent("owes", presence=OFFLINE)) == ["idle"]


def test_who_has_the_skill_sees_it_where_nobody_has_it_and_the_language() -> None:
    skilled, speaker = agent("s", "fa", skills="shoes"), agent("e", "en")
    wish = wait(1, "en", wanted="shoes")
    there = [skilled, speaker, agent("other", "ar")]
    assert [routing.may_take(each, wish, there) for each in there] == [
        True,
        True,
        False,
    ]
    # It is given to who can talk to them.
    assert [who.id for _, who in routing.assign([wish], there, NOW)] == ["e"]


def test_what_nobody_there_can_do_is_anybodys() -> None:
    """
    First of those who know the language, else of all.
    """
    able = agent("able", skills="refunds", presence=OFFLINE)
    other, foreign = agent("other"), agent("foreign", "en")
    agents = [able, other, foreign]
    wish = wait(1, wanted="refunds")
    assert [who.id for _, who in routing.assign([wish], agents, NOW)] == ["other"]
    there = [other, foreign]
    assert not routing.may_take(foreign, wish, there)
    assert routing.may_take(foreign, wait(2, "ar"), there)


def test_the_least_busy_gets_it_and_of_these_the_longest_idle() -> None:
    early = NOW - timedelta(minutes=5)
    agents = [
        agent("busy", holds=2),
        agent("fresh"),
        agent("idle", idle_since=early),
        agent("large", capacity=10, holds=1),
    ]
    pairs = routing.assign([wait(n) for n in range(1, 5)], agents, NOW)
    assert [who.id for _, who in pairs] == ["idle", "fresh", "large", "large"]


def test_nobody_gets_more_than_they_can_hold() -> None:
    pairs = routing.assign([wait(n) for n in range(9)], [agent("a", holds=1)], NOW)
    assert len(pairs) == 2


@pytest.mark.parametrize(
    "parts",
    [
        {"presence": AWAY},
        {"presence": BUSY},
        {"presence": OFFLINE},
        {"seen_at": NOW - routing.VANISHED_AFTER},
    ],
)
def test_only_who_is_there_and_free_gets_something(parts: dict[str, object]) -> None:
    assert routing.assign([wait(1)], [agent("a", **parts)], NOW) == []


@pytest.mark.parametrize(
    ("ahead", "free", "holding", "minutes"),
    [(0, 1, 4, 0), (0, 0, 4, 2), (3, 0, 4, 8), (3, 2, 4, 4), (2, 0, 1, 24)],
)
def test_the_wait_is_that_of_a_queue(
    ahead: int, free: int, holding: int, minutes: int
) -> None:
    usual = timedelta(minutes=8)
    expected = routing.expected_wait(ahead, free, holding, usual)
    assert expected == timedelta(minutes=minutes)


def test_without_anybody_there_is_no_estimate() -> None:
    assert routing.expected_wait(2, 0, 0, timedelta(minutes=8)) is None
