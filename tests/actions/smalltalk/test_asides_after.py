"""
What is said right after the answer to a question, of that answer.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.actions.smalltalk.test_asides import CARD, CONSENT, STOP, said, sentences
from tests.fakes.orders import NOW

# Right after an answer these are of the answer, and alone of an order.
UNDOING = frozenset(
    """
    batel konid, cancel it please, kansel, kansel kon, kansel konid lotfan,
    laghvesh konid lotfan, please cancel it, please take it back, كنسل, كنسله, لغو کن,
    لغوش کنید, منصرف شدم, کنسل, کنسل لطفا, کنسلش کن, کنسلش کنید,
    i don't want it anymore, دیگه نمیخوامش
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)


@pytest.mark.parametrize(
    "text",
    ["پشیمون شدم", "pashimoon shodam", "غيرت رأيي", "I take it back", "by mistake"],
)
def test_an_answer_is_taken_back_as_long_as_nothing_else_was_said(text):
    given = replace(CONSENT, is_answered=True)

    assert said(given, text) == "regret"
    assert said(replace(given, is_last=False), text) is None
    assert said(CONSENT, text) != "regret"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no", "refused"),
        ("hold on, no", "refused"),
        ("I don't want them any more", "refused"),
        ("نه دیگه نمی‌خوام", "refused"),
        ("na, velesh konid", "refused"),
        ("لا ما أبي خلاص", "refused"),
        ("revert that", "regret"),
        ("I clicked yes by accident", "regret"),
        ("باطلش کنید", "regret"),
        ("پسش گرفتم", "regret"),
        ("dastam khord", "regret"),
        ("رجعت عن كلامي", "regret"),
        ("no wait, yes", "after_all"),
        ("راستش آره", "after_all"),
        ("والله إي أوافق", "after_all"),
        # Nothing else is wanted.
        ("no, that's everything", None),
        ("نه ممنون همین", None),
        ("na mersi kari nadaram", None),
        ("na mamnoon dige soali nadaram", None),
        ("لا شكرا هذا كل شيء", None),
        ("ok", None),
        ("what are your offers?", None),
    ],
)
def test_what_is_said_right_after_the_answer_about_adverts(text, kind):
    given = replace(CONSENT, is_answered=True)

    for intent in ("nlu_fallback", "cancel_order", "return_item"):
        assert said(given, text, intent, is_sure=intent != "nlu_fallback") == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("that card was not mine, I said it by mistake", "regret"),
        ("remove that card from my account", "regret"),
        ("ببخشید اشتباهی زدم، کارت مال من نبود", "regret"),
        ("in kart ro joda konid", "regret"),
        ("افصلوا البطاقة من حسابي", "regret"),
        ("no", "refused"),
        ("هاي البطاقة مو إلي", "refused"),
        ("it's my brother's", "refused"),
        ("ببخشید مال خودم بود", "after_all"),
        ("la la, it is mine", "after_all"),
        ("لا، هي لي", "after_all"),
        ("can I pay with it", None),
    ],
)
def test_what_is_said_right_after_the_answer_about_a_card(text, kind):
    given = replace(CARD, is_answered=True)

    assert said(given, text, "nlu_fallback", is_sure=False) == kind


def test_a_card_is_taken_back_for_a_day_if_it_is_named():
    given = replace(CARD, is_answered=True, is_last=False)
    later = NOW + timedelta(hours=20)

    assert said(given, "that card isn't mine", now=later) == "refused"
    assert said(given, "این کارت مال من نیست", now=later) == "refused"
    assert said(given, "it isn't mine", now=later) is None
    assert said(given, "no", now=later) is None
    assert said(given, "that card isn't mine", now=later + timedelta(days=1)) is None


@pytest.mark.parametrize("text", ["take back the shoes", "سفارشم رو پس می‌گیرم", "ok"])
def test_what_is_taken_back_is_the_answer_alone(text):
    assert said(replace(CONSENT, is_answered=True), text) is None


@pytest.mark.slow
@pytest.mark.parametrize("question", [CARD, CONSENT], ids=["card", "consent"])
def test_after_an_answer_bare_words_of_undoing_alone_are_about_it(question):
    given = replace(question, is_answered=True)
    taken = {text for intent, text in sentences() if said(given, text, intent)}
    stops = {text for intent, text in sentences() if intent == STOP}

    assert {" ".join(each.split()) for each in taken - stops} <= UNDOING
