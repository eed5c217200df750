"""
The words around a code, in the customer's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from crm_connector.identity.codes import LIFE
from crm_connector.identity.senders.port import CodeMessage, Purpose

LANGUAGES = ("fa", "ar", "en")
_FILE = Path(__file__).with_name("texts.yml")
_ZEROS = {"fa": "۰", "ar": "٠"}


class CodeTexts:
    """
    Writes messages in the name of a shop; `names` are its own by language.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def subject(self, message: CodeMessage) -> str:
        """
        The subject of a mail, without the code: subjects show on locked screens.
        """
        return self._written("subject", message)

    def short(self, message: CodeMessage) -> str:
        """
        A text message.
        """
        part = "told" if message.purpose is Purpose.TOLD else "text"
        return self._written(part, message)

    def long(self, message: CodeMessage) -> str:
        """
        The body of a mail.
        """
        return f"{self.short(message)}\n\n{self._written('mail', message)}\n"

    def _written(self, part: str, message: CodeMessage) -> str:
        language = _known(message.language)
        minutes = str(int(LIFE.total_seconds() // 60))
        return _texts()[language][part].format(
            shop=self._names.get(language) or next(iter(self._names.values())),
            # Telephones and most forms take the digits of ASCII alone.
            code=message.code,
            minutes=_in_own_digits(minutes, language),
        )


def _known(language: str) -> str:
    # Persian in Latin letters is answered in Persian.
    base = language.partition("-")[0]
    return base if base in LANGUAGES else LANGUAGES[0]


def _in_own_digits(number: str, language: str) -> str:
    zero = _ZEROS.get(language, "0")
    return "".join(chr(ord(zero) + int(digit)) for digit in number)


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    texts: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return texts
