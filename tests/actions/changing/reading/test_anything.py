"""
Whatever somebody writes can be read, and nothing becomes a yes that is none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions.changing.reading import (
    Asked,
    Asking,
    Known,
    Said,
    orders_meant,
    pieces,
    read,
)
from actions.changing.reading.answers import yes_or_no
from actions.changing.reading.text import text_of
from crm_connector.model import Order
from crm_connector.operations import Operation
from tests.actions.changing.reading import judging, shop

LANGUAGES = ("fa", "fa-Latn", "ar", "en")
CONFIRM = Asked(Asking.CONFIRM)
EXAMPLES = Path(__file__).parents[4] / "nlu_data" / "nlu"
SIGNS = (
    " ,.;:?!()[]{}#_-'\"\n\t\0\x01\u200c\u200d\u064b\u0640؟،٪٫“”«»½ﷺ①ǅßİ"
    "😀👍\ud800٣۴9aZپيكة"
)


def texts() -> list[str]:
    """
    All sentences of the file.
    """
    return [
        each["text"]
        for kind in ("sentences", "held_out")
        for each in judging.listed(kind)
    ]


def scrambled(count: int) -> Iterator[str]:
    """
    Texts of parts of sentences, with signs and letters of all kinds between.
    """
    chance = random.Random(20260501)
    known = texts()
    for _ in range(count):
        parts = []
        for _ in range(chance.randint(0, 6)):
            sentence = chance.choice(known)
            start = chance.randint(0, len(sentence))
            parts.append(sentence[start : start + chance.randint(0, 25)])
            parts.append("".join(chance.choices(SIGNS, k=chance.randint(0, 5))))
        yield "".join(parts)


def questions() -> Iterator[Asked | None]:
    """
    No question, and each there is.
    """
    yield None
    for asking in Asking:
        yield Asked(asking, "shoes", Operation.CHANGE_ITEMS)


def test_any_text_can_be_read() -> None:
    asked = list(questions())
    for at, text in enumerate(scrambled(600)):
        lang, known = LANGUAGES[at % 4], shop.known(("10042", "10039")[at % 2])
        said = read(text, lang, known, asked[at % len(asked)])
        cut = pieces(text, lang, known)

        assert isinstance(said, Said)
        ids = {line.id for line in known.order.lines} if known.order else set()
        assert {*said.lines, *said.dropped} <= ids
        assert {each.line for each in said.choices} <= ids
        assert set(said.methods) <= {each.id for each in known.methods}
        assert all(each.text for each in cut)
        orders_meant(text, lang, known)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_read_where_nothing_is_known(lang: str) -> None:
    for text in texts():
        said = read(text, lang, Known())

        assert (said.lines, said.choices, said.methods) == ((), (), ())
        assert orders_meant(text, lang, Known()) == ()


def test_the_longest_text_is_read_as_far_as_anybody_reads() -> None:
    endless = "I want the shoes in blue and " * 10_000

    said = read(endless, "en", shop.known())

    assert said.lines == ("shoes",)


def test_the_order_of_what_is_known_changes_nothing() -> None:
    chance = random.Random(7)
    for each in judging.listed("sentences"):
        known = shop.known(each.get("at", "10042"))
        other = shuffled(known, chance)
        asked = Asked(Asking.CONFIRM) if each.get("asked") == "confirm" else None

        assert read(each["text"], each["lang"], other, asked) == read(
            each["text"], each["lang"], known, asked
        )


def shuffled(known: Known, chance: random.Random) -> Known:
    """
    The same in another order, but for that of the orders, which says which is newest.
    """

    def turned(order: Order) -> Order:
        return replace(order, lines=tuple(chance.sample(order.lines, len(order.lines))))

    at_hand = turned(known.order) if known.order else None
    names = chance.sample(sorted(known.variants), len(known.variants))
    return replace(
        known,
        orders=tuple(map(turned, known.orders)),
        order=at_hand,
        variants={
            id_: tuple(chance.sample(known.variants[id_], len(known.variants[id_])))
            for id_ in names
        },
        methods=tuple(chance.sample(known.methods, len(known.methods))),
    )


def examples(*, of: frozenset[str] = frozenset()) -> Iterator[str]:
    """
    What the language model learns from: of these intents, else of all others.
    """
    mood = {"affirm", "deny", "thank", "goodbye", "place_order"}
    for file in sorted(EXAMPLES.glob("*.yml")):
        for each in yaml.safe_load(file.read_text("utf-8")).get("nlu", ()):
            intent = each.get("intent", "")
            if intent and (intent in of if of else intent not in mood):
                for line in each["examples"].splitlines():
                    if "[" not in line:
                        yield line.strip().removeprefix("- ")


def test_what_is_said_about_other_things_is_no_yes() -> None:
    found = list(dict.fromkeys(examples()))

    yes = [each for each in found if yes_or_no(text_of(each))]

    assert len(found) > 10_000
    assert yes == []


def test_no_is_never_yes_and_yes_never_no() -> None:
    denied = [yes_or_no(text_of(each)) for each in examples(of=frozenset({"deny"}))]
    agreed = [yes_or_no(text_of(each)) for each in examples(of=frozenset({"affirm"}))]

    assert True not in denied
    assert False not in agreed
    # What is not understood is asked again; most of it is.
    assert agreed.count(True) > len(agreed) / 2


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "...", "🙂", "hm", "maybe", "I guess so?", "yes?", "yes or no"),
        *("yes but not the shoes", "yes, and the kettle too", "yes if it is free"),
        *("yeah right, as if", "ok but when", "why?", "yesterday", "no problem at all"),
        *(
            "آره؟",
            "شاید",
            "باشه ولی",
            "بله اما",
            "آره اگه ارزون بشه",
            "نمی‌دونم",
            "هاها",
        ),
        *("نعم؟", "ممكن", "نعم بس", "طيب ليش", "إن شاء الله", "يمكن"),
        *("are vali", "shayad", "bashe ama", "nemidunam", "areh?"),
    ],
)
def test_silence_jokes_questions_and_conditions_are_no_yes(text: str) -> None:
    for lang in LANGUAGES:
        assert read(text, lang, shop.known(), CONFIRM).yes is not True


def test_a_yes_may_name_the_deed_that_was_put_and_no_other() -> None:
    known = shop.known()
    cancelling = Asked(Asking.CONFIRM, put=Operation.CANCEL_ORDER)
    changing = Asked(Asking.CONFIRM, put=Operation.CHANGE_ITEMS)

    assert read("Yes, cancel it please", "en", known, cancelling).yes is True
    assert read("Yes, cancel it please", "en", known, changing).yes is None
    assert read("بله لغوش کنید", "fa", known, cancelling).yes is True
