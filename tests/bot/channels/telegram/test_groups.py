"""
In groups the bot hears only what is said to it.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.came import (
    Chat,
    Commanded,
    Edited,
    Ignored,
    Located,
    SharedContact,
    Unreadable,
    Uploaded,
    Wrote,
)
from tests.bot.channels.telegram.content_shapes import SAID
from tests.bot.channels.telegram.shapes import (
    ANONYMOUS,
    CHANNEL,
    GROUP,
    NOW,
    OTHER,
    OTHER_BOT,
    OURS,
    SARA,
    SMALL_GROUP,
    came,
    mark,
    message,
    to_us,
)

NAME = "@hamyar_bot"
TELEGRAM = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}


def said(**parts: Any) -> Any:
    return came(message(**{"chat": GROUP, **parts}))


def called(text: str, kind: str = "mention", part: str = NAME, **more: Any) -> Any:
    return said(text=text, entities=[mark(kind, text, part, **more)])


def is_for_others(read: Any) -> bool:
    return isinstance(read, Ignored) and read.why == "not_addressed"


class TestCalled:
    """
    By its name, by a command with its name, by an answer to its message.
    """

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("@hamyar_bot سفارشم کجاست؟", "سفارشم کجاست؟"),
            ("@hamyar_bot، سفارشم کجاست؟", "سفارشم کجاست؟"),
            ("@hamyar_bot: hi", "hi"),
            ("سلام @hamyar_bot کجایی", "سلام کجایی"),
            ("Hi @hamyar_bot, there?", "Hi, there?"),
            ("کجایی @hamyar_bot", "کجایی"),
            ("👨‍👩‍👧👍 @hamyar_bot hi 👍", "👨‍👩‍👧👍 hi 👍"),
            ("👍\n@hamyar_bot\nhi", "👍 \nhi"),
        ],
    )
    def test_its_name_is_taken_out_of_the_text(self, text: str, read: str) -> None:
        found = called(text)

        assert isinstance(found, Wrote)
        assert found.text == read

    def test_its_name_counts_in_any_letters(self) -> None:
        assert called("@HAMYAR_bot hi", part="@HAMYAR_bot").text == "hi"

    def test_each_of_its_names_is_taken_out(self) -> None:
        text = f"{NAME} a {NAME.upper()} b"
        marks = [mark("mention", text, NAME), mark("mention", text, NAME.upper())]

        assert said(text=text, entities=marks[::-1]).text == "a b"

    def test_it_is_called_by_a_mention_without_username_too(self) -> None:
        assert called("👍 همیار سلام", "text_mention", "همیار", user=OURS).text == (
            "👍 سلام"
        )

    def test_others_are_not_it(self) -> None:
        assert is_for_others(called("@sara_r hi", part="@sara_r"))
        assert is_for_others(called("@hamyar_bot2 hi", part="@hamyar_bot2"))
        assert is_for_others(called("سارا hi", "text_mention", "سارا", user=SARA))

    def test_letters_that_are_no_mention_do_not_call_it(self) -> None:
        assert is_for_others(said(text="a@hamyar_bot.example"))
        assert is_for_others(called("x@hamyar_bot.com", "email", "x@hamyar_bot.com"))
        assert is_for_others(called("@hamyar_bot", "code"))

    def test_marks_beyond_the_text_are_harmless(self) -> None:
        for offset, length in ((-4, 3), (99, 9), (0, -1), (0, 2**62), (1, 10)):
            strange = {"type": "mention", "offset": offset, "length": length}

            assert is_for_others(said(text="👍 سلام", entities=[strange]))

    def test_an_answer_to_its_message_is_for_it(self) -> None:
        quote = {"text": "فردا", "position": 0}

        read = said(text="کی؟", reply_to_message=to_us(chat=GROUP), quote=quote)

        assert isinstance(read, Wrote)
        assert (read.text, read.reply_to, read.quoted) == ("کی؟", 4_020, "فردا")

    def test_an_answer_to_somebody_elses_message_is_not(self) -> None:
        theirs = to_us(chat=GROUP, **{"from": OTHER})

        assert is_for_others(said(text="کی؟", reply_to_message=theirs))

    def test_a_text_to_all_is_not(self) -> None:
        for chat in (GROUP, SMALL_GROUP):
            assert is_for_others(said(text="سفارشم کجاست؟", chat=chat))

    def test_its_name_alone_asks_what_it_can_do(self) -> None:
        for text in (NAME, f"{NAME} ", f"{NAME}،", f" {NAME} \u200f"):
            read = called(text)

            assert isinstance(read, Commanded)
            assert (read.name, read.argument) == ("help", "")

    def test_an_edit_is_for_it_as_a_message_is(self) -> None:
        text = f"{NAME} hi"
        edit = message(
            chat=GROUP,
            text=text,
            entities=[mark("mention", text, NAME)],
            edit_date=NOW + 9,
        )

        read = came(edit, "edited_message")

        assert isinstance(read, Edited)
        assert read.text == "hi"
        aside = message(chat=GROUP, text="hi", edit_date=NOW + 9)
        assert is_for_others(came(aside, "edited_message"))


class TestCommands:
    """
    A group may have several bots: a command is ours by our name.
    """

    def test_a_command_with_its_name_is_for_it(self) -> None:
        for text in ("/orders@Hamyar_Bot 7", "/ORDERS@hamyar_bot 7"):
            read = said(text=text)

            assert isinstance(read, Commanded)
            assert (read.name, read.argument) == ("orders", "7")

    def test_a_command_with_another_bots_name_never_is(self) -> None:
        text = f"/orders@other_bot {NAME}"
        marked = [mark("mention", text, NAME)]

        assert is_for_others(said(text="/orders@other_bot"))
        assert is_for_others(said(text=text, entities=marked))
        answer = to_us(chat=GROUP)
        assert is_for_others(said(text="/orders@other_bot", reply_to_message=answer))

    def test_a_command_to_all_bots_is_for_it_where_it_is_called(self) -> None:
        assert is_for_others(said(text="/orders"))
        assert said(text="/orders", reply_to_message=to_us(chat=GROUP)).name == "orders"
        assert called(f"{NAME} /orders 7").name == "orders"

    def test_a_command_with_its_name_within_a_text_calls_it(self) -> None:
        text = "👍 try /orders@hamyar_bot"

        read = called(text, "bot_command", "/orders@hamyar_bot")

        assert isinstance(read, Wrote)
        assert read.text == text
        assert is_for_others(called("try /orders", "bot_command", "/orders"))


class TestMedia:
    """
    What is no text is for the bot in the same ways.
    """

    @pytest.mark.parametrize("content", SAID)
    def test_what_is_sent_to_all_is_not_for_it(self, content: str) -> None:
        assert is_for_others(said(**SAID[content]))

    def test_an_answer_to_it_is(self) -> None:
        answer = to_us(chat=GROUP)

        kinds = {
            name: type(said(**SAID[name], reply_to_message=answer)) for name in SAID
        }

        assert kinds["photo"] is kinds["document"] is Uploaded
        assert kinds["location"] is Located
        assert kinds["voice"] is kinds["sticker"] is Unreadable

    def test_a_contact_in_a_group_proves_nothing(self) -> None:
        read = said(**SAID["contact"], reply_to_message=to_us(chat=GROUP))

        assert isinstance(read, SharedContact)
        assert not read.is_own

    def test_a_caption_with_its_name_calls_it(self) -> None:
        caption = f"{NAME} شکسته است"
        marks = [mark("mention", caption, NAME)]

        read = said(
            photo=SAID["photo"]["photo"], caption=caption, caption_entities=marks
        )

        assert isinstance(read, Uploaded)
        assert read.caption == "شکسته است"


class TestWhoAndWhere:
    """
    A group is no person, and a topic is a room of its own.
    """

    def test_the_group_is_named(self) -> None:
        read = said(text="کی؟", reply_to_message=to_us(chat=GROUP))

        assert read.chat == Chat(GROUP["id"], "group", "دوستان فروشگاه")

    def test_an_answer_goes_into_the_topic(self) -> None:
        forum = {**GROUP, "is_forum": True}
        topic = {"message_thread_id": 12, "is_topic_message": True}

        read = said(chat=forum, text="?", reply_to_message=to_us(chat=forum), **topic)

        assert read.chat.topic == 12

    def test_a_thread_of_answers_is_no_topic(self) -> None:
        read = said(
            text="?", reply_to_message=to_us(chat=GROUP), message_thread_id=4_020
        )

        assert read.chat.topic is None

    def test_a_topic_that_the_bot_opened_is_no_message_of_its_to_answer(self) -> None:
        opened = to_us(
            chat=GROUP,
            text=None,
            message_thread_id=12,
            forum_topic_created={"name": "x", "icon_color": 7_322_096},
        )

        assert is_for_others(
            said(text="?", reply_to_message=opened, message_thread_id=12)
        )

    @pytest.mark.parametrize(
        ("who", "chat"), [(ANONYMOUS, GROUP), (TELEGRAM, CHANNEL), (OTHER_BOT, CHANNEL)]
    )
    def test_who_speaks_as_a_chat_is_no_customer(self, who: dict, chat: dict) -> None:
        read = said(
            text="/orders@hamyar_bot",
            from_user=who,
            sender_chat=chat,
            reply_to_message=to_us(chat=GROUP),
        )

        assert isinstance(read, Ignored)
        assert read.why == "sender_chat"

    def test_nobody_is_served_in_channels_and_their_post_boxes(self) -> None:
        box = {**GROUP, "is_direct_messages": True}

        assert said(chat=CHANNEL, text="/orders@hamyar_bot").why == "channel"
        assert said(chat=box, text="/orders@hamyar_bot").why == "direct_messages"
        strange = {**GROUP, "type": "of_later"}
        assert said(chat=strange, text="/orders@hamyar_bot").why == "unknown_chat"
