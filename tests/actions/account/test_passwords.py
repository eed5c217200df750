"""
A password without a digit is known by where it stands, and nothing else is one.
"""

from __future__ import annotations

import pytest
import yaml

from actions.account.passwords import password_in, without_password
from actions.account.signing_in import About, about_signing_in
from bot import HOUSE
from tests.actions.training import training

TOLD = [
    ("my password is swordfish", "swordfish"),
    ("My password is Sunshine and it says wrong", "Sunshine"),
    ("password: letmein", "letmein"),
    ('it\'s my password: "open sesame"', "open sesame"),
    ("the password I use is BlueMonkey but it won't let me in", "BlueMonkey"),
    ("my pw is p@ssword", "p@ssword"),
    ("my shop password was butterfly, why is it refused?", "butterfly"),
    ("login sara password tulip!rose", "tulip!rose"),
    ("رمزم swordfish هست ولی وارد نمیشه", "swordfish"),
    ("پسوردم: golpesar", "golpesar"),
    ("رمزم «گل‌پسر» است", "گل‌پسر"),
    ("رمز عبور: شبدیز", "شبدیز"),
    ("رمزم bahar!bahar هست چرا قبول نمی‌کنه", "bahar!bahar"),
    ("ramzam golpesar hast vali vared nemishe", "golpesar"),
    ("ramzam ine: shabdiz", "shabdiz"),
    ("ramze man golabi e", "golabi"),
    ("كلمة المرور هي swordfish", "swordfish"),
    ("كلمة السر حقي sunflower وما تشتغل", "sunflower"),
    ("الباسورد: golabi", "golabi"),
    ("كلمة المرور الخاصة بي «وردة حمراء»", "وردة حمراء"),
]
NOT_TOLD = [
    "my password is wrong",
    "my password is wrogn",
    "my password is incorect.",
    "my password is expired",
    "my password is too short",
    "my password is what?",
    'it says "wrong password"',
    'my password says "invalid"',
    "password: forgotten",
    "password: help",
    "forgot password: ali@mail.example",
    "my boarding pass is digital",
    "the password for Instagram",
    "رمزم: یادم نیست",
    "رمزم invalid است",
    "رمزم reset نمیشه",
    "رمز wifi فروشگاه چیه",
    "رمزم میگه «اشتباه است»",
    "رمز سایت shop.ir را عوض کردم",
    "ramzam dorost hast",
    "ramzam ghalat e",
    "passwordam yadam raft",
    "كلمة المرور غير صحيحة",
    "كلمة المرور: نسيتها",
    "الباسورد wrong",
    "كلمة السر تقول «خطأ»",
]


@pytest.mark.parametrize(("text", "password"), TOLD)
def test_it_is_found_where_it_stands(text: str, password: str) -> None:
    found = password_in(text)
    assert found is not None
    assert text[slice(*found)] == password
    assert without_password(text, "[…]") == text.replace(password, "[…]")
    assert about_signing_in(text, text, has_contact=False) is About.PASSWORD


@pytest.mark.parametrize("text", NOT_TOLD)
def test_whatever_else_is_said_of_passwords_is_none(text: str) -> None:
    assert password_in(text) is None
    assert without_password(text, "[…]") == text


def test_no_sentence_that_customers_write_is_taken_for_one() -> None:
    """
    Of all that the bot learns from and is measured by: some thousands in four ways.
    """
    texts = {each.text for each in training()}
    for file in (HOUSE / "tests" / "language" / "mood").glob("*.yml"):
        texts.update(_texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    for file in (HOUSE / "tests" / "language" / "heldout").glob("*.yml"):
        texts.update(_texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert len(texts) > 10_000
    assert [text for text in texts if password_in(text)] == []


def _texts(found: object) -> set[str]:
    if isinstance(found, str):
        return {found}
    inside = found.values() if isinstance(found, dict) else found
    if not isinstance(inside, (list, type({}.values()))):
        return set()
    return set().union(*map(_texts, inside))
