"""
What the benchmarks' customers write.
"""

import re
from collections import Counter

from bench._messages import TURNS, Messages, ways_of_writing
from bot.nlu.sentences import own_examples

WANTED = 3000


def drawn() -> list[list]:
    return Messages().conversations(WANTED)


def test_no_text_comes_twice_and_none_is_a_training_sentence():
    """
    Otherwise a vector might be known before it is asked for.
    """
    supply = Messages()
    texts = [m.text for c in supply.conversations(WANTED) for m in c]
    texts += supply.texts(300)
    assert len(set(texts)) == len(texts) >= WANTED + 300
    assert not set(texts) & {each.text for each in own_examples()}


def test_a_third_asks_where_the_order_is():
    """
    In conversations of some turns each.
    """
    conversations = drawn()
    assert {len(conversation) for conversation in conversations} == {TURNS}
    tracks = [
        message.tracks for conversation in conversations for message in conversation
    ]
    assert sum(tracks) == len(tracks) // 3


def test_all_ways_of_writing_are_equally_often_written():
    """
    Persian, Persian in Latin letters, Arabic, English.
    """
    openings = {
        opening: way
        for way, phrases in ways_of_writing().items()
        for opening in phrases.openings
    }
    found = Counter(
        openings[max(filter(conversation[0].text.startswith, openings), key=len)]
        for conversation in drawn()
    )
    assert found == dict.fromkeys(["fa", "fa-Latn", "ar", "en"], WANTED // TURNS // 4)


def test_no_message_names_an_order():
    """
    Stock Rasa would not see the number, and the two sides would do different work.
    """
    assert not any(re.search(r"\d", m.text) for c in drawn() for m in c)


def test_the_same_seed_gives_the_same_messages():
    """
    So that runs can be compared.
    """
    assert Messages(3).conversations(100) == Messages(3).conversations(100)
    assert Messages(3).conversations(100) != Messages(4).conversations(100)
