"""
New passwords that somebody would guess are refused, all others are not.
"""

from __future__ import annotations

import pytest

from bot.accounts.errors import BadPassword, Weakness
from bot.accounts.strength import refuse_weak

SHOP = ("Niksara", "نیک‌سرا")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", Weakness.SHORT),
        ("aB3$xY7!q", Weakness.SHORT),
        ("x" * 257, Weakness.LONG),
        ("sara.ahmadi1", Weakness.LOGIN),
        ("Sara.Ahmadi2026!", Weakness.LOGIN),
        ("sara.ahmadi@shop.example", Weakness.LOGIN),
        ("sara.ahmadi-password", Weakness.LOGIN),
        ("Niksara-2026!!", Weakness.SHOP),
        ("niksara123456", Weakness.SHOP),
        ("نیک‌سرا۱۲۳۴۵۶", Weakness.SHOP),
        ("نيكسرا - 123456", Weakness.SHOP),
        ("password1234", Weakness.COMMON),
        ("P@ssw0rd-2026", Weakness.COMMON),
        ("passwordpassword", Weakness.COMMON),
        ("iloveyou2026!", Weakness.COMMON),
        ("qwertyuiop[]", Weakness.COMMON),
        ("1234567890123", Weakness.COMMON),
        ("۱۲۳۴۵۶۷۸۹۰۱۲", Weakness.COMMON),
        ("987654321098", Weakness.COMMON),
        ("aaaaaaaaaaaaaaa", Weakness.COMMON),
        ("abcabcabcabcabc", Weakness.COMMON),
        ("1qaz2wsx3edc4rfv", Weakness.COMMON),
        ("ضصثقفغعهخحجچ", Weakness.COMMON),
        ("رمز عبور ۱۲۳۴۵", Weakness.COMMON),
        ("دوستت دارم ۱۲۳", Weakness.COMMON),
        ("كلمة السر 123456", Weakness.COMMON),
        ("Admin!Admin!2026", Weakness.COMMON),
    ],
)
def test_what_would_be_guessed_is_refused(password: str, reason: Weakness) -> None:
    with pytest.raises(BadPassword) as refused:
        refuse_weak(password, "sara.ahmadi@shop.example", SHOP)

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "password",
    [
        "four walnuts by the river",
        "correct horse battery staple",
        "tR9#vLq2!mZw",
        "گردوهای کنار رودخانه",
        "أربع جوزات عند النهر",
        "gerdoo kenar roodkhane",
        "sara likes walnut cake",
        "shopping for tulips in niksara",
        "x7" * 2 + "Kq!pW#z9mN",
    ],
)
def test_what_nobody_guesses_is_taken(password: str) -> None:
    refuse_weak(password, "sara", SHOP)
