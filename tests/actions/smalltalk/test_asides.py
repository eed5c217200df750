"""
Which words are about a question that is open, and which are something of their own.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.account.wishes import Wish, wish_of
from actions.shared.open_question import STILL, OpenQuestion
from actions.smalltalk.asides import Aside, aside_of, leaves_unanswered
from tests.actions.training import training
from tests.fakes.orders import NOW

CARD = OpenQuestion(about="same_person", is_last=True, at=NOW.timestamp())
CONSENT = replace(CARD, about="marketing")


STOP = "newsletter_subscription"
# What other wishes are said with and a question that is open has for its own: words so
# short that they can only be understood by what was said before them.
SHORT = frozenset({"later"})


def sentences():
    """
    The training sentences of all wishes but yes and no, with these.
    """
    return [
        (each.intent, each.text)
        for each in training()
        if each.intent not in ("affirm", "deny")
    ]


def said(question, text, intent="track_order", now=NOW, is_sure=True):
    """
    What is said of the question, in one word.
    """
    aside = aside_of(question, text, intent, now, is_sure=is_sure)
    if aside is None:
        return None
    answer = {True: "yes", False: "no", None: "unclear"}[aside.is_yes]
    return aside.kind or aside.wish or answer


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
        ("I'd rather not answer that", "later"),
        ("به شما ربطی نداره", "later"),
        ("javab nemidam", "later"),
        ("ما يخصك", "later"),
        ("can I take it out again?", "if_yes"),
        ("مجبورم جواب بدم؟", "if_no"),
        ("what happens if it is mine", "if_yes"),
        ("شاید مال همسرم باشه", "later"),
        ("mine, but I'm not sure", "later"),
        ("I think it's mine", "later"),
        ("ما أدري والله", "later"),
        ("مال داداشمه", "no"),
        ("male khaharame", "no"),
        ("هذه بطاقة زوجتي", "no"),
        ("it belongs to my mother", "no"),
        ("این مال من نیست مال خواهرمه", "no"),
        ("no, not mine, it's my older brother's", "no"),
        ("نه این کارت مال خواهرمه", "no"),
        ("in kart male khaharame", "no"),
        ("هذه البطاقة لأختي", "no"),
        ("that card belongs to my wife", "no"),
        ("لا، هي لأختي", "no"),
        ("مو لي، لزوجي", "no"),
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


@pytest.mark.parametrize(
    "text",
    [
        "it's mine not my sister's",
        "yes it's mine and not my husbands",
        "mine, it used to be my husband's",
        "هذي لي مو لزوجي",
        "نعم لي مو لأختي",
        "آره کارت من و همسرم",
        "آره با کارت خواهرم",
        "male mane na khaharam",
    ],
)
def test_of_ones_own_and_of_somebody_else_is_neither_yes_nor_no(text):
    for intent, is_sure in (("affirm", True), ("deny", True), ("nlu_fallback", False)):
        assert said(CARD, text, intent, is_sure=is_sure) == "unclear"


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("ما اسمح لكم تستخدمون بياناتي للاعلانات", "newsletter_subscription", STOP),
        ("خلوا بس رسائل الطلبات ووقفوا الدعايات", "newsletter_subscription", STOP),
        ("کاش این تبلیغ‌ها رو دیگه نفرستید", "nlu_fallback", STOP),
        ("stop sending me ads", "deny", STOP),
        # To ask whether one could is none to stop at once.
        ("can I unsubscribe later?", "newsletter_subscription", "take_back"),
        ("بعدا می‌تونم لغوش کنم؟", "newsletter_subscription", "take_back"),
        # To what was asked itself.
        ("نه نمی‌خوام", "deny", None),
        ("کنسلش کن", "cancel_order", None),
    ],
)
def test_a_wish_to_stop_goes_where_it_is_kept(text, intent, kind):
    is_sure = intent != "nlu_fallback"

    assert said(CONSENT, text, intent, is_sure=is_sure) == kind


@pytest.mark.parametrize(
    ("question", "text", "intent", "kind"),
    [
        (CONSENT, "how much is this bag", "check_price", "if_yes"),
        (CARD, "maybe I should talk to a human", "contact_human_agent", "later"),
        (CARD, "ممكن اكلم انسان", "contact_human_agent", "later"),
        (CARD, "ممکنه کمکم کنید؟", "ask_capabilities", "later"),
    ],
)
def test_what_may_be_a_wish_of_its_own_is_one_if_it_was_understood(
    question, text, intent, kind
):
    assert said(question, text, intent) is None
    assert said(question, text, intent, is_sure=False) == kind


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
        (CARD, "no that card is my brother's", "no"),
        # Of another thing, or of a card that is asked for.
        (CARD, "no it is my brother's", None),
        (CARD, "این مال خواهرمه", None),
        (CARD, "کارت همسرم", None),
        (CARD, "my husband's card", None),
        (CARD, "این کفش مال دخترمه", None),
        (CARD, "بله کارت می‌خوام", None),
        (CARD, "bale kart mikham", None),
        (CARD, "نعم هذا لي", None),
        (CARD, "نعم أريد بطاقة", None),
        (CARD, "yes I want this card please", None),
        (CARD, "yes card please", None),
        (CARD, "yes I want my card", None),
        (CARD, "نه کارت نمی‌خوام", None),
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
    ("question", "text", "kind"),
    [
        (CONSENT, "تا حالا به چی رضایت دادم", STOP),
        (CONSENT, "ع شنو وافقت أنا؟", STOP),
        (CONSENT, "what exactly have I agreed to so far?", STOP),
        (CONSENT, "این به چه کارتون میاد؟", "why"),
        (CONSENT, "شنو تستفيدون؟", "why"),
        (CONSENT, "what's in it for you?", "why"),
        (CONSENT, "فعلا نه، فردا", "later"),
        (CONSENT, "ok, tomorrow", "later"),
        (CONSENT, "بكرة إن شاء الله", "later"),
        (CONSENT, "enshallah", "later"),
        (CONSENT, "طيب", "unclear"),
        (CONSENT, "hmm", "unclear"),
        (CARD, "what will happen if I say yes?", "if_yes"),
        (CARD, "may I answer tomorrow?", "later"),
        (CARD, "شنو هالكارت؟", "what"),
        (CARD, "I don't recognise that card", "what"),
        (CARD, "همچین کارتی ندارم", "what"),
        (CARD, "yes, that card belongs to me", "yes"),
        (CARD, "actually yes it's my card", "yes"),
        (CARD, "بله این کارت متعلق به منه", "yes"),
        (CARD, "اي حقتي", "yes"),
        (CARD, "مهب لي", "no"),
        (CARD, "لا والله مو بطاقتي", "no"),
        (CARD, "wait, that card isn't mine", "no"),
        (CARD, "ghalate in kart male man nist", "no"),
        # Not said for certain, or of both.
        (CARD, "does it belong to me?", None),
        (CARD, "هل هي حقتي؟", "what"),
    ],
)
def test_whatever_else_it_may_be_taken_for(question, text, kind):
    for intent in ("check_payment_methods", "nlu_fallback"):
        is_sure = question is CARD and intent != "nlu_fallback"
        found = said(question, text, intent, is_sure=is_sure)
        if kind is None:
            assert found not in ("yes", "no")
        else:
            assert found == kind


@pytest.mark.parametrize(
    ("about", "text", "kind"),
    [
        ("stop_marketing", "yes stop everything", "yes"),
        ("stop_marketing", "آره همه‌ش رو قطع کنید", "yes"),
        ("stop_marketing", "نعم أوقفوها كلها", "yes"),
        ("stop_marketing", "stop the clock", None),
        ("same_person_undo", "آره جداش کنید", "yes"),
        ("same_person_undo", "yes, take it out", "yes"),
        ("same_person_undo", "leave it as it is", "no"),
        ("same_person_undo", "why?", None),
    ],
)
def test_what_only_takes_back_is_answered_in_more_words_as_well(about, text, kind):
    assert said(replace(CARD, about=about), text, "nlu_fallback") == kind


def test_what_a_no_would_do_is_asked_later_as_well():
    passed = replace(CONSENT, is_last=False)

    assert said(passed, "اگه نه بگم چی میشه؟", "check_refund_policy") == "if_no"
    assert said(passed, "what if I say no?", "check_refund_policy") == "if_no"
    assert said(passed, "why?") is None


@pytest.mark.parametrize("text", ["yes and where is my order?", "نه، ساعت کارتون چنده"])
def test_a_yes_beside_something_else_leaves_the_question(text):
    assert leaves_unanswered(CONSENT, text, NOW)
    assert not leaves_unanswered(replace(CONSENT, is_repeated=True), text, NOW)
    assert not leaves_unanswered(replace(CONSENT, is_last=False), text, NOW)
    assert not leaves_unanswered(CONSENT, "where is my order, yes?", NOW)


def test_of_a_question_that_is_over_or_of_no_known_kind_nothing_is_said():
    later = NOW + STILL + timedelta(seconds=1)

    assert said(CARD, "whose card is it?", now=later) is None
    assert said(replace(CARD, about="weather"), "why?") is None
    assert said(OpenQuestion(), "why?") is None
    assert aside_of(CARD, "why?", "", NOW, is_sure=False) == Aside("why")


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [CARD, CONSENT, replace(CARD, is_last=False), replace(CONSENT, is_last=False)],
    ids=["card", "consent", "card, later", "consent, later"],
)
def test_no_sentence_of_another_wish_is_taken_for_one_about_it(question):
    taken = {
        text
        for intent, text in sentences()
        if said(question, text, intent) not in (None, STOP if intent == STOP else None)
    }

    assert taken - SHORT == set()


def test_each_training_sentence_that_stops_adverts_does_so_beside_the_question_too():
    """
    Those that are plainly a no, or name something else, are read as without it.
    """
    kinds = {
        said(CONSENT, text, intent)
        for intent, text in sentences()
        if intent == STOP and wish_of(text) is Wish.STOP
    }

    assert kinds == {None, STOP}


def test_the_exceptions_are_training_sentences():
    assert {text for _, text in sentences()} >= SHORT
