"""
Each kind of card in each language, to the letter.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import cards
from bot.channels.telegram.marks import LTR, RTL, bare
from bot.channels.telegram.outgoing import rendered
from tests.bot.channels.telegram import things
from tests.bot.channels.telegram.seeing import (
    TO,
    Seen,
    said,
    shown,
    visible,
)

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden.yml").read_text("utf-8"))
KNOWING = replace(TO, telephones=frozenset({"+985100000104"}))
words = st.text(max_size=40)


@pytest.mark.parametrize("lang", things.LANGUAGES)
@pytest.mark.parametrize("kind", GOLDEN)
def test_a_card_to_the_letter(kind: str, lang: str) -> None:
    card = getattr(things, kind)(lang)

    assert shown(rendered(said(lang=lang, cards=[card]), KNOWING)) == GOLDEN[kind][lang]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("placed", "📝 Placed\n●○○○ Placed · next: Preparing"),
        ("delivered", "✅ Delivered\n●●●● Delivered\n"),
        ("cancelled", "❌ Cancelled\n<block"),
    ],
)
def test_the_way_of_an_order_is_shown_as_far_as_it_goes(state: str, line: str) -> None:
    (told,) = shown(rendered(said(cards=[things.order("en", state=state)]), TO))

    assert line in told


def test_an_order_of_many_lines_is_folded() -> None:
    many = things.order("en", items="\n".join(f"Cup {n}" for n in range(9)))
    (told,) = shown(rendered(said(cards=[many]), TO))

    assert "<blockquote expandable>• Cup 0\n• Cup 1\n" in told
    assert "• Cup 8</blockquote>" in told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("RR123456785IR", "<code>RR123456785IR</code>"),
        ("09121234567", "<code>09121234567</code>"),
        ("2026-11-23", "<b>2026-11-23</b>"),
        ("23 November", "<b>23 November</b>"),
        ("+98 912", "<b>+98 912</b>"),
        ("next-day", "<b>next-day</b>"),
        ("javascript:alert(1)", "<b>javascript:alert(1)</b>"),
        ("https://a.example/x y", "<b>https://a.example/x y</b>"),
        (
            "https://www.a.example/x",
            '<a href="https://www.a.example/x">a.example ↗</a>',
        ),
        ("a sentence that is much longer than a value is", None),
        ("Post, courier", None),
        ("1,250,000 toman", "<b>1,250,000 toman</b>"),
    ],
)
def test_a_value_is_a_code_a_link_or_words(value: str, told: str | None) -> None:
    card = {"kind": "order", "title": "T", "rows": [{"label": "L", "value": value}]}

    html = cards.shown(card, "en", LTR).html()

    assert html == f"📦 <b>T</b>\nL: {told or value}"


def test_an_address_in_the_other_direction_is_one_piece() -> None:
    card = {"title": "ش", "rows": [{"label": "نشانی", "value": "12 Main St, No. 4"}]}

    assert visible(cards.shown(card, "fa", RTL).html()) == (
        "<b>ش</b>\nنشانی: ⟨12 Main St, No. 4⟩"
    )


@given(words, words, words, words, words, words)
def test_nothing_of_a_card_makes_a_tag(
    title: str, status: str, label: str, value: str, item: str, step: str
) -> None:
    card: dict[str, Any] = {
        "kind": "order",
        "id": "1",
        "title": title,
        "status": status,
        "rows": [{"label": label, "value": value}],
        "items": [item],
        "steps": [step, "then"],
        "step": 0,
    }
    seen = Seen(cards.shown(card, "fa", RTL).html())

    assert all(not href or href == value.strip() for _, _, href in seen.over)
    assert bare(cards.shown(card, "fa", RTL).text) == bare(seen.text)


def test_a_card_of_an_unknown_kind_shows_what_it_has() -> None:
    assert cards.shown({"kind": "later", "title": "T"}, "en", LTR).html() == "<b>T</b>"
    assert cards.shown({}, "en", LTR).html() == ""


def test_only_a_safe_address_is_a_picture() -> None:
    assert cards.picture({"image": things.PICTURE}) == things.PICTURE
    for image in ("http://a.example/1.jpg", "javascript:x", "", None):
        assert cards.picture({"image": image}) is None


def test_whoever_typed_a_number_is_told_to_press_the_button() -> None:
    # Where the thread of a web chat goes on here, its cards do too.
    typed = {"label": "You wrote", "value": "0912"}
    card = {**things.sign_in("en"), "state": "any", "rows": [typed]}
    (told,) = shown(rendered(said(cards=[card]), TO))

    assert "don't type the number" in told
