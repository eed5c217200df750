"""
What asks for a promise, and what only looks like it.
"""

import pytest

from actions.people.promising import About, about_promise

ASKS = [
    "قول داده بودین تا پنجشنبه بفرستین!",
    "مگه قول ندادید؟",
    "یادتونه چی قرار شد با همکارتون؟",
    "خانم احمدی چی گفتن؟",
    "you promised it by thursday",
    "ghol dade budid befrestid",
    "وعدتوني ببديل",
    "hamkaretun chi goft akhar?",
    "ba hamkaretoon gharar shod chi beshe?",
    "وعدتوني بحذاء جديد، متى؟",
    "ماذا قال الموظف؟",
    "شو اتفقنا مع الموظف؟",
    "you promised me new shoes, when?",
    "who promised that?",
    "remind me what the agent said?",
    "what did the lady tell me?",
]
OTHERS = [
    "قول می‌دم فردا پرداخت کنم",
    "سفارشم کجاست؟",
    "موعد التسليم متى؟",
    "ما هو موعد وصول الطلب؟",
    "i promise to pay tomorrow",
    "gol darid?",
    "do you have promo codes?",
    "همکارتون کی میاد؟",
    "when will your colleague answer?",
    "can i talk to your colleague",
    "متى يرد الموظف؟",
    "let me talk to a person who can say more",
]
REPLACED = [
    "پس جایگزینش کی می‌رسه؟",
    "jaygozinesh key mirese?",
    "متى يوصل البديل؟",
    "when does the new one come?",
]


@pytest.mark.parametrize("text", ASKS)
def test_who_asks_what_was_promised_is_understood(text):
    assert about_promise(text, ["احمدی"]) is About.PROMISE


@pytest.mark.parametrize("text", OTHERS)
def test_what_speaks_of_no_promise_is_left_alone(text):
    assert about_promise(text, ["سارا"]) is None


@pytest.mark.parametrize("text", REPLACED)
def test_when_the_replacement_comes_is_one_too(text):
    assert about_promise(text) is About.REPLACEMENT


@pytest.mark.parametrize("name", ["سارا", "سارا احمدی", "احمدی"])
def test_who_promised_may_be_named_in_part(name):
    assert about_promise(f"{name} چی گفت؟", ["سارا احمدی"]) is About.PROMISE
    assert about_promise(f"{name} چی گفت؟", ["مینا"]) is None


def test_a_long_message_says_something_of_its_own():
    assert about_promise("what did your colleague promise? " + "word " * 20) is None
