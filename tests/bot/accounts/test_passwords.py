"""
Hashes of passwords: made and checked beside the event loop, and renewed as they grow.
"""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.accounts import passwords as module
from bot.accounts.errors import TooManyTries
from bot.accounts.passwords import PARAMETERS, Passwords
from tests.bot.accounts.people import PASSWORD, quick_passwords


async def test_a_hash_is_of_argon2id_as_rfc_9106_recommends() -> None:
    passwords = Passwords()

    made = await passwords.hash(PASSWORD)

    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in made
    assert await passwords.is_it(PASSWORD, made)
    assert not await passwords.is_it(PASSWORD + " ", made)
    await passwords.close()


async def test_the_same_password_has_another_hash_each_time() -> None:
    passwords = quick_passwords()

    assert await passwords.hash(PASSWORD) != await passwords.hash(PASSWORD)


async def test_letters_are_the_same_however_a_keyboard_composes_them() -> None:
    passwords = quick_passwords()
    made = await passwords.hash("café مؤمن password")

    assert await passwords.is_it("cafe\u0301 مو\u0654من password", made)


async def test_nobodys_password_is_never_right_and_costs_as_much() -> None:
    passwords = quick_passwords()
    made = await passwords.hash(PASSWORD)
    await passwords.is_it("nobody's", None)
    before = passwords.hashings

    assert not await passwords.is_it("nobody's", None)
    for_nobody = passwords.hashings - before
    await passwords.is_it("wrong", made)

    assert for_nobody == 1
    assert passwords.hashings - before == 2


async def test_what_is_no_hash_opens_nothing() -> None:
    assert not await quick_passwords().is_it("", "")
    assert not await quick_passwords().is_it("x", "!")


async def test_a_hash_of_former_parameters_is_outgrown() -> None:
    made = await quick_passwords().hash(PASSWORD)

    assert quick_passwords(time_cost=2).is_outgrown(made)
    assert not quick_passwords().is_outgrown(made)
    assert PARAMETERS.memory_cost == 65536


async def test_hashing_keeps_the_event_loop_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords = quick_passwords()
    threads: list[str] = []
    check = passwords._check

    def noted(password: str, kept: str) -> bool:
        threads.append(threading.current_thread().name)
        return check(password, kept)

    monkeypatch.setattr(passwords, "_check", noted)
    await passwords.is_it("x", await passwords.hash("y"))

    assert threads
    assert all(name.startswith("hamyar-passwords") for name in threads)


async def test_a_crowd_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    passwords = quick_passwords()
    made = await passwords.hash(PASSWORD)
    go = threading.Event()
    check = passwords._check

    def slow(password: str, kept: str) -> bool:
        go.wait(5)
        return check(password, kept)

    monkeypatch.setattr(passwords, "_check", slow)
    first = [asyncio.create_task(passwords.is_it(PASSWORD, made)) for _ in range(2)]
    await asyncio.sleep(0)

    with pytest.raises(TooManyTries):
        await passwords.is_it(PASSWORD, made)
    go.set()

    assert await asyncio.gather(*first) == [True, True]
    assert await passwords.is_it(PASSWORD, made)
