"""
Buttons below messages are those that can be pressed, and such as Telegram takes.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import keyboards
from bot.channels.telegram.letters import is_blank, width
from bot.channels.telegram.marks import bare
from bot.channels.telegram.parts import (
    ANSWERED,
    CODE,
    MOST_BUTTONS,
    MOST_DATA,
    MOST_IN_ROW,
    InlineButton,
    SendText,
)
from bot.conversations.buttons import ShownButton
from tests.bot.channels.telegram.seeing import keyboard_of, token


def rows(*titles: str, lang: str = "en") -> list[list[str]]:
    """
    The titles as they stand in rows.
    """
    shown = [ShownButton(title, token(n)) for n, title in enumerate(titles)]
    board = keyboards.inline(shown, lang)
    return [
        [bare(text) for text, _ in row] for row in keyboard_of(SendText("x", board))
    ]


@given(
    st.lists(
        st.tuples(st.text(max_size=90), st.booleans()).map(
            lambda pair: ShownButton(pair[0], token(1) if pair[1] else None)
        ),
        max_size=130,
    ),
    st.sampled_from(["fa", "ar", "en", None]),
    st.booleans(),
)
def test_any_buttons_are_such_as_telegram_takes(
    buttons: list[ShownButton], lang: str | None, is_with_code: bool
) -> None:
    beside = [InlineButton("code", data=CODE)] * is_with_code
    board = keyboards.inline(buttons, lang, beside=beside)

    live = sum(each.token is not None for each in buttons) + len(beside)
    if not live:
        assert board is None
        return
    assert board is not None
    flat = [each for row in board.rows for each in row]
    assert len(flat) == min(live, MOST_BUTTONS)
    assert (CODE in [each.data for each in flat]) == is_with_code
    assert all(1 <= len(row) <= MOST_IN_ROW for row in board.rows)
    assert all(1 <= len(each.data.encode()) <= MOST_DATA for each in flat)
    assert all(not is_blank(each.text) and "\n" not in each.text for each in flat)
    assert all(width(each.text) <= keyboards.LONGEST_TITLE for each in flat)


def test_the_data_is_the_token_and_no_token_is_a_word_of_ours() -> None:
    board = keyboards.inline([ShownButton("Yes", token(1))], "en")

    assert keyboard_of(SendText("x", board)) == [[("Yes", token(1))]]
    assert len(token(1)) == 43
    assert not {len(CODE), len(ANSWERED)} & {43}


def test_a_used_button_is_not_shown() -> None:
    used = [ShownButton("Yes", None), ShownButton("No", token(2))]

    assert keyboard_of(SendText("x", keyboards.inline(used, "en"))) == [
        [("No", token(2))]
    ]
    assert keyboards.inline(used[:1], "en") is None


def test_short_titles_stand_side_by_side_and_long_ones_alone() -> None:
    assert rows("Yes", "No") == [["Yes", "No"]]
    assert rows("1", "2", "3", "4", "5") == [["1", "2", "3", "4", "5"]]
    assert rows("Yes", "21957 · Clay cup, large, blue", "No") == [
        ["Yes"],
        ["21957 · Clay cup, large, blue"],
        ["No"],
    ]


def test_the_first_of_a_row_is_on_the_right_where_one_reads_from_there() -> None:
    assert rows("بله", "نه", lang="fa") == [["نه", "بله"]]
    assert rows("نعم", "لا", lang="ar") == [["لا", "نعم"]]


def test_a_title_is_aligned_and_its_codes_isolated() -> None:
    assert keyboards.titled("21957 · لیوان", "fa") == "\u200f21957 · لیوان"
    assert keyboards.titled("NS-1 را لغو کن", "fa").startswith("\u200f\u2066NS-1\u2069")


def test_a_long_title_ends_with_an_ellipsis() -> None:
    title = keyboards.titled("word " * 40, "en")

    assert title.startswith("word word")
    assert title.endswith("word…")
    assert width(title) <= keyboards.LONGEST_TITLE


def test_what_was_chosen_is_left_and_ticked() -> None:
    buttons = [ShownButton("بله", token(1)), ShownButton("نه", None)]

    by_token = keyboards.chosen(buttons, token(1), "fa")
    by_title = keyboards.chosen(buttons, "نه", "fa")

    assert keyboard_of(SendText("x", by_token)) == [[("\u200f✓ بله", ANSWERED)]]
    assert keyboard_of(SendText("x", by_title)) == [[("\u200f✓ نه", ANSWERED)]]
    assert keyboards.chosen(buttons, token(7), "fa") is None


@pytest.mark.parametrize(
    ("data", "url"),
    [
        ("", ""),
        ("x", "https://a.example"),
        ("ن" * 33, ""),
        ("", "javascript:alert(1)"),
        ("", "tg://user?id=1"),
    ],
)
def test_a_button_that_telegram_would_not_take_is_an_error(data: str, url: str) -> None:
    with pytest.raises(ValueError, match="button"):
        InlineButton("x", data=data, url=url)
