"""
Whatever is typed: it is answered, in bounded time, and what is found lies in the text.
"""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlu.reading import read
from bot.nlu.sentences import own_examples

pytestmark = pytest.mark.engine

LONGEST = 4000
# Processor time for 4,000 characters, of the best of several runs.
SECONDS, RUNS = 0.1, 8

_LATIN, _ARABIC = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدرزسشعغفقکگلمنوهی"
# Marks of direction, joiners, combining signs, half a pair, signs that stand for many.
_STRANGE = (
    "\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u0301\u064b\u0640\u20dd"
    "\ud800\udfff\ufdfa\ufdfb\ufb03\u3300①½😀👨‍👩‍👧🇮🇷\x00\t\n"
)
_NUMBERS = st.sampled_from(
    [
        *"0123456789۰۱۲۳۴٥٦٧٨٩",
        *(
            "۲ میلیون تومن",
            "$50",
            "300k",
            "1,200,000",
            "2/500/000",
            "19.99€",
            "٣٠٠ درهم",
        ),
        *("1405/8/30", "15 aban", "next monday", "فردا", "بعد أسبوعين", "۳ روز پیش"),
        *(
            "0912 345 6789",
            "+98 21",
            "(021)",
            "10042",
            "TP-204",
            "a@b.co",
            "x2",
            "2 ta",
        ),
        *("دو سه", "صد و بیست", "yek o nim", "two hundred", "خمسة آلاف", "نیم", "و"),
        *("کفش ۴۲", "size 42", "iphone 13", "حذاء أسود", "شعبه ونک", "last order"),
    ]
)


def _pieces():
    """
    Pieces of the training sentences, and texts made of them, of numbers and of signs.
    """
    known = sorted({each.text for each in own_examples()})
    chosen = random.Random(0).sample(known, 2000)
    words = sorted({word for text in chosen for word in text.split()})
    piece = st.one_of(
        st.sampled_from(chosen),
        st.sampled_from(words),
        _NUMBERS,
        st.sampled_from(_STRANGE),
        st.text(max_size=8),
        st.text("()[]{}<>.,:;/-+*#%'\"", max_size=4),
    )
    gap = st.sampled_from(["", " ", "\u200c", "،", "\n"])
    made = st.lists(st.tuples(piece, gap), max_size=40)
    return made.map(lambda parts: "".join(map("".join, parts))[:LONGEST])


def _drawn(letters: str, least: int, most: int) -> str:
    chance = random.Random(f"{letters}{least}")
    words = (
        "".join(chance.choices(letters, k=chance.randint(least, most)))
        for _ in range(LONGEST // least)
    )
    return " ".join(words)


def _mixed() -> str:
    chance = random.Random(3)
    known = [each.text for each in own_examples()]
    return " ".join(
        text[: chance.randint(1, 12)] for text in chance.sample(known, 1000)
    )


LONG = {
    "one sign of eighteen letters": "\ufdfa" * LONGEST,
    "one sign of eight letters": "\ufdfb" * LONGEST,
    "squares of words": "\u3300\u33ff" * LONGEST,
    "opening brackets": "(" * LONGEST,
    "square brackets": "[" * LONGEST,
    "digits": "1" * LONGEST,
    "Persian digits": "۹" * LONGEST,
    "circled digits": "①½" * LONGEST,
    "one letter": "a" * LONGEST,
    "one word": _drawn(_LATIN, LONGEST, LONGEST),
    "words of one letter": _drawn(_LATIN, 1, 1),
    "words of two letters": _drawn(_LATIN, 2, 2),
    "Arabic words of two letters": _drawn(_ARABIC, 2, 2),
    "Latin words": _drawn(_LATIN, 3, 8),
    "Arabic words": _drawn(_ARABIC, 3, 8),
    "numbers": _drawn("0123456789", 1, 5),
    "fractions": "1/" * LONGEST,
    "dashes in numbers": "1-" * LONGEST,
    "times": "1:" * LONGEST,
    "numbered": "#1 " * LONGEST,
    "zeros": "0 " * LONGEST,
    "telephones": "0912 345 6789 " * 400,
    "dates": "1405/8/30 15 aban next monday فردا ۳ روز بعد " * 400,
    "weekdays": "شنبه " * LONGEST,
    "amounts": "۲ میلیون تومن $50 300k بین ۲ تا ۳ میلیون " * 400,
    "number words": "صد و بیست yek o nim two hundred خمسة آلاف " * 400,
    "pieces": "2 ta kafsh " * 400,
    "products": "کفش iphone 13 red shoes 42 حذاء kafsh sefid " * 400,
    "last orders": "last order آخرین سفارش " * 400,
    "addresses": "a@b.c " * LONGEST,
    "at signs": "a@" * LONGEST,
    "emoji": "😀" * LONGEST,
    "combining signs": "a" + "\u0301" * LONGEST,
    "halves of pairs": "\ud800" * LONGEST,
    "joiners": "\u200c" * LONGEST,
    "directions": "\u202e\u202da" * LONGEST,
    "our own sentences": _mixed(),
}


@pytest.fixture(scope="module")
def understand(rasa_engine):
    """
    The whole pipeline, in the demo shop.
    """
    from bench._entities import demo_shop
    from bot.nlu.catalogue import replace

    processor = rasa_engine._processor
    replace(demo_shop())
    try:
        yield lambda text: processor.understand(text, "any")
    finally:
        replace(None)


def _holds(text, parsed):
    """
    There is an intent with a probability, and each place is one of the text.
    """
    assert isinstance(parsed["intent"]["name"], str)
    assert 0 <= parsed["intent"]["confidence"] <= 1
    for entity in parsed["entities"]:
        assert 0 <= entity["start"] <= entity["end"] <= len(text), entity


@given(st.one_of(st.text(max_size=300), _pieces()))
@settings(
    # Always the same: of three times as many the others found nothing in all that time.
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_text_is_understood_somehow(understand, text):
    """
    No text raises, and none has an entity outside of itself.
    """
    _holds(text, understand(text))


@pytest.mark.parametrize("kind", LONG)
def test_the_longest_message_is_understood_in_a_tenth_of_a_second(understand, kind):
    """
    Whatever it is made of.
    """
    text = LONG[kind][:LONGEST]
    taken = [SECONDS]
    while min(taken) >= SECONDS and len(taken) <= RUNS:
        read.cache_clear()
        began = time.process_time()
        parsed = understand(text)
        taken.append(time.process_time() - began)
    _holds(text, parsed)
    assert min(taken) < SECONDS
