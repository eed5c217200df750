"""
Positions in UTF-16, and texts that anything can hold.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import writing

# Also halves of pairs, which `st.text()` leaves out.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)
SPANS = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5)
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS


@given(TEXTS)
def test_a_text_fits_into_every_database(written: str) -> None:
    for made in (writing.text(written), writing.line(written), writing.token(written)):
        assert "\0" not in made
        made.encode()


@given(st.text(max_size=60))
def test_a_text_that_is_fit_is_left_as_it_is(written: str) -> None:
    assert writing.text(written) == written.replace("\0", "").strip()


@given(TEXTS)
def test_a_line_is_one_line(written: str) -> None:
    assert len(writing.line(written).splitlines()) <= 1


@given(TEXTS, TEXTS, TEXTS)
def test_a_part_is_found_by_its_place_in_utf16(
    before: str, part: str, after: str
) -> None:
    # Halves that come to stand side by side become one.
    whole = before + part + after
    start, units = (
        len(e.encode("utf-16-le", "surrogatepass")) // 2 for e in (before, part)
    )

    found = writing.part(whole, start, units)

    assert _units(found) == _units(part)


@given(TEXTS, SPANS)
def test_what_is_left_is_of_the_text(
    written: str, spans: list[tuple[int, int]]
) -> None:
    left = writing.without(written, spans)

    # In the same order; a space may stand where something was taken out.
    rest = iter(_units(written))
    assert all(unit in rest for unit in _units(left) if unit != " ")


def test_nothing_is_taken_out_of_a_text_without_marks() -> None:
    assert writing.without(" a ,b ", []) == " a ,b "


@given(ANYTHING)
def test_whatever_is_given_for_a_text_or_a_number(value: object) -> None:
    assert isinstance(writing.text(value), str)
    assert isinstance(writing.line(value), str)
    assert isinstance(writing.token(value), str)
    number = writing.whole_or_none(value)
    assert number is None or (number == value and abs(number) < 2**63)


def test_a_number_is_asked_for() -> None:
    assert writing.whole(-1_001_234_567_890) == -1_001_234_567_890
    for value in (None, True, 1.0, "1", 2**63, [1]):
        with pytest.raises(writing.Malformed):
            writing.whole(value)


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ("/start", writing.Command("start", "", "")),
        ("/Start@Bot_1\nabc", writing.Command("start", "bot_1", "abc")),
        ("/" + "x" * 64, writing.Command("x" * 64, "", "")),
        ("/" + "x" * 65, None),
        ("/start@", None),
        ("/start/x", None),
        ("/start.", None),
        ("/ſtart", None),
        ("a /start", None),
        ("", None),
    ],
)
def test_a_command_stands_at_the_start(
    written: str, command: writing.Command | None
) -> None:
    assert writing.command(written) == command


def _units(text: str) -> str:
    """
    Give each unit of UTF-16 as a character of its own.
    """
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(
        chr(int.from_bytes(data[i : i + 2], "little")) for i in range(0, len(data), 2)
    )
