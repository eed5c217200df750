"""
Long messages come in pieces that Telegram takes and people can read.
"""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.letters import boundary, is_blank, shortened, width
from bot.channels.telegram.marks import LTR, RTL, bare, direction_of
from bot.channels.telegram.markup import (
    BOLD,
    CODE,
    LINK,
    QUOTE,
    Rich,
    joined,
    plain,
    units,
)
from bot.channels.telegram.splitting import MOST_SPANS, split
from tests.bot.channels.telegram.seeing import Seen

WORDS = [
    *("سلام", "می\u200cخواهم", "گفت\u200cوگو", "طلب", "order", "NS-100482", "۱۲٫۵"),
    *("3.14", "https://shop.example/a.b?c=1", "e.g.", "😀", "👨\u200d👩\u200d👧", "🇮🇷"),
    *("A\u0301", "<b>", "&amp;", '"', "+98 912 345 6789"),
]
ENDS = [" ", " ", " ", ". ", "؟ ", "! ", "؛ ", "… ", "\n", "\n\n", "، "]
prose = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)), min_size=1, max_size=60
).map(lambda pairs: "".join(word + end for word, end in pairs))
riches = st.lists(
    st.tuples(prose, st.sampled_from(["", BOLD, CODE, LINK, QUOTE])), max_size=5
).map(
    lambda parts: joined(
        "\n",
        (
            plain(text).within(tag, "https://a.example/?a&b" * (tag == LINK))
            if tag
            else plain(text)
            for text, tag in parts
        ),
    )
)


def texts(text: str, most: int, base: str = RTL) -> list[str]:
    """
    The pieces of a text, without marks.
    """
    return [bare(each.text) for each in split(plain(text), base, most)]


