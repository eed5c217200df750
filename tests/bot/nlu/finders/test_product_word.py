"""
Words for products, looked for quickly, against a slow way that leaves nothing out.
"""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.nlu.finders.found import Found
from bot.nlu.finders.product_word import _WORD, ENTITY, ProductWords, stems
from bot.nlu.text import Normalized, normalize, normalize_with_places

NAMES = [
    *("کفش", "مت یوگا", "مت", "قهوه ساز", "قهوه", "کیف دستی زنانه", "شنطة", "شنطة يد"),
    *("shoes", "yoga mat", "mat", "coffee-maker", "coffee", "t-shirt", "kif dasti"),
    *("lal", "lal bag", "e-book reader", "ال جي تي في"),
]
ADDED = ["", "", "ها", "هامو", "م", "تي", "ال", "وال", "و", "ل", "s", "ham", "o", "-"]
BEFORE, BEHIND = st.sampled_from(ADDED), st.sampled_from(ADDED)
PIECES = [
    *sorted({word for name in NAMES for word in name.split()}),
    *("42", "۵", "x", "،", "-", "'", "\u200c", "ی", "🎁"),
]
WORDS = st.tuples(BEFORE, st.sampled_from(PIECES), BEHIND).map("".join)
GAPS = st.sampled_from([" ", " ", " ", "\u200c", "-", "", "  "])
SENTENCES = st.lists(st.tuples(WORDS, GAPS), max_size=8).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def slowly(names: dict[str, str], normal: Normalized) -> Iterator[Found]:
    """
    At every word the longest name of up to three, each with all that grammar adds.
    """
    known = {normalize(name): noun for name, noun in names.items()}
    words = list(_WORD.finditer(normal.text))
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            behind = at + size
            if behind > len(words) or words[at].group().isdecimal():
                continue
            start, end = words[at].start(), words[behind - 1].end()
            noun = next(
                (known[s] for s in stems(normal.text[start:end]) if s in known), None
            )
            if noun is not None:
                yield Found(ENTITY, noun, start, end)
                at += size - 1
                break
        at += 1


@settings(max_examples=400)
@given(st.sets(st.sampled_from(NAMES)), SENTENCES)
@example({"coffee-maker"}, "my coffee-makers")
@example({"مت یوگا"}, "المت یوگا")
@example({"lal bag", "lal"}, "the lal bags")
def test_what_a_name_opens_with_loses_no_name(names, sentence):
    nouns = {name: name.upper() for name in names}
    normal = normalize_with_places(sentence)
    found = list(ProductWords(nouns).find(normal))
    assert found == list(slowly(nouns, normal))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("coffee-maker", "is the coffee-maker back?"),
        ("قهوه ساز", "قهوه ساز دارین؟"),
        ("ghahve saz", "ghahve saz darin?"),
        ("ماكينة قهوة", "عندكم ماكينة قهوة؟"),
    ],
)
def test_a_name_of_several_words_is_found_whole(name, sentence):
    normal = normalize_with_places(sentence)
    (found,) = ProductWords({name: "machine"}).find(normal)
    assert found.value == "machine"
    assert normal.text[found.start : found.end] == normalize(name)
