"""
A no is one with whatever words behind it, and a yes only as a whole.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import (
    Asked,
    Asking,
    asks_if_done,
    begins_with_yes,
    has_limits,
    has_reserve,
    read,
    takes_back,
)
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

CANCEL = Asked(Asking.CONFIRM, put=Operation.CANCEL_ORDER)
ADDRESS = Asked(Asking.CONFIRM, put=Operation.CHANGE_ADDRESS)
NO = [
    *(
        "نه مرسی نظرم برگشت",
        "نه فقط می‌خواستم ببینم چی میشه",
        "نه داشتم سر به سرت می‌ذاشتم",
    ),
    *("نه لازمش دارم", "نخیر همون‌طوری باشه", "نه یه لحظه فکر کنم"),
    *("na faghat mikhastam bebinam", "na dastet dard nakone", "na lazemesh daram"),
    *("لا بس كنت أسأل", "لا والله محتاجه", "كلا خله يجي", "لا مشكور ما عاد يحتاج"),
    *("no I was only curious", "nope still want it", "nah thanks I'll wait for it"),
    *("no thank you, changed my mind", "ok no", "باشه نکن", "طيب لا"),
]
NEITHER = [
    *(
        "no problem",
        "no worries",
        "نه مشکلی نداره",
        "na iradi nadare",
        "لا مانع",
        "لا بأس",
    ),
    *("no go ahead", "نه انجام بده", "na anjam bede", "لا نفذ"),
    *("لا يمكن الغاؤه؟", "no?", "نه؟", "لا؟"),
]
YES = [
    *("آره همونو بزن", "اره دیگه نمی‌خوامش", "بله همین کار رو بکن", "آره برو لغوش کن"),
    *("are hamun karo bokon", "are dige nemikhamesh", "bale boro laghvesh kon"),
    *("ايوه سوي هيج", "نعم ما أبغاها", "هيه الغها حبيبي", "اي قم بذلك"),
    *("yes I no longer want it", "ok go then", "yeah already, cancel it"),
]
WITH_MORE = {
    "en": ("yes, all except the lamp", "yes but only one", "sure, not yet though"),
    "fa": ("آره به جز چراغ", "بله منتها فقط یکیش", "آره ولی فعلا دست نگه دارید"),
    "fa-Latn": ("are be joz lampa", "bale montaha yekish", "are vali felan na"),
    "ar": ("نعم ما عدا المصباح", "ايه بس واحد", "نعم لكن مو الحين"),
}
DONE = [
    *(
        "has it been cancelled?",
        "so is my order cancelled now",
        "did it go through?",
        "wait did it actually get cancelled",
    ),
    *("الان لغوش کردید؟", "یعنی آدرس عوض شد", "alan laghv shod?", "هل تم الالغاء"),
    *("التغى الطلب؟", "يعني ما تكنسل؟"),
]
NOT_DONE = [
    *("cancel it", "can you cancel it?", "لغوش می‌کنید؟", "ممكن تلغيه؟"),
    *("how do I cancel?", "کی می‌رسه؟"),
]
BACK = [
    *("oh no, change it back", "please put it back to the old one", "undo that"),
    *("برش گردون به قبلی", "اشتباه کردم، همون قبلی باشه", "bargardun be halate ghabli"),
    *("رجع العنوان القديم", "غلطت، ارجع للسابق"),
]


def said(text: str, asked: Asked = CANCEL) -> bool | None:
    """
    What was read of the two.
    """
    return read(text, "en", shop.known(), asked).yes


@pytest.mark.parametrize("text", NO)
def test_a_no_is_one_whatever_comes_behind_it(text: str) -> None:
    assert said(text) is False
    assert said(text, ADDRESS) is False


@pytest.mark.parametrize("text", NEITHER)
def test_what_begins_like_a_no_and_is_none_is_neither(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize("text", YES)
def test_a_yes_to_losing_it_may_say_that_it_is_not_wanted(text: str) -> None:
    assert said(text) is True


def test_that_it_is_not_wanted_is_no_yes_alone_and_none_to_a_new_address() -> None:
    for text in ("I don't want it", "نمی‌خوامش", "ما أبيه"):
        assert said(text) is not True
        assert said(f"yes {text}", ADDRESS) is not True


@pytest.mark.parametrize("lang", WITH_MORE)
def test_a_yes_to_a_part_is_none(lang: str) -> None:
    for text in WITH_MORE[lang]:
        assert said(text) is not True
        assert begins_with_yes(text)
        assert has_limits(text, lang)


def test_a_condition_is_a_reserve_and_no_limit() -> None:
    for text, lang in (
        ("yes if it is free", "en"),
        ("آره اگه مجانیه", "fa"),
        ("are age majanie", "fa-Latn"),
        ("نعم اذا كان مجانا", "ar"),
    ):
        assert has_reserve(text, lang)
        assert not has_limits(text, lang)


@pytest.mark.parametrize("text", DONE)
def test_it_is_asked_whether_it_was_done(text: str) -> None:
    assert asks_if_done(text)


@pytest.mark.parametrize("text", NOT_DONE)
def test_to_ask_for_it_is_not_to_ask_whether_it_was_done(text: str) -> None:
    assert not asks_if_done(text)


@pytest.mark.parametrize("text", BACK)
def test_what_was_done_shall_be_as_before(text: str) -> None:
    assert takes_back(text)
    assert not asks_if_done(text)


def test_another_wish_takes_nothing_back() -> None:
    for text in ("change the address", "پولمو برگردونید", "رجعوا لي فلوسي", "thanks"):
        assert not takes_back(text)
