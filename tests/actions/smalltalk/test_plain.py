"""
Only what is plainly a yes is one where something is joined or agreed to.
"""

import pytest

from actions.smalltalk.plain import is_plain


@pytest.mark.parametrize(
    "text",
    [
        "بله",
        "بله، مال خودمه",
        "آره اجازه می‌دهم",
        "مال خودمه",
        "bale movafegham",
        "are male khodame",
        "نعم هذا لي",
        "أيوه أوافق",
        "Yes that's mine",
        "yes it is",
        "ok",
        "باشه بفرست",
        "بله، اجازه می‌دم",
    ],
)
def test_yes(text):
    assert is_plain(text, is_yes=True)
    assert not is_plain(text, is_yes=False)


@pytest.mark.parametrize(
    "text",
    [
        "نه",
        "نه، مال من نیست",
        "نه ممنون",
        "na, male man nist",
        "لا ليست لي",
        "لا أوافق",
        "no thanks",
        "no that's not mine",
        "I don't agree",
        "not interested",
        "نه، علاقه ندارم",
        "اجازه نمی‌دم",
        "isn't mine",
        "لا مو لي",
    ],
)
def test_no(text):
    assert is_plain(text, is_yes=False)
    assert not is_plain(text, is_yes=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "بله؟",
        "این کارت مال منه؟",
        "این کارت مال کیه",
        "in cart male kie?",
        "هل هي لي؟",
        "هل هي لي",
        "is it mine",
        "yes?",
        "باید اجازه بدم؟",
        "مال منه ولی مطمئن نیستم",
        "اشتباه کردم، اون کارت مال خودمه",
        "باشه ولی فقط پیامک",
        "yes and where is my order",
        # The rest comes with the next message: «همسرمه».
        "مال",
        "male",
        "بله مال",
        "آره این مال",
        "نه مال",
        # Both at once.
        "no, it's mine",
        "نه مال خودمه",
        "na male mane",
        "لا هذه لي",
        "yes no",
        "آره نه",
        "yes it's not mine",
    ],
)
@pytest.mark.parametrize("is_yes", [True, False])
def test_neither(text, is_yes):
    assert not is_plain(text, is_yes=is_yes)
