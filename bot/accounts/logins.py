"""
Logins: a short name or an e-mail address, each with one spelling.
"""

from __future__ import annotations

import re
import unicodedata

from bot.accounts.errors import BadAccount

_SHORT = r"[a-z0-9][a-z0-9._-]{1,39}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_MAIL = rf"[a-z0-9._%+-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+"
_LOGIN = re.compile(rf"{_SHORT}|{_MAIL}")
LONGEST = 254


def folded(typed: str) -> str:
    """
    What was typed in the one spelling: without case, width, other digits.

    It need not be a login.
    """
    text = unicodedata.normalize("NFKC", typed[: 2 * LONGEST]).casefold().strip()
    plain = "".join(_digit(letter) for letter in text)
    # What no login holds may be what no database takes either.
    return "".join(letter if "!" <= letter <= "~" else "?" for letter in plain)


def read(typed: str) -> str:
    """
    A new login. Raises `BadAccount` for what is none.
    """
    login = folded(typed)
    if len(login) > LONGEST or not _LOGIN.fullmatch(login):
        raise BadAccount(
            "a login is an e-mail address, or 2 to 40 Latin letters, digits, dots, "
            "dashes and underscores that begin with a letter or a digit"
        )
    return login


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
