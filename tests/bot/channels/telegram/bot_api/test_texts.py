"""
HTML is read as Telegram's server reads it, and refused in its words.
"""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram.refusals import Refusal
from tests.fakes.telegram.texts import found_in, parse_html, read_text, units


def entity(kind, offset, length, **more):
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>a</b> &lt;i&gt;", "a <i>", [entity("bold", 0, 1)]),
        (
            "👋 <b>سلام <i>تو</i></b>",
            "👋 سلام تو",
            [entity("bold", 3, 7), entity("italic", 8, 2)],
        ),
        ("a &amp; b &nbsp; &#39;&#x41;", "a & b &nbsp; 'A", []),
        (
            '<a href="https://shop.example/?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://shop.example/?a=1&b=2")],
        ),
        ("<a href='nowhere'>x</a>", "x", []),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [entity("expandable_blockquote", 0, 1)],
        ),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("<b></b>x</>", None, "Unexpected end tag at byte offset 8"),
        ("<B>x</b>", "x", [entity("bold", 0, 1)]),
    ],
)
def test_html_becomes_entities(html, text, entities):
    if text is None:
        with pytest.raises(Refusal, match=entities):
            parse_html(html)
    else:
        assert parse_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x<div>y</div>", 'Unsupported start tag "div" at byte offset 1'),
        ("سلام <br/>", 'Unsupported start tag "br/" at byte offset 9'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b>x</i>",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a =>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x_y>x</a>", "Unexpected end of name token at byte offset 8"),
        (
            "<span>x</span>",
            'Tag "span" must have class "tg-spoiler" at byte offset 0',
        ),
        (
            '<tg-emoji emoji-id="x">x</tg-emoji>',
            "Invalid custom emoji identifier specified",
        ),
    ],
)
def test_what_telegram_cannot_read_is_refused_in_its_words(html, words):
    with pytest.raises(Refusal) as refused:
        parse_html(html)

    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@given(st.text(st.characters(blacklist_categories=("Cs",), min_codepoint=1)))
def test_what_is_escaped_comes_back_as_it_was(text):
    assert parse_html(escape(text)) == (text, [])
    assert parse_html(f"<b>{escape(text)}</b>")[0] == text


@given(st.text("<>/&;=\"' ab\0ب👋"))
def test_any_text_is_read_or_refused(text):
    try:
        read, entities = parse_html(text)
    except Refusal:
        return
    ends = [each["offset"] + each["length"] for each in entities]
    assert max(ends, default=0) <= units(read)


def test_spaces_around_go_and_entities_move_with_the_text():
    text, entities = read_text("  \n<b> a </b> ", "HTML")

    assert (text, entities) == ("a", [entity("bold", 0, 1)])


def test_marks_of_direction_stay_and_embeddings_go():
    mark, isolate, embedding = "\u200f", "\u2068", "\u202b"

    text, _ = read_text(f"{mark}a{isolate}b{embedding}c\r\n\td", "")

    assert text == f"{mark}a{isolate}bc\n d"


def test_commands_are_found_where_they_are():
    assert found_in("👋 /start@hamyar_test_bot now") == [entity("bot_command", 3, 22)]
    assert found_in("1/2 and a@b") == []


def test_length_is_counted_in_units_of_utf_16():
    assert units("سلام 👋") == 7
