"""
Which words are about a question that is open, and which are something of their own.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.shared.open_question import STILL, OpenQuestion
from actions.smalltalk.asides import Aside, aside_of
from tests.fakes.orders import NOW

CARD = OpenQuestion(about="same_person", is_last=True, at=NOW.timestamp())
CONSENT = replace(CARD, about="marketing")


def said(question, text, intent="track_order", now=NOW):
    """
    What is said of the question, in one word.
    """
    aside = aside_of(question, text, intent, now)
    if aside is None:
        return None
    return aside.kind or {True: "yes", False: "no"}[aside.is_yes]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("کدوم کارت؟", "what"),
        ("این کارت مال کیه؟", "what"),
        ("این کارت مال منه؟", "what"),
        ("in cart chie?", "what"),
        ("in kart male kie?", "what"),
        ("منو صاحبها؟", "what"),
        ("هل هي لي؟", "what"),
        ("whose card is it?", "what"),
        ("who is N. Y.?", "what"),
        ("can I see the name?", "what"),
        ("che karti?", "what"),
        ("kart e chi?", "what"),
        ("شنو هالبطاقة؟", "what"),
        ("what is this card for?", "what"),
        ("why do I have two cards?", "why"),
        ("how do you know my number?", "why"),
        ("چرا می‌پرسی؟", "why"),
        ("ليش تسألون؟", "why"),
        ("chera?", "why"),
        ("if I say no?", "if_no"),
        ("مجبورم جواب بدم؟", "if_no"),
        ("what happens if it is mine", "if_yes"),
        ("شاید مال همسرم باشه", "later"),
        ("mine, but I'm not sure", "later"),
        ("ما أدري والله", "later"),
        ("مال داداشمه", "no"),
        ("male khaharame", "no"),
        ("هذه بطاقة زوجتي", "no"),
        ("it belongs to my mother", "no"),
    ],
)
def test_about_a_card(text, kind):
    assert said(CARD, text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what exactly will you use?", "what"),
        ("who will see it?", "what"),
        ("az che etelaati estefade mikonid?", "what"),
        ("ليش تبون معلوماتي؟", "why"),
        ("باید اجازه بدم؟", "if_no"),
        ("اگه بله بگم چی می‌فرستید؟", "if_yes"),
        ("chi mifrestid?", "if_yes"),
        ("باشه ولی فقط پیامک", "partial"),
        ("only by email please", "partial"),
        ("can I take it back later?", "take_back"),
        ("maybe", "later"),
    ],
)
def test_about_consent(text, kind):
    assert said(CONSENT, text) == kind


@pytest.mark.parametrize("question", [CARD, CONSENT])
@pytest.mark.parametrize(
    "text",
    [
        "سفارشم کجاست؟",
        "chera sefaresham nayumade?",
        "ليش تأخر طلبي؟",
        "why is order 21963 late?",
        "21963",
        "yes but first where is my order?",
        "what time do you open?",
        "do you have red shoes?",
        "هزینهٔ ارسال چقدره؟",
        "who are you?",
        "بله",
        "no thanks",
        "",
        "؟",
        "why " * 50,
    ],
)
def test_something_else_is_none_about_it(question, text):
    assert said(question, text) is None


def test_what_nobody_understands_and_is_a_question_is_taken_for_one_about_it():
    assert said(CARD, "eh?", intent="nlu_fallback") == "what"
    assert said(CARD, "eh", intent="nlu_fallback") is None
    assert said(CARD, "eh?", intent="store_hours") is None


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        (CARD, "آره مال منه", "yes"),
        (CARD, "نه این کارت مال من نیست", "no"),
        (CARD, "no it is my brother's", "no"),
        (CARD, "yes", None),
        (CARD, "کدوم کارت؟", None),
        (CARD, "my brother's", None),
        (CONSENT, "ايه موافق", "yes"),
        (CONSENT, "yes I allow it", "yes"),
        (CONSENT, "I do not agree", "no"),
        (CONSENT, "بله", None),
        (CONSENT, "yes mine", None),
    ],
)
def test_later_only_what_names_the_thing_answers_it(question, text, kind):
    assert said(replace(question, is_last=False), text) == kind


@pytest.mark.parametrize(
    "text",
    ["پشیمون شدم", "pashimoon shodam", "غيرت رأيي", "I take it back", "by mistake"],
)
def test_an_answer_is_taken_back_as_long_as_nothing_else_was_said(text):
    given = replace(CONSENT, is_answered=True)

    assert said(given, text) == "regret"
    assert said(replace(given, is_last=False), text) is None
    assert said(CONSENT, text) != "regret"


@pytest.mark.parametrize("text", ["take back the shoes", "سفارشم رو پس می‌گیرم", "ok"])
def test_what_is_taken_back_is_the_answer_alone(text):
    assert said(replace(CONSENT, is_answered=True), text) is None


def test_of_a_question_that_is_over_or_of_no_known_kind_nothing_is_said():
    later = NOW + STILL + timedelta(seconds=1)

    assert said(CARD, "whose card is it?", now=later) is None
    assert said(replace(CARD, about="weather"), "why?") is None
    assert said(OpenQuestion(), "why?") is None
    assert aside_of(CARD, "why?", "", NOW) == Aside("why")
