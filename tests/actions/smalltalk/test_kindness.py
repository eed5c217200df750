"""
Affection is told from what merely speaks of it.
"""

import pytest

from actions.smalltalk.kindness import is_kind


@pytest.mark.parametrize(
    "text",
    [
        "دوستت دارم",
        "عاشقتم ربات جون ❤️",
        "دوستتتت دارممم",
        "خیلی دوستت دارم عزیزم",
        "dustet daram azizam",
        "احبك 😍",
        "أحبك جداً يا بوت",
        "I love you",
        "i love you so much!!",
        "You're so sweet",
    ],
)
def test_affection(text):
    assert is_kind(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "دوستت دارم به ترکی چی میشه",
        "این کفش رو دوست ندارم",
        "سفارشم کجاست عزیزم",
        "how do you say i love you in french",
        "do you love me",
        "البنت اللي احبها تزوجت غيري",
        "robot",
        "خیلی",
    ],
)
def test_no_affection(text):
    assert not is_kind(text)
