"""
Whether anything of the bot's arrives, and where.
"""

from __future__ import annotations

import pytest

from bot.channels.telegram.came import Ignored, Membership, Migrated, Unknown
from tests.bot.channels.telegram.shapes import (
    ANONYMOUS,
    BANNED,
    CHANNEL,
    GROUP,
    OTHER_BOT,
    PRIVATE,
    RESTRICTED,
    SARA,
    SMALL_GROUP,
    came,
    member,
    message,
    my_chat_member,
)


def test_who_blocks_the_bot_and_comes_back() -> None:
    away = my_chat_member(PRIVATE, member("member"), BANNED)
    back = my_chat_member(PRIVATE, BANNED, member("member"))

    left, come = came(away, "my_chat_member"), came(back, "my_chat_member")

    assert isinstance(left, Membership)
    assert isinstance(come, Membership)
    assert (left.is_blocked, come.is_blocked) == (True, False)
    assert left.sender is not None
    assert (left.chat.id, left.sender.id) == (SARA["id"], SARA["id"])


@pytest.mark.parametrize(
    ("before", "now", "is_blocked"),
    [
        (member("left"), member("member"), False),
        (member("left"), member("administrator"), False),
        (member("member"), member("left"), True),
        (member("administrator"), BANNED, True),
        (BANNED, member("member"), False),
        (member("member"), RESTRICTED, True),
        (RESTRICTED, {**RESTRICTED, "can_send_messages": True}, False),
        (member("member"), {**RESTRICTED, "is_member": False}, True),
        (member("of_later"), member("member"), False),
    ],
)
def test_a_group_takes_it_in_and_puts_it_out(
    before: dict, now: dict, is_blocked: bool
) -> None:
    rights = dict.fromkeys(
        (
            *("can_be_edited", "is_anonymous", "can_manage_chat"),
            *("can_delete_messages", "can_manage_video_chats"),
            *("can_restrict_members", "can_promote_members", "can_change_info"),
            *("can_invite_users", "can_post_stories", "can_edit_stories"),
            "can_delete_stories",
        ),
        False,
    )
    states = [
        {**rights, **each} if each["status"] == "administrator" else each
        for each in (before, now)
    ]

    read = came(my_chat_member(GROUP, *states), "my_chat_member")

    assert isinstance(read, Membership)
    assert (read.chat.kind, read.is_blocked) == ("group", is_blocked)


def test_other_rights_in_a_group_change_nothing() -> None:
    for before, now in (
        (member("member"), {**RESTRICTED, "can_send_messages": True}),
        (RESTRICTED, member("left")),
    ):
        read = came(my_chat_member(GROUP, before, now), "my_chat_member")

        assert isinstance(read, Ignored)
        assert read.why == "rights"


def test_a_bot_that_puts_it_out_is_no_sender() -> None:
    change = my_chat_member(GROUP, member("member"), BANNED, by=OTHER_BOT)

    read = came(change, "my_chat_member")

    assert isinstance(read, Membership)
    assert (read.is_blocked, read.sender) == (True, None)


def test_a_status_of_later_is_counted() -> None:
    change = my_chat_member(GROUP, member("member"), member("of_later"))

    assert isinstance(came(change, "my_chat_member"), Unknown)


def test_channels_are_ignored() -> None:
    change = my_chat_member(CHANNEL, member("left"), member("member"))

    read = came(change, "my_chat_member")

    assert isinstance(read, Ignored)
    assert read.why == "channel"


def test_a_group_moves() -> None:
    for who in (SARA, ANONYMOUS, None):
        read = came(
            message(chat=SMALL_GROUP, from_user=who, migrate_to_chat_id=GROUP["id"])
        )

        assert isinstance(read, Migrated)
        assert (read.chat.id, read.to) == (SMALL_GROUP["id"], GROUP["id"])


def test_a_private_chat_does_not() -> None:
    read = came(message(chat=PRIVATE, migrate_to_chat_id=GROUP["id"]))

    assert isinstance(read, Ignored)
    assert read.why == "service"