@given(riches, st.sampled_from([RTL, LTR]), st.integers(24, 400))
@settings(deadline=None)
def test_the_pieces_are_the_text(rich: Rich, base: str, most: int) -> None:
    pieces = split(rich, base, most, first=most // 2)

    seen = [Seen(each.html()) for each in pieces]
    # Only white space is gone, and only where one piece ends and another begins.
    rest = bare(rich.text).strip()
    for each in seen:
        told = bare(each.text)
        assert told == told.strip()
        assert rest.startswith(told)
        rest = rest[len(told) :].lstrip()
    assert rest == ""
    # Each is within its limit, as Telegram counts at its strictest.
    for place, each in enumerate(seen):
        assert 0 < units(each.text) <= (most if place else most // 2)
        assert not is_blank(each.text)
    # What stands out does so in the next piece too.
    for tag in (BOLD, CODE, LINK, QUOTE):
        whole = "".join(rich.text[s.start : s.end] for s in rich.spans if s.tag == tag)
        told = "".join(
            text for each in seen for name, text, _ in each.over if name == tag
        )
        assert re.sub(r"\s", "", bare(told)) == re.sub(r"\s", "", bare(whole))


@given(prose, st.integers(60, 400))
@settings(deadline=None)
def test_no_word_is_taken_apart(text: str, most: int) -> None:
    words = re.findall(r"\S+", bare(" ".join(texts(text, most))))

    assert words == text.split()


@given(st.text(st.sampled_from("aب👨\u200d👩🏽🇮🇷\u0301\u200c\ufe0f é"), max_size=40))
@example("🇮🇷🇸🇾🇬🇧")
def test_what_people_see_as_one_character_stays_whole(text: str) -> None:
    starts = {0, len(text), *(each.start() for each in regex.finditer(r"\X", text))}

    assert all(boundary(text, end) in starts for end in range(len(text) + 1))


def test_a_word_longer_than_a_message_is_cut_between_characters() -> None:
    family = "👨\u200d👩\u200d👧"

    pieces = texts(family * 30, 20)

    assert "".join(pieces) == family * 30
    assert all(set(each.split(family)) == {""} for each in pieces)


def test_paragraphs_then_lines_then_sentences_then_words() -> None:
    assert texts("one two.\n\nthree\nfour", 18, LTR) == ["one two.", "three\nfour"]
    assert texts("one two. x\nthree four", 18, LTR) == ["one two. x", "three four"]
    assert texts("one two. three four", 16, LTR) == ["one two.", "three four"]
    assert texts("one two three four", 16, LTR) == ["one two three", "four"]


def test_no_line_stands_alone_ahead_of_a_page() -> None:
    text = "Hi\n\n" + "word " * 30

    assert texts(text, 100, LTR)[0].startswith("Hi\n\nword")


@pytest.mark.parametrize(
    "sentence",
    [
        "آیا سفارش من رسید؟",
        "سفارش شما در راه است.",
        "هل وصل طلبي؟",
        "الطلب في الطريق!",
        "کالا موجود نیست؛",
        "Where is it?",
        "«سفارش رسید.»",
        "بعداً…",
        "Done (really!)",
    ],
)
def test_a_sentence_ends_here(sentence: str) -> None:
    text = f"{sentence} بعدش یک جمله‌ی دیگر است که ادامه دارد"

    assert texts(text, len(sentence) + 12)[0] == sentence


@pytest.mark.parametrize(
    "start",
    [
        "It costs 3.50 as the list of",
        "See e.g. the first of these",
        "This is No. 5 of the large",
        "Ask J. Smith of the shop for",
        "1. the first of many things",
        "Look at shop.example/a.b now",
    ],
)
def test_a_full_stop_that_ends_nothing_is_no_end(start: str) -> None:
    words = texts(f"{start} everything", len(start) + 4, LTR)

    assert words == [start, "everything"]


def test_marks_have_their_room_in_the_limit() -> None:
    text = " ".join(["NS-1", "سلام"] * 400)

    pieces = split(plain(text), RTL, 300)

    assert all(each.units <= 300 for each in pieces)
    # The room is used: a message is not sent half empty for its marks.
    assert all(each.units > 200 for each in pieces[:-1])


def test_a_line_that_goes_on_in_the_next_piece_is_aligned_anew() -> None:
    first, second = split(plain("سلام سلام iPhone است"), RTL, 14)

    assert (first.text, second.text[0]) == ("سلام سلام", "\u200f")


@pytest.mark.parametrize(
    "unit",
    ["a", "a.", "1-", ". ", "سلام. ", "aب", "-", "«", "\u2066", "a@", "😀", "x\n"],
)
@pytest.mark.parametrize("base", [RTL, LTR])
def test_a_very_long_text_takes_no_more_than_its_length(unit: str, base: str) -> None:
    # Whatever looks through a word anew from each of its letters never ends here.
    text = unit * 20_000

    lang = "fa" if base == RTL else "en"
    assert direction_of(text, lang) in (RTL, LTR)
    pieces = split(plain(text), base, 4096)

    told = "".join("".join(bare(each.text).split()) for each in pieces)
    assert told == "".join(bare(plain(text).text).split())


def test_no_message_has_more_spans_than_telegram_shows() -> None:
    rich = joined(" ", [Rich(f"w{n}").within(BOLD) for n in range(250)])

    pieces = split(rich, LTR, 4096)

    assert [len(each.spans) for each in pieces] == [MOST_SPANS, MOST_SPANS, 50]
    assert Seen(pieces[1].html()).over[0][1] == "w100"


@pytest.mark.parametrize("text", ["", "  \n ", "\u200f\u200c", "\u2066\u2069"])
def test_of_nothing_to_be_seen_there_is_no_piece(text: str) -> None:
    assert split(plain(text), RTL, 100) == []


def test_width_is_that_of_what_is_seen() -> None:
    assert width("می\u200cخواهم") == 7
    assert width("👍🏽") == 2
    assert shortened("گفت\u200cوگوی خصوصی", 6) == "گفت\u200cوگ…"
    assert shortened("short", 5) == "short"
