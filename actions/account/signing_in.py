"""
What a message says about signing in or out, without asking for anything else.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from actions.account.passwords import password_in
from actions.shared.sayings import saying_of

WORDS = Path(__file__).with_name("signing_in.yml")
_MOST_WORDS = 12
# Nobody's password should stand in the longest of stories either.
_MOST_WORDS_BESIDE = 25
_OTHER_CODE = "other_code"


class About(Enum):
    """
    What of it: a contact, a wish for a code or to sign in, why, a code, a password ...

    And of whoever is signed in: who, how that is known, that it is somebody else, a
    contact that is lost, two accounts of one customer, an account open elsewhere.
    """

    CONTACT = "contact"
    SEND = "send"
    SIGN_IN = "sign_in"
    ON_FILE = "on_file"
    WHY = "why"
    MISSING = "missing"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a saying
    SIGN_OUT = "sign_out"
    WHO = "who"
    WHY_ME = "why_me"
    NOT_ME = "not_me"
    NO_ACCESS = "no_access"
    TWO_ACCOUNTS = "two_accounts"
    ELSEWHERE = "elsewhere"


# In this order: who it is not is asked before who it is.
_OF_TEXT = (
    *(About.CODE, About.ELSEWHERE, About.SIGN_OUT, About.NOT_ME, About.WHY_ME),
    *(About.WHO, About.WHY, About.SIGN_IN, About.TWO_ACCOUNTS, About.NO_ACCESS),
)


def about_signing_in(
    text: str, rest: str, *, has_contact: bool, is_asked: bool = False
) -> About | None:
    """
    What a message says of it; None for anything else.

    `rest` is the text without the telephones and addresses that stand in it, of which
    there is one where it `has_contact`. Whoever `is_asked` to sign in may call the code
    by no more than "code"; anybody else must say which.
    """
    for about in (About.SEND, About.ON_FILE) if has_contact else ():
        if saying_of(WORDS, rest, most_words=_MOST_WORDS, only=about.value):
            return about
    for about in _OF_TEXT:
        if saying_of(
            WORDS,
            text,
            most_words=_MOST_WORDS,
            only=about.value,
            is_sure=not is_asked,
        ):
            return about
    only, most = About.PASSWORD.value, _MOST_WORDS_BESIDE
    if saying_of(WORDS, rest, most_words=most, only=only) or password_in(rest):
        return About.PASSWORD
    if not has_contact:
        return None
    alone = not any(letter.isalnum() for letter in rest)
    only = About.CONTACT.value
    if alone or saying_of(WORDS, rest, most_words=_MOST_WORDS, only=only):
        return About.CONTACT
    return None


def is_of_another_code(text: str) -> bool:
    """
    Whether it is a code for a discount, a parcel or the like that is spoken of.
    """
    only, most = _OTHER_CODE, _MOST_WORDS_BESIDE
    return saying_of(WORDS, text, most_words=most, only=only) is not None


def is_missing(text: str) -> bool:
    """
    Whether a message says that something has not come, and not what.
    """
    only = About.MISSING.value
    return saying_of(WORDS, text, most_words=_MOST_WORDS, only=only) is not None
