"""
How quickly one chat may hear from us.
"""

from __future__ import annotations

import pytest

from bot.channels.telegram.pace import GROUP, MOST_KEPT, PRIVATE, Allowed, Pace

CHATS = [(7, PRIVATE), (-7, GROUP)]


class Now:
    """
    Seconds that pass when they are told to.
    """

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """
        Give them.
        """
        return self.seconds


@pytest.mark.parametrize(("chat", "allowed"), CHATS)
def test_a_burst_goes_out_and_what_follows_waits(chat: int, allowed: Allowed) -> None:
    """
    And there is room for one more each time that so long has passed.
    """
    now = Now()
    pace = Pace(now)
    assert [pace.take(chat) for _ in range(allowed.burst)] == [0.0] * allowed.burst
    assert pace.take(chat) == pytest.approx(allowed.seconds)
    now.seconds += allowed.seconds
    assert pace.take(chat) == 0.0
    assert pace.take(chat) > 0


@pytest.mark.parametrize(("chat", "allowed"), CHATS)
def test_what_goes_out_at_once_lets_others_wait(chat: int, allowed: Allowed) -> None:
    """
    It asks for no room, and it takes it.
    """
    pace = Pace(Now())
    for _ in range(allowed.burst + 1):
        pace.spend(chat)
    assert pace.take(chat) == pytest.approx(2 * allowed.seconds)
    assert pace.take(chat + 1) == 0.0


def test_no_more_chats_are_remembered_than_needed() -> None:
    """
    The oldest are forgotten, whose burst is over.
    """
    pace = Pace(Now())
    for chat in range(1, MOST_KEPT + 2):
        pace.spend(chat)
    assert len(pace._rest) == MOST_KEPT
    assert 1 not in pace._rest
