"""
Texts of two directions are aligned and read as they should be.

What the eye sees is asked of another implementation of Unicode's algorithm.
"""

from __future__ import annotations

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.marks import (
    LRM,
    LTR,
    RLM,
    RTL,
    bare,
    direction_of,
    isolated,
    marked,
)
from bot.channels.telegram.markup import BOLD, CODE, LINK, Rich, plain
from tests.bot.channels.telegram.seeing import Seen, visible


def written(text: str, base: str = RTL) -> str:
    """
    The text with its marks as signs.
    """
    return visible(marked(plain(text), base).html())


def eye(text: str, base: str = RTL) -> str:
    """
    A line from left to right, as it is seen.
    """
    way = TextDirection.RTL if base == RTL else TextDirection.LTR
    line = marked(plain(text), base).text
    return bare(BidiParagraph(line, way).get_reordered_string())


@pytest.mark.parametrize(
    "piece",
    [
        "NS-100482",
        "+98 912 345 6789",
        "0912 345 6789",
        "2026-11-23",
        "ali85@shop.example",
        "$490.63",
        "-20",
        "iPhone 13 Pro",
        "/orders",
        "@shop_bot",
        "https://shop.example/pay?a=1&b=2",
        "۲۱۴۰-۷۷۱۲-۰۰۳۴",
        "۱۲/۳/۱۴۰۵",
        "۰۲۱-۸۸۰۰ ۱۲۳۴",
        "١٢-٠٥-٢٠٢٦",
        "۱٬۲۵۰٬۰۰۰",
        "9:30",
        "21957",
    ],
)
@pytest.mark.parametrize("sentence", ["سفارش {} ثبت شد.", "{}، برای شما", "کد: {}"])
def test_codes_and_addresses_read_right_in_persian(piece: str, sentence: str) -> None:
    assert piece in eye(sentence.format(piece))


def test_two_codes_keep_their_places_with_a_dash_between() -> None:
    seen = eye("از NS-1 - NS-2 تا بعد")

    # Read from the right: the first one stands further right.
    assert seen.index("NS-2") < seen.index("NS-1")


def test_what_is_seen_without_marks_is_what_they_are_for() -> None:
    text = "شماره +98 912 345 6789"
    line = BidiParagraph(text, TextDirection.RTL).get_reordered_string()

    assert "+98 912 345 6789" not in line


@pytest.mark.parametrize(
    "line",
    [
        "iPhone رسید",
        "۲ عدد",
        "2 عدد",
        "• لیوان",
        "📦 سفارش",
        "«سفارش»",
        "NS-100482",
        "https://shop.example",
    ],
)
def test_a_line_that_begins_otherwise_is_aligned_as_the_others(line: str) -> None:
    first, second = marked(plain(f"سلام\n{line}"), RTL).text.split("\n")

    assert (first, second[0]) == ("سلام", RLM)


def test_a_line_that_is_aligned_by_itself_has_no_mark() -> None:
    assert written("سلام\n\nالطلب جاهز") == "سلام\n\nالطلب جاهز"
    assert written("Hello\n2 × cups\n📦", LTR) == "Hello\n2 × cups\n📦"


def test_arabic_digits_in_groups_keep_their_order_in_english_too() -> None:
    assert "١٢-٠٥-٢٠٢٦" in eye("On ١٢-٠٥-٢٠٢٦ it came", LTR)
    # What is copied stays as it is.
    code = marked(Rich("١٢-٠٥-٢٠٢٦").within(CODE), RTL)
    assert "<code>١٢-٠٥-٢٠٢٦</code>" in code.html()


def test_names_of_the_other_letters_stand_in_english() -> None:
    text = "Order of لیوان سفالی ۲ تکه (blue)\nگلدان is there\n2 × گلدان"

    assert written(text, LTR).split("\n") == [
        "Order of ⟪لیوان سفالی ۲ تکه⟩ (blue)",
        "[LRM]⟪گلدان⟩ is there",
        "[LRM]2 × ⟪گلدان⟩",
    ]
    assert LRM not in marked(plain("Order 5"), LTR).text


def test_marks_are_outside_of_what_is_copied_or_opened() -> None:
    rich = (
        plain("کد ")
        + Rich("RR-12").within(CODE)
        + plain(" و ")
        + Rich("shop.example ↗").within(LINK, "https://shop.example")
    )
    html = marked(rich, RTL).html()

    assert visible(html) == (
        'کد ⟨<code>RR-12</code>⟩ و ⟨<a href="https://shop.example">shop.example ↗</a>⟩'
    )
    alone = marked(Rich("RR-12").within(CODE), RTL).html()
    assert visible(alone) == "[RLM]⟨<code>RR-12</code>⟩"


def test_an_address_ends_where_its_sentence_goes_on() -> None:
    text = "پرداخت: https://shop.example/pay/1، سپس https://shop.example/2."

    assert written(text) == (
        "پرداخت: ⟨https://shop.example/pay/1⟩، سپس ⟨https://shop.example/2⟩."
    )


def test_what_is_isolated_already_is_left_as_it_is() -> None:
    assert written("تلفن \u2066+۹۸ ۵۱\u2069 است") == "تلفن ⟨+۹۸ ۵۱⟩ است"


def test_a_value_is_isolated_as_a_whole_where_it_runs_the_other_way() -> None:
    address = "12 Sajjad Blvd, Mashhad"

    assert visible(isolated(address, "fa", RTL).text) == f"⟨{address}⟩"
    assert isolated("مشهد، سجاد ۱۲", "fa", RTL).text == "مشهد، سجاد ۱۲"
    assert visible(isolated("پست", "en", LTR).text) == "⟪پست⟩"


@pytest.mark.parametrize(
    ("text", "lang", "direction"),
    [
        ("HM-1001 کجاست؟", None, RTL),
        ("HM-1001 کجاست؟", "fa", RTL),
        ("iPhone من کجاست؟", "fa", RTL),
        ("Where is گلدان?", "en", LTR),
        ("sefaresham koo", "fa", LTR),
        ("گلدان", "en", RTL),
        ("21957", "ar", RTL),
        ("21957", None, LTR),
    ],
)
def test_a_message_runs_as_its_words_do(
    text: str, lang: str | None, direction: str
) -> None:
    assert direction_of(text, lang) == direction


@given(
    st.lists(
        st.sampled_from(
            [
                *("سلام", "می\u200cخواهم", "order", "NS-12", "۱۲", "+98 912 345 67"),
                *("https://a.example/x", "\n", " ", "، ", "- ", "(", ")", "😀", "•"),
                *("\u2066a\u2069", "\u2069", "\u2067"),
            ]
        ),
        max_size=14,
    ).map("".join),
    st.sampled_from([RTL, LTR]),
)
def test_marks_change_nothing_but_direction(text: str, base: str) -> None:
    rich = plain(text).within(BOLD)
    once = marked(rich, base)

    assert bare(once.text) == bare(rich.text)
    # Each isolate that is begun in a line ends in it.
    assert plain(once.text).text == once.text
    # What stood out still does, and no mark is in an address or a code.
    assert [each[1] for each in Seen(once.html()).over] == [once.text][
        : len(rich.spans)
    ]
    for whole in ("https://a.example/x", "NS-12"):
        assert once.text.count(whole) == rich.text.count(whole)
