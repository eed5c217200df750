"""
Which words are about signing in or out and nothing else.
"""

import pytest

from actions.account.signing_in import About, about_signing_in


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "شماره‌ام   است",
        "موبایلم  ه",
        "shomaram  e",
        "هذا رقمي ",
        "my number is ",
        "it's ",
    ],
)
def test_a_contact_alone(rest):
    assert about_signing_in(rest + "0912", rest, has_contact=True) is About.CONTACT
    assert about_signing_in(rest, rest, has_contact=False) is None


@pytest.mark.parametrize(
    "rest",
    [
        "cancel my ads for ",
        "سفارش  کجاست",
        "لا ترسلوا إعلانات إلى ",
        "call  now or I complain",
    ],
)
def test_a_contact_in_a_wish(rest):
    assert about_signing_in(rest, rest, has_contact=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "کدم رو به شما بدم؟ ۱۲۳۴۵۶",
        "my code is 123456",
        "kodam 123456 e",
        "الرمز 123456",
        "do I have to tell you my code?",
    ],
)
def test_a_code(text):
    assert about_signing_in(text, text, has_contact=False) is About.CODE


@pytest.mark.parametrize(
    "text",
    [
        "sign me out",
        "log me out please",
        "خارج شم از حسابم",
        "mikham az hesabam kharej sham",
        "سجل خروجي",
    ],
)
def test_the_way_out(text):
    assert about_signing_in(text, text, has_contact=False) is About.SIGN_OUT


@pytest.mark.parametrize(
    "text",
    [
        "کد رهگیری 123456",
        "کد سفارشم 219633 کجاست",
        "promo code 123456",
        "كود الخصم 123456",
        "where is order 123456",
        "i signed up yesterday",
        "کد تخفیف ندارم",
        "a" * 4000,
        "e" * 150,
    ],
)
def test_anything_else(text):
    assert about_signing_in(text, text, has_contact=False) is None
