"""
What somebody says to the bot in private.
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
    Sender,
    SharedContact,
    Unknown,
    Unreadable,
    Wrote,
)
from tests.bot.channels.telegram.content_shapes import CONTACT, PLACE, SAID
from tests.bot.channels.telegram.shapes import (
    NOW,
    OTHER,
    OTHER_BOT,
    PRIVATE,
    SARA,
    came,
    message,
    to_us,
)

ORIGIN = {"type": "user", "date": NOW - 90, "sender_user": OTHER}
HIDDEN = {"type": "hidden_user", "date": NOW - 90, "sender_user_name": "Omar"}
AT = {
    "chat": Chat(SARA["id"], "private"),
    "sender": Sender(SARA["id"], "سارا رضایی", "sara_r", "fa"),
    "message": 4_021,
    "reply_to": None,
    "quoted": "",
}


def sent(**parts: Any) -> Any:
    return came(message(**parts))


class TestText:
    """
    It is what the customer wrote, as far as a database takes it.
    """

    def test_a_text_is_read_with_who_wrote_it_and_where(self) -> None:
        assert sent(text="سفارشم کجاست؟") == Wrote(**AT, text="سفارشم کجاست؟")

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            (" سلام \n", "سلام"),
            ("a\0b", "ab"),
            ("\ud83d half", "half"),
            ("می‌خواهم", "می‌خواهم"),
            ("\u202eabc\u202c", "\u202eabc\u202c"),
            ("👩🏽\u200d🚀", "👩🏽\u200d🚀"),
            ('/cancel{"a":"b"}', '/cancel{"a":"b"}'),
            ("/no/path", "/no/path"),
            ("/سفارش", "/سفارش"),
            ("/", "/"),
            ("see /orders", "see /orders"),
        ],
        ids=ascii,
    )
    def test_it_is_kept_as_written(self, written: str, read: str) -> None:
        assert sent(text=written) == Wrote(**AT, text=read)

    def test_a_text_is_no_longer_than_telegram_lets_it_be(self) -> None:
        assert sent(text="ک" * 4_096).text == "ک" * 4_096
        assert sent(text="ک" * 500_000).text == "ک" * 4_096

    @pytest.mark.parametrize(
        "written", ["", " \n", "\0", "\ud83d", "\u200b\u200f\ufe0f"], ids=ascii
    )
    def test_a_text_in_which_nothing_can_be_seen_is_ignored(self, written: str) -> None:
        read = sent(text=written)

        assert isinstance(read, Ignored)
        assert read.why == "empty"

    def test_a_forwarded_text_is_what_the_customer_wants_read(self) -> None:
        for origin in (ORIGIN, HIDDEN):
            assert sent(text="کد ۱۲۳۴", forward_origin=origin) == Wrote(
                **AT, text="کد ۱۲۳۴"
            )

    def test_an_answer_to_a_message_of_ours_says_to_which(self) -> None:
        quote = {"text": "فردا می‌رسد", "position": 20, "is_manual": True}

        read = sent(text="کی؟", reply_to_message=to_us(), quote=quote)

        assert (read.reply_to, read.quoted) == (4_020, "فردا می‌رسد")

    def test_an_answer_to_somebody_elses_message_brings_nothing_of_it(self) -> None:
        theirs = to_us(**{"from": SARA})
        quote = {"text": "فردا می‌رسد", "position": 20}

        read = sent(text="کی؟", reply_to_message=theirs, quote=quote)

        assert (read.reply_to, read.quoted) == (None, "")

    def test_a_quote_of_another_chat_is_not_kept(self) -> None:
        elsewhere = {"origin": ORIGIN}
        quote = {"text": "secret", "position": 0}

        read = sent(text="?", external_reply=elsewhere, quote=quote)

        assert (read.reply_to, read.quoted) == (None, "")


class TestWho:
    """
    Names are for people to read and hide nothing; bots are nobody's customers.
    """

    def test_a_name_is_one_line_without_what_turns_it_around(self) -> None:
        who = {**SARA, "first_name": " \u202eعلی‌رضا\n\n", "last_name": "a\0\ud83d\tb"}

        read = sent(text="x", from_user=who)

        assert read.sender.name == "علی‌رضا a b"

    def test_a_name_is_not_endless(self) -> None:
        read = sent(text="x", from_user={**SARA, "first_name": "x" * 9_999})

        assert len(read.sender.name) < 1_000

    def test_who_has_neither_surname_nor_language_is_read_as_well(self) -> None:
        read = sent(text="x", from_user=OTHER, chat={**PRIVATE, "id": OTHER["id"]})

        assert read.sender == Sender(OTHER["id"], "Omar")

    def test_the_language_is_handed_on_as_it_is(self) -> None:
        assert sent(text="x", from_user={**SARA, "language_code": "pt-BR"}).sender == (
            Sender(SARA["id"], "سارا رضایی", "sara_r", "pt-BR")
        )

    @pytest.mark.parametrize("content", SAID)
    def test_what_a_bot_says_is_ignored(self, content: str) -> None:
        read = sent(**SAID[content], from_user=OTHER_BOT)

        assert isinstance(read, Ignored)
        assert (read.why, read.sender) == ("from_bot", None)

    def test_what_nobody_says_is_ignored(self) -> None:
        assert sent(text="x", from_user=None).why == "no_sender"

    def test_a_private_chat_has_topics_as_well(self) -> None:
        read = sent(text="x", message_thread_id=77, is_topic_message=True)

        assert read.chat == Chat(SARA["id"], "private", topic=77)


class TestCommands:
    """
    A command is what the customer gives, however they write it.
    """

    @pytest.mark.parametrize(
        ("written", "name", "argument"),
        [
            ("/start", "start", ""),
            ("/start Zm9v-bar_1", "start", "Zm9v-bar_1"),
            ("/ORDERS", "orders", ""),
            ("/Orders@hamyar_bot", "orders", ""),
            ("/orders@Old_Name_Bot 3", "orders", "3"),
            ("/agent سلام\nکمک", "agent", "سلام\nکمک"),
            ("/of_later", "of_later", ""),
            ("  /help ", "help", ""),
        ],
    )
    def test_it_has_a_name_and_an_argument(
        self, written: str, name: str, argument: str
    ) -> None:
        assert sent(text=written) == Commanded(**AT, name=name, argument=argument)

    @pytest.mark.parametrize(
        "how",
        [
            {"forward_origin": ORIGIN},
            {"forward_origin": HIDDEN},
            {"forward_date": NOW - 90, "forward_sender_name": "Omar"},
            {"via_bot": OTHER_BOT},
        ],
    )
    def test_what_somebody_else_wrote_commands_nothing(self, how: dict) -> None:
        assert sent(text="/start Zm9v", **how) == Wrote(**AT, text="/start Zm9v")


class TestContact:
    """
    A number is proven only by Telegram's word that it is the sender's own.
    """

    def test_the_own_number_is_the_senders(self) -> None:
        assert sent(contact=CONTACT, reply_to_message=to_us()) == SharedContact(
            **{**AT, "reply_to": 4_020}, phone="989123456789", is_own=True
        )

    @pytest.mark.parametrize(
        ("contact", "how"),
        [
            ({"user_id": OTHER["id"]}, {}),
            ({"user_id": None}, {}),
            ({"user_id": str(SARA["id"])}, {}),
            ({"user_id": True}, {"from_user": {**SARA, "id": 1}}),
            ({}, {"forward_origin": ORIGIN}),
            ({}, {"forward_origin": HIDDEN}),
            ({}, {"forward_from": OTHER, "forward_date": NOW - 90}),
            ({}, {"forward_date": NOW - 90}),
            ({}, {"via_bot": OTHER_BOT}),
        ],
    )
    def test_any_other_proves_nothing(self, contact: dict, how: dict) -> None:
        read = sent(contact={**CONTACT, **contact}, **how)

        assert isinstance(read, SharedContact)
        assert not read.is_own

    def test_a_contact_without_a_number_is_none(self) -> None:
        read = sent(contact={"first_name": "x", "phone_number": "\0"})

        assert isinstance(read, Unreadable)
        assert read.kind == "contact"


class TestPlace:
    """
    Where the customer is, or means.
    """

    def test_a_location_and_a_venue_are_read_alike(self) -> None:
        place = Located(**AT, latitude=35.699739, longitude=51.338097)

        assert sent(**SAID["location"]) == place
        assert sent(**SAID["venue"]) == place

    def test_a_live_location_is_read_when_it_begins_and_then_no_more(self) -> None:
        live = {**PLACE, "live_period": 900, "heading": 12}

        assert isinstance(sent(location=live), Located)
        moved = came(message(location=live, edit_date=NOW + 9), "edited_message")
        assert isinstance(moved, Ignored)
        assert moved.why == "edited_location"

    @pytest.mark.parametrize(
        "place", [{"latitude": 91}, {"longitude": -181.0}, {"latitude": float("nan")}]
    )
    def test_what_is_nowhere_is_no_place(self, place: dict) -> None:
        read = sent(location={**PLACE, **place})

        assert isinstance(read, Unreadable)
        assert read.kind == "location"


class TestEdits:
    """
    The new words of an older message.
    """

    def test_a_new_text_and_a_new_caption_are_read(self) -> None:
        text = message(text=" /orders ", edit_date=NOW + 9)
        caption = message(**SAID["photo"], edit_date=NOW + 9)

        assert came(text, "edited_message") == Edited(**AT, text="/orders")
        assert came(caption, "edited_message") == Edited(**AT, text="شکسته است")

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            ({"text": "\u200b"}, "empty"),
            (SAID["document"], "edited_media"),
            (SAID["poll"], "edited_media"),
            ({"pinned_message": to_us()}, "service"),
        ],
    )
    def test_an_edit_without_words_is_ignored(self, content: dict, why: str) -> None:
        read = came(message(**content, edit_date=NOW + 9), "edited_message")

        assert isinstance(read, Ignored)
        assert read.why == why


class TestOfLater:
    """
    What the library does not know yet is counted; a medium among it is not left silent.
    """

    def test_an_update_of_a_new_kind_is_named(self) -> None:
        assert came({"id": 1}, "hologram_query").kind == "hologram_query"  # type: ignore[union-attr]

    def test_a_message_with_a_new_content_is_named(self) -> None:
        read = sent(hologram={"file_id": "x"}, forward_date=NOW)

        assert isinstance(read, Unknown)
        assert (read.kind, read.chat) == ("hologram", AT["chat"])

    def test_one_with_a_caption_is_a_medium(self) -> None:
        read = sent(hologram={"file_id": "x"}, caption="ببینید")

        assert read == Unreadable(**AT, kind="unknown", caption="ببینید", album="")
