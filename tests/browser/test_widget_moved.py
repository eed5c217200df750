"""
A thread that is joined to another one, or parted from it, while it is shown.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab, World
from tests.fakes.chat_bot import Talk


@pytest.mark.parametrize("sockets", ["fine", "refused"])
def test_what_is_somebody_elses_now_is_shown_no_more(
    world: World, open_tab: OpenTab, sockets: str
) -> None:
    world.chat.sockets = sockets
    chat = open_tab(customer="7")
    chat.begin()
    own = world.chat.customers["7"]
    both = Talk("both", [{**own.messages[0]}, {**own.messages[1]}])
    both.say("bot", "somebody else's order")

    world.do(lambda: world.chat.move("7", both))

    chat.sees("x", "You said: x", "somebody else's order")
    world.do(lambda: world.chat.move("7", own))
    expect(chat.said("somebody else's order")).to_have_count(0, timeout=30_000)
    chat.sees("x", "You said: x")
    chat.send("on")
    chat.sees("x", "You said: x", "on", "You said: on")
    assert world.chat.asked["ended"] == 0
    assert len(world.chat.sessions) == 1


def test_every_tab_forgets_it_and_what_is_not_sent_yet_is_kept(
    world: World, open_tab: OpenTab
) -> None:
    chat, other = open_tab(customer="7"), open_tab(customer="7")
    chat.begin()
    other.open()
    own = world.chat.customers["7"]
    world.say("somebody else's order")
    alone = Talk("alone", [{**message} for message in own.messages[:2]])
    for tab in (chat, other):
        tab.sees("x", "You said: x", "somebody else's order")
    world.chat.rate_limited = 1
    chat.send("later")

    world.do(lambda: world.chat.move("7", alone))

    for tab in (chat, other):
        tab.sees("x", "You said: x", "later", "You said: later")
