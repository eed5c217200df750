"""
Codes of authenticator apps, by the vectors of the RFCs.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone

import pytest

from bot.accounts import totp

SECRET = b"12345678901234567890"
LETTERS = base64.b32encode(SECRET).decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code(SECRET, seconds // totp.STEP_SECONDS, digits=8) == code


def test_the_codes_are_those_of_rfc_4226() -> None:
    assert [totp.code(SECRET, count) for count in range(5)] == [
        "755224",
        "287082",
        "359152",
        "969429",
        "338314",
    ]


@pytest.mark.parametrize(
    ("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_telephone_may_be_one_step_ahead_or_behind(
    steps: int, is_taken: bool
) -> None:
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    step = int(now.timestamp()) // totp.STEP_SECONDS + steps

    found = totp.step_of(LETTERS, totp.code(SECRET, step), now)

    assert found == (step if is_taken else None)


def test_a_code_is_good_once_and_none_before_it_is_any_more() -> None:
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    step = int(now.timestamp()) // totp.STEP_SECONDS
    used = totp.code(SECRET, step)

    assert totp.step_of(LETTERS, used, now, after=step) is None
    assert totp.step_of(LETTERS, totp.code(SECRET, step - 1), now, after=step) is None
    later = now + timedelta(seconds=30)
    assert totp.step_of(LETTERS, used, later, after=step) is None
    following = totp.code(SECRET, step + 1)
    assert totp.step_of(LETTERS, following, later, after=step) == step + 1


def test_secrets_are_random_and_as_long_as_recommended() -> None:
    made = {totp.new_secret() for _ in range(20)}

    assert len(made) == 20
    assert {len(base64.b32decode(each)) for each in made} == {20}


def test_the_address_is_one_that_apps_read() -> None:
    address = totp.address("ABC", "sara@shop.example", "نیک سرا")

    assert address == (
        "otpauth://totp/%D9%86%DB%8C%DA%A9%20%D8%B3%D8%B1%D8%A7:sara%40shop.example"
        "?secret=ABC&issuer=%D9%86%DB%8C%DA%A9%20%D8%B3%D8%B1%D8%A7"
    )
