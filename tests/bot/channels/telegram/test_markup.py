"""
No data becomes a tag, and a text comes back from its HTML as it was.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.markup import (
    BOLD,
    CODE,
    FOLDED,
    ITALIC,
    LINK,
    QUOTE,
    Rich,
    bold,
    joined,
    plain,
    units,
    web_address,
)
from tests.bot.channels.telegram.seeing import Seen

ADDRESS = 'https://shop.example/?a="1"&b=<2>'
texts = st.text(
    st.one_of(
        st.sampled_from("<>&\"'/ab \nسلام\u200c\u2066\u2067\u2069\u202e😀؛;#"),
        st.characters(),
    ),
    max_size=60,
)
riches = st.recursive(
    texts.map(plain),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(
            lambda rich, tag: rich.within(tag, "https://a.example" * (tag == LINK)),
            inner,
            st.sampled_from([BOLD, ITALIC, CODE, LINK, QUOTE, FOLDED]),
        ),
    ),
    max_leaves=8,
)


@given(riches)
def test_the_very_text_comes_back_from_its_html(rich: Rich) -> None:
    seen = Seen(rich.html())

    assert seen.text == rich.text
    assert len(seen.over) == len(rich.spans)


@given(riches, st.data())
def test_a_text_may_be_cut_anywhere_and_keeps_its_tags(
    rich: Rich, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rich.text)))
    one, other = rich.cut(0, place), rich.cut(place, len(rich.text))

    assert Seen(one.html()).text + Seen(other.html()).text == rich.text


def test_what_is_said_stays_what_it_is() -> None:
    text = '<b>bold</b> &lt; <a href="javascript:alert(1)">x</a> &#60; "quoted"'

    assert Seen(plain(text).html()).text == text
    assert Seen(plain(text).html()).over == []


def test_an_address_stays_in_its_attribute() -> None:
    html = Rich("here").within(LINK, ADDRESS).html()

    assert html.count('"') == 2
    assert 'href="https://shop.example/?a=&quot;1&quot;&amp;b=&lt;2&gt;"' in html
    assert Seen(html).over == [("a", "here", ADDRESS)]


def test_spans_are_in_each_other_as_they_were_made() -> None:
    rich = joined("\n", [bold("a"), Rich(), (bold("b") + plain("c")).within(QUOTE)])

    assert rich.html() == "<b>a</b>\n<blockquote><b>b</b>c</blockquote>"
    assert Rich("x").within(FOLDED).html() == "<blockquote expandable>x</blockquote>"
    # A code is copied as a whole: nothing stands out in it.
    assert bold("x").within(CODE).html() == "<code>x</code>"


def test_what_would_turn_the_text_around_it_is_left_out() -> None:
    assert plain("a\u202eb\u202c").text == "ab"
    # Of an isolate both ends stay, or none.
    assert (
        plain("\u2066a\u2069 \u2069b \u2067c\nd\u2069").text == "\u2066a\u2069 b c\nd"
    )
    assert plain("a\r\nb\rc\u2028d\x00\x07").text == "a\nb\nc\nd"
    assert plain("\ud83d!").text == "\ufffd!"


def test_length_is_that_of_utf_16() -> None:
    for text in ("abc", "سلام", "😀", "👨‍👩‍👧 x"):
        assert units(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "ftp://a.example",
        "https://",
        "https://[::1",
        "https://a.example/ b",
        'https://a.example/"x',
        "https://a.example/\u202e",
        "see https://a.example",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(text: str) -> None:
    assert web_address(text) is None


def test_an_address_of_the_web_is_one() -> None:
    for text in ("https://a.example/x?y=1&z=2#t", "http://127.0.0.1:5005/pay/a"):
        assert web_address(text) == text
