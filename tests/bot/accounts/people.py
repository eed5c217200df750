"""
What the tests of accounts share: a good password, browsers, quick hashing.
"""

from __future__ import annotations

from argon2 import Parameters, Type

from bot.accounts.passwords import Passwords
from bot.accounts.sessions import Visitor

PASSWORD = "four walnuts by the river"
OTHER = "seven lanterns over snow"
MAIN = Visitor("192.0.2.1", "Firefox, Linux")
PHONE = Visitor("192.0.2.2", "Chrome, Android")

QUICK = Parameters(
    type=Type.ID,
    version=19,
    salt_len=8,
    hash_len=16,
    time_cost=1,
    memory_cost=8,
    parallelism=1,
)


def quick_passwords(**changed: int) -> Passwords:
    """
    Hashing that costs nothing, which is no hashing for a shop.
    """
    parts = {name: getattr(QUICK, name) for name in QUICK.__slots__}
    return Passwords(Parameters(**{**parts, **changed}))
