"""
Whatever the library knows has its outcome: what a later version brings fails here.
"""

from __future__ import annotations

import pytest
import telegram
from telegram.constants import MessageType, UpdateType

from bot.channels.telegram.came import Ignored, Unreadable
from bot.channels.telegram.kinds import ALLOWED, CONTENTS, UPDATES, Content, Outcome
from tests.bot.channels.telegram import schema, shapes
from tests.bot.channels.telegram.content_shapes import SAID, SERVICE
from tests.bot.channels.telegram.shapes import came, message


def test_every_kind_of_update_of_the_library_has_an_outcome() -> None:
    known = set(schema.fields(telegram.Update)) - {"update_id"}

    assert set(UPDATES) == known
    assert set(UPDATES) == {str(kind) for kind in UpdateType}


def test_every_field_of_a_message_has_an_outcome() -> None:
    known = set(schema.fields(telegram.Message))

    assert set(CONTENTS) == known
    assert {str(kind) for kind in MessageType} - set(CONTENTS) == set()


def test_a_message_type_of_the_library_is_content_but_for_a_few_traits() -> None:
    traits = {str(k) for k in MessageType if CONTENTS[str(k)] is Content.TRAIT}

    assert traits == {
        *("business_connection_id", "effect_id", "reply_to_story"),
        *("sender_boost_count", "sender_business_bot", "suggested_post_info"),
    }


def test_what_telegram_is_asked_for_is_what_is_handled() -> None:
    assert ALLOWED == ("message", "edited_message", "callback_query", "my_chat_member")


def test_there_is_a_real_update_of_every_kind() -> None:
    assert set(shapes.UPDATES) == set(UPDATES)


def test_there_is_a_real_message_of_every_content() -> None:
    contents = {
        name
        for name, content in CONTENTS.items()
        if content not in (Content.TRAIT, Content.MOVED)
    }

    assert set(SAID) | set(SERVICE) == contents
    assert set(SAID) & set(SERVICE) == set()


@pytest.mark.parametrize(
    "kind", [kind for kind, outcome in UPDATES.items() if outcome is Outcome.IGNORED]
)
def test_a_kind_that_is_not_handled_is_ignored_by_its_name(kind: str) -> None:
    read = came(shapes.UPDATES[kind], kind)

    assert isinstance(read, Ignored)
    assert read.why == kind


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_kind_that_is_handled_is_not_ignored(kind: str) -> None:
    assert not isinstance(came(shapes.UPDATES[kind], kind), Ignored)


@pytest.mark.parametrize("field", SERVICE)
def test_what_happened_in_a_chat_is_no_message_to_us(field: str) -> None:
    for chat in (shapes.PRIVATE, shapes.GROUP):
        read = came(message(chat=chat, **{field: SERVICE[field]}))

        assert isinstance(read, Ignored)
        assert read.why == "service"


@pytest.mark.parametrize(
    "field", [f for f in SAID if CONTENTS.get(f) is Content.UNREADABLE]
)
def test_what_cannot_be_read_is_named(field: str) -> None:
    read = came(message(**SAID[field]))

    assert isinstance(read, Unreadable)
    assert read.kind == field
    assert read.caption == SAID[field].get("caption", "")
