"""
What accounts refuse, and why.

    AccountError
    ├── SignInRefused      no such login, wrong password, disabled: nobody learns which
    ├── TooManyTries       wait first, `retry_after` seconds
    ├── CodeRefused        not a good code of the second factor, or used before
    ├── NotSignedIn        there is no session, or it has ended
    │   └── Elsewhere      there is one, but it has come less far, or farther
    ├── NotAllowed         the role does not have the right
    ├── Forged             the request does not come from one of our pages
    ├── BadPassword        the new password is too weak; `reason` says how
    ├── BadAccount         something else about the account makes no sense; `reason`
    ├── LoginTaken         another account has this login
    ├── NoSuchAccount      there is no such account, or it is somebody else's
    ├── FirstMustBeAdmin   the first account is not an admin's
    ├── LastAdmin          nobody would be left who can manage accounts
    └── FactorDemanded     the shop wants a second factor of this role
"""

from __future__ import annotations

from enum import Enum


class AccountError(Exception):
    """
    Anything that accounts refuse.
    """


class SignInRefused(AccountError):
    """
    Login and password do not open an account.
    """


class TooManyTries(AccountError):
    """
    Too much was tried; `retry_after` is in seconds.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"try again in {retry_after:.0f} seconds")
        self.retry_after = retry_after


class CodeRefused(AccountError):
    """
    The code is not right, is too old, or was used before.
    """


class NotSignedIn(AccountError):
    """
    Nobody is signed in with this session (any more).
    """


class Elsewhere(NotSignedIn):
    """
    Signing in has not come to this page yet, or is past it; `way` is where it stands.
    """

    def __init__(self, way: str) -> None:
        super().__init__(f"this is to be done at {way}")
        self.way = way


class NotAllowed(AccountError):
    """
    Whoever asks does not have the right to it.
    """


class Forged(AccountError):
    """
    The request carries a session but not the proof that our own page sent it.
    """


class Weakness(str, Enum):
    """
    What is wrong with a new password.
    """

    SHORT = "short"
    LONG = "long"
    LOGIN = "login"
    SHOP = "shop"
    COMMON = "common"
    SAME = "same"


class BadPassword(AccountError):
    """
    The new password would be guessed.
    """

    def __init__(self, reason: Weakness) -> None:
        super().__init__(f"the password cannot be used: {reason.value}")
        self.reason = reason


class BadAccount(AccountError):
    """
    A part of the account makes no sense; the message says which, for an operator.
    """


class LoginTaken(AccountError):
    """
    There is an account with this login.
    """


class NoSuchAccount(AccountError):
    """
    There is no such account, or nothing such of the one who asks.
    """


class FirstMustBeAdmin(AccountError):
    """
    Somebody has to be able to manage those who follow.
    """


class LastAdmin(AccountError):
    """
    This is the only admin who can sign in.
    """


class FactorDemanded(AccountError):
    """
    The role goes with a second factor in this shop.
    """
