"""
Photos and documents; and the presses of buttons.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.came import (
    NOWHERE,
    Chat,
    Ignored,
    Pressed,
    Unreadable,
    Uploaded,
)
from bot.files.keeping import MOST_BYTES
from tests.bot.channels.telegram.content_shapes import DOCUMENT, PHOTO, SAID, size
from tests.bot.channels.telegram.shapes import (
    GROUP,
    OTHER,
    OTHER_BOT,
    SARA,
    callback,
    came,
    message,
    to_us,
)


def sent(**parts: Any) -> Any:
    return came(message(**parts))


class TestPhotos:
    """
    The largest that the shop keeps.
    """

    def test_the_largest_size_is_taken(self) -> None:
        for content in (SAID["photo"], SAID["live_photo"], {"photo": PHOTO[::-1]}):
            read = sent(**content, media_group_id="135")

            assert isinstance(read, Uploaded)
            assert (read.file, read.unique) == ("AgACAgQAAx-y", "AQAD-y")
            assert (read.kind, read.name, read.type, read.size, read.album) == (
                *("photo", "photo.jpg", "image/jpeg", 190_331, "135"),
            )
            assert read.caption == content.get("caption", "")

    def test_one_that_is_too_large_to_keep_is_not(self) -> None:
        sizes = [*PHOTO, size("w", 9_000, 9_000, MOST_BYTES + 1)]

        assert sent(photo=sizes).file == "AgACAgQAAx-y"
        assert sent(photo=[*PHOTO, size("w", 9_000, 9_000, MOST_BYTES)]).file.endswith(
            "w"
        )

    def test_a_size_of_unknown_bytes_is_taken_by_its_width(self) -> None:
        read = sent(photo=[*PHOTO, size("w", 2_560, 1_920, None)])

        assert (read.file, read.size) == ("AgACAgQAAx-w", None)

    def test_where_all_are_too_large_the_smallest_is_named(self) -> None:
        sizes = [
            size("w", 9_000, 9_000, 2 * MOST_BYTES),
            size("v", 8, 8, MOST_BYTES + 1),
        ]

        read = sent(photo=sizes)

        assert (read.file, read.size) == ("AgACAgQAAx-v", MOST_BYTES + 1)

    def test_a_live_photo_is_its_still_one_where_no_other_is_given(self) -> None:
        live = SAID["live_photo"]["live_photo"]

        assert sent(live_photo=live).file == "AgACAgQAAx-y"
        without = sent(live_photo={**live, "photo": []})
        assert isinstance(without, Unreadable)
        assert without.kind == "live_photo"


class TestDocuments:
    """
    Named, typed and measured by the sender's program; none of it is believed.
    """

    def test_it_is_read_with_what_is_said_of_it(self) -> None:
        read = sent(document=DOCUMENT, caption=" فاکتور ")

        assert isinstance(read, Uploaded)
        assert (read.file, read.unique) == ("BQACAgQAAx-1", "AgAD-1")
        assert (read.kind, read.name, read.type, read.size) == (
            *("document", "فاکتور ۱۲۳۴.pdf", "application/pdf", 48_213),
        )
        assert (read.caption, read.album) == ("فاکتور", "")

    def test_one_of_which_nothing_is_said_is_read_as_well(self) -> None:
        read = sent(document={"file_id": "x", "file_unique_id": "y"})

        assert (read.name, read.type, read.size) == ("", "", None)

    def test_what_is_said_of_it_may_be_wrong_in_any_way(self) -> None:
        odd = {
            "file_name": "\u202egpj.\0exe\n",
            "mime_type": "A/" * 999,
            "file_size": -1,
        }

        read = sent(document={**DOCUMENT, **odd})

        assert read.name == "gpj.exe"
        assert read.type.startswith("a/")
        assert len(read.type) < 1_000
        assert read.size is None

    def test_a_large_one_is_read_too(self) -> None:
        assert sent(document={**DOCUMENT, "file_size": 2**31}).size == 2**31

    def test_one_that_cannot_be_fetched_is_unreadable(self) -> None:
        read = sent(document={**DOCUMENT, "file_id": ""}, media_group_id="135")

        assert isinstance(read, Unreadable)
        assert (read.kind, read.album) == ("document", "135")


class TestPresses:
    """
    Every press is to be answered.
    """

    def test_it_names_the_query_the_data_and_the_message(self) -> None:
        read = came(callback(), "callback_query")

        assert isinstance(read, Pressed)
        assert (read.query, read.data, read.message) == (
            *("1772052174063284177", "b:9f2c", 4_020),
        )
        assert read.chat == Chat(SARA["id"], "private")
        assert read.sender.id == SARA["id"]

    @pytest.mark.parametrize(
        "parts", [{"data": None}, {"data": None, "game_short_name": "x"}]
    )
    def test_one_without_data_is_a_press(self, parts: dict) -> None:
        read = came(callback(**parts), "callback_query")

        assert isinstance(read, Pressed)
        assert read.data == ""

    def test_what_no_database_takes_is_not_in_its_data(self) -> None:
        read = came(callback(data="a\0\ud83db"), "callback_query")

        assert isinstance(read, Pressed)
        assert read.data == "ab"

    def test_one_under_a_message_that_is_gone_names_it(self) -> None:
        gone = {"chat": GROUP, "message_id": 12, "date": 0}

        read = came(callback(message=gone), "callback_query")

        assert isinstance(read, Pressed)
        assert (read.chat.id, read.message) == (GROUP["id"], 12)

    def test_one_under_no_message_is_of_the_private_chat(self) -> None:
        read = came(callback(message=None, inline_message_id="AAA"), "callback_query")

        assert isinstance(read, Pressed)
        assert (read.chat, read.message) == (Chat(SARA["id"], "private"), None)

    def test_in_a_group_it_is_whoever_pressed_that_sent_it(self) -> None:
        topic = {"message_thread_id": 12, "is_topic_message": True}
        press = callback(**{"from": OTHER, "message": to_us(chat=GROUP, **topic)})

        read = came(press, "callback_query")

        assert isinstance(read, Pressed)
        assert (read.sender.id, read.chat.kind, read.chat.topic) == (
            *(OTHER["id"], "group", 12),
        )

    def test_bots_press_nothing(self) -> None:
        read = came(callback(**{"from": OTHER_BOT}), "callback_query")

        assert isinstance(read, Ignored)
        assert read.why == "from_bot"

    def test_an_ignored_kind_without_a_chat_is_nowhere(self) -> None:
        query = {"id": "1", "from": SARA, "query": "", "offset": ""}

        assert came(query, "inline_query").chat == NOWHERE
