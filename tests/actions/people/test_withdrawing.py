"""
What takes the wish for a person back, and what is near it and does not.
"""

from __future__ import annotations

import pytest

from actions.people.withdrawing import wants_nobody

NAMED = [
    "دیگه نیازی به همکارتون نیست",
    "نیازی به همکارتون نیست دیگه",
    "همکارتون رو نمی‌خوام",
    "کسی لازم نیست بیاد",
    "به کسی احتیاج ندارم دیگه",
    "دیگه منتظر نمی‌مونم",
    "نمی‌خوام با کسی صحبت کنم",
    "dige niazi be hamkaretoon nist",
    "be kasi ehtiaj nadaram",
    "dige montazer nemimunam",
    "لم أعد بحاجة إلى موظف",
    "لا أحتاج أحدا",
    "لا أريد أن أنتظر",
    "لا أريد التحدث مع أحد",
    "I don't need anybody any more",
    "i no longer need an agent",
    "No need to call anyone",
    "take me off the queue",
    "I don't want to wait any longer",
]
BARE = [
    "نمی‌خواد دیگه، ولش کن",
    "نمیخواد",
    "دیگه نمی‌خوام",
    "ولش کن",
    "بی‌خیال",
    "حل شد، ممنون",
    "nemikhad dige velesh kon",
    "bikhial",
    "hal shod",
    "لا داعي",
    "خلاص، انحلت",
    "never mind",
    "nvm",
    "no need any more, thanks",
    "it's solved now",
]
# An order, an answer or thanks is spoken of, or something is wanted.
OTHER = [
    "کنسلش کن",
    "لغو کن",
    "ممنون",
    "نه",
    "باشه",
    "همکارتون کی میاد؟",
    "ولش کن، سفارشم کجاست؟",
    "این کفش رو نمی‌خوام دیگه",
    "merci",
    "kei miad?",
    "شكرا",
    "متى يأتي الموظف؟",
    "لا أريد هذا الحذاء",
    "cancel it",
    "it's ok",
    "no thanks",
    "when does the agent come?",
    "never mind, where is my order?",
    "I don't want this one",
    "I need a person now",
]


@pytest.mark.parametrize("text", [*NAMED, *BARE])
def test_whoever_says_so_wants_nobody(text: str) -> None:
    assert wants_nobody(text, is_asked=False)


@pytest.mark.parametrize("text", NAMED)
def test_with_a_question_open_the_person_is_named(text: str) -> None:
    assert wants_nobody(text, is_asked=True)


@pytest.mark.parametrize("text", BARE)
def test_a_bare_word_is_said_to_the_question(text: str) -> None:
    assert not wants_nobody(text, is_asked=True)


@pytest.mark.parametrize("text", OTHER)
def test_everything_else_leaves_the_wish(text: str) -> None:
    assert not wants_nobody(text, is_asked=False)
