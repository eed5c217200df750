"""
A message is saved once, in order, before anybody is told that it arrived.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations import buttons, threads
from bot.conversations.core import Conversations
from bot.conversations.errors import (
    ButtonExpired,
    ButtonUnknown,
    ButtonUsed,
    ConversationUnknown,
)
from bot.conversations.inbox import (
    CODE_REFUSED,
    CODE_SENT,
    RETURNED,
    SIGNED_IN,
    accept_event,
)
from bot.conversations.messages import Choice
from bot.conversations.tables import inbox
from crm_connector.model import Identity
from tests.bot.conversations.builders import messages_after, say, texts, until
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine


async def test_a_repeat_changes_nothing(core: Conversations) -> None:
    """
    The same id is the same message, whatever it says the second time.
    """
    place = await core.new_conversation()
    first = await say(core, place, "hello", external_id="a")
    await until(core, place, 2)
    again = await say(core, place, "something else", external_id="a")
    assert (first.seq, first.repeated) == (1, False)
    assert (again.seq, again.repeated) == (1, True)
    assert await texts(core, place) == ["hello", "echo: hello"]


async def test_twenty_repeats_at_once_are_one_message(core: Conversations) -> None:
    """
    Nor do repeats that come side by side.
    """
    place = await core.new_conversation()
    outcomes = await asyncio.gather(
        *[say(core, place, "hello", external_id="a") for _ in range(20)]
    )
    assert [o.seq for o in outcomes] == [1] * 20
    assert sum(not o.repeated for o in outcomes) == 1
    await until(core, place, 2)
    assert await texts(core, place) == ["hello", "echo: hello"]


async def test_a_clients_id_means_nothing_in_another_conversation(
    core: Conversations,
) -> None:
    """
    So nobody can take or probe somebody else's id.
    """
    mine, theirs = await core.new_conversation(), await core.new_conversation()
    await say(core, theirs, "secret", external_id="a")
    outcome = await say(core, mine, "hello", external_id="a")
    assert not outcome.repeated


async def test_ids_of_a_channel_are_unique_across_conversations(
    core: Conversations,
) -> None:
    """
    A channel whose own ids are unique is believed.
    """
    one, other = await core.new_conversation(), await core.new_conversation()
    await say(core, one, "hello", external_id="7", channel="post", scoped=False)
    again = await say(
        core, other, "hello", external_id="7", channel="post", scoped=False
    )
    assert again.repeated


async def test_an_unknown_conversation_takes_nothing(core: Conversations) -> None:
    """
    A conversation that is gone is refused.
    """
    with pytest.raises(ConversationUnknown):
        await say(core, "no such conversation", "hello")


class TestButtons:
    """
    A button is good once, in its own conversation, for a while.
    """

    @pytest.fixture
    async def place(self, core: Conversations) -> str:
        """
        Give a conversation with two buttons.
        """
        place = await core.new_conversation()
        await say(core, place, "buttons")
        await until(core, place, 2)
        return place

    async def tokens(self, core: Conversations, place: str) -> list[str | None]:
        """
        Give the tokens as they are shown now.
        """
        page = await messages_after(core, place, 1, 1)
        return [button.token for button in page.messages[0].buttons]

    async def press(self, core: Conversations, place: str, token: str, id_: str) -> int:
        """
        Press a button.
        """
        return (await say(core, place, button=token, external_id=id_)).seq

    async def test_pressing_says_its_title_and_means_its_choice(
        self, core: Conversations, place: str, engine: FakeEngine
    ) -> None:
        """
        The engine gets the choice it made, the thread the title.
        """
        token = (await self.tokens(core, place))[0]
        assert token is not None
        await self.press(core, place, token, "press")
        await until(core, place, 4)
        assert await texts(core, place) == [
            "buttons",
            "which?",
            "first",
            "chosen: pick",
        ]
        choice = engine.turns[-1].choice
        assert choice is not None
        assert dict(choice.entities) == {"n": "1"}

    async def test_it_is_good_once(self, core: Conversations, place: str) -> None:
        """
        The same id again is a repeat, another id is refused; the others stay good.
        """
        token, other = await self.tokens(core, place)
        assert token is not None
        await self.press(core, place, token, "press")
        assert await self.press(core, place, token, "press") == 3
        with pytest.raises(ButtonUsed):
            await self.press(core, place, token, "press again")
        assert await self.tokens(core, place) == [None, other]

    async def test_it_is_good_in_its_own_conversation_only(
        self, core: Conversations, place: str
    ) -> None:
        """
        Elsewhere it is as unknown as any other string, and stays unused.
        """
        token, _ = await self.tokens(core, place)
        assert token is not None
        other = await core.new_conversation()
        with pytest.raises(ButtonUnknown):
            await self.press(core, other, token, "press")
        assert await texts(core, other) == []
        assert await self.press(core, place, token, "press") == 3

    async def test_it_expires(
        self, core: Conversations, place: str, clock: FakeClock
    ) -> None:
        """
        After its lifetime it is shown without a token and refused.
        """
        token, _ = await self.tokens(core, place)
        assert token is not None
        clock.now += buttons.LIFETIME - timedelta(seconds=1)
        assert (await self.tokens(core, place))[0] == token
        clock.advance(seconds=1)
        assert await self.tokens(core, place) == [None, None]
        with pytest.raises(ButtonExpired):
            await self.press(core, place, token, "press")


@pytest.mark.parametrize("event", [SIGNED_IN, CODE_SENT, CODE_REFUSED, RETURNED])
async def test_an_event_fits_where_databases_keep_to_lengths(
    core: Conversations, clock: FakeClock, event: str
) -> None:
    """
    SQLite does not, so it would tell of nothing.
    """
    place = await core.new_conversation()
    await core.write(
        lambda c: accept_event(c, place, "web", Identity(), Choice(event), clock())
    )
    (row,) = await core.read(lambda c: c.execute(sa.select(inbox)).mappings().all())
    for column in inbox.columns:
        length = getattr(column.type, "length", None)
        assert length is None or len(row[column.name] or "") <= length, column.name


async def test_the_number_of_a_card_is_not_kept(core: Conversations) -> None:
    """
    Neither for people nor for the bot, which sees that there was one.
    """
    place = await core.new_conversation()
    await say(core, place, "pay with 4111 1111 1111 1111")
    await until(core, place, 2)

    assert await texts(core, place) == [
        "pay with •••• 1111",
        "echo: pay with •••• 1111",
    ]


async def test_what_a_channel_knows_of_the_language_is_a_hint_for_the_first_turn(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    Until they have written, when their own words tell.
    """
    place = await core.write(lambda c: threads.create(c, core.clock(), language="ar"))
    await say(core, place, "hello")
    await until(core, place, 2)
    await say(core, place, "again")
    await until(core, place, 4)
    assert engine.turns[0].language_hint == "ar"
    assert engine.turns[1].language_hint != "ar"
