"""
What asks for a person or for a place in the line, and what is near it and does not.
"""

from __future__ import annotations

import pytest

from actions.people.calling import wants_person

CONNECT = [
    "بله وصلم کن",
    "وصلم کن",
    "آره، وصل کنید لطفاً",
    "بله منو به همکارتون وصل کن",
    "میشه وصلم کنی؟",
    "همکارتون رو خبر کن",
    "bale vaslam kon",
    "are mano vasl kon be hamkaretoon",
    "نعم صلني",
    "نعم، صلني بموظف",
    "وصّلني بموظف من فضلك",
    "حوّلني إلى زميلك",
    "yes, connect me",
    "ok put me through",
    "can you connect me to an agent?",
    "yes, let me talk to your colleague",
]
PLACE = [
    "نوبتم کی میشه؟",
    "چقدر باید منتظر بمونم؟",
    "چند نفر جلوی من هستن؟",
    "همکارتون کی میاد؟",
    "nobatam key mishe?",
    "chand nafar jeloye man hastan",
    "كم بقي لدوري؟",
    "متى يأتي الموظف؟",
    "كم شخصًا قبلي؟",
    "how long do I have to wait?",
    "how much longer?",
    "what's my place in the queue?",
    "when will someone come?",
]
# An answer, a parcel, a payment or a thing is spoken of, or nobody is wanted.
OTHER = [
    "بله",
    "وصلم نکن",
    "پرداختم وصل نشد",
    "وصل میشه؟",
    "کی میاد سفارشم؟",
    "چقدر طول می‌کشه؟",
    "نمی‌خوام وصل شم",
    "bale",
    "نعم",
    "لا تحولني",
    "متى يصل طلبي؟",
    "yes",
    "ok thanks",
    "don't connect me",
    "connect my phone to the speaker",
    "how do I connect it?",
    "how long does delivery take?",
    "when does my parcel come?",
]


@pytest.mark.parametrize("text", CONNECT)
def test_whoever_wants_to_be_put_through_says_so(text: str) -> None:
    assert wants_person(text, is_waiting=False)
    assert wants_person(text, is_waiting=True)


@pytest.mark.parametrize("text", PLACE)
def test_only_whoever_waits_asks_how_long_still(text: str) -> None:
    assert wants_person(text, is_waiting=True)
    assert not wants_person(text, is_waiting=False)


@pytest.mark.parametrize("text", OTHER)
def test_everything_else_is_something_else(text: str) -> None:
    assert not wants_person(text, is_waiting=True)
