"""
A share of every label, which an edit of one label leaves to the others.
"""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.kernel_draw import drawn, share_for

SHARES = st.floats(0.05, 0.99)
SENTENCES = st.lists(
    st.tuples(st.text(max_size=3), st.sampled_from("abc")), max_size=120, unique=True
)


@given(SENTENCES, SHARES, st.randoms(use_true_random=False))
def test_neither_the_order_nor_copies_matter(sentences, share, chance):
    again = [*sentences, *sentences[:5]]
    chance.shuffle(again)
    assert drawn(again, share) == drawn(sentences, share)


@given(SENTENCES, SENTENCES, SHARES)
def test_an_edit_of_one_label_draws_the_same_of_the_others(before, edit, share):
    after = [s for s in before if s[1] != "a"] + [s for s in edit if s[1] == "a"]
    one, other = drawn(before, share), drawn(after, share)
    assert {s for s in one if s[1] != "a"} == {s for s in other if s[1] != "a"}


@given(SENTENCES, SHARES)
def test_one_sentence_more_moves_no_more_than_itself_and_one_other(sentences, share):
    one, other = drawn(sentences[1:], share), drawn(sentences, share)
    assert len(one ^ other) <= 2


@given(SENTENCES, SHARES)
def test_every_label_has_its_share_and_rare_ones_are_whole(sentences, share):
    whole, kept = (
        Counter(s[1] for s in part) for part in (sentences, drawn(sentences, share))
    )
    for label, count in whole.items():
        assert kept[label] == min(count, max(10, int(share * count)))


def test_the_share_is_that_of_the_bound():
    assert share_for([("a", "b")] * 8, 10) == 1
    assert share_for([("a", "b")] * 40, 10) == 0.25
    assert share_for([], 10) == 1


def test_what_is_drawn_is_no_stretch_of_the_alphabet():
    """
    Each part of the sentences is drawn from about alike.
    """
    sentences = [(f"sentence {at:04}", "a") for at in range(1000)]
    kept = drawn(sentences, 0.5)
    assert 200 < sum(each in kept for each in sentences[:500]) < 300
