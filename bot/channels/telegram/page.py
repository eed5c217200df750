"""
To whom a message goes, and how texts are written for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.channels.telegram.marks import direction_of
from bot.channels.telegram.markup import Rich, plain
from bot.channels.telegram.parts import (
    LONGEST_TEXT,
    START_SIGN_IN,
    Keyboard,
    SendText,
)
from bot.channels.telegram.splitting import split
from bot.channels.telegram.words import language_of, say

_DIGIT = "0-9\u06f0-\u06f9\u0660-\u0669"
_TELEPHONE = re.compile(rf"[+][{_DIGIT}][{_DIGIT} \-]{{5,}}[{_DIGIT}]")
_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_GROUPS = str.maketrans("", "", " -")


@dataclass(frozen=True)
class Recipient:
    """
    Whoever reads a message, in a private chat or with others.

    `language` is spoken where a message has none itself. `bot` is our username, without
    @. `telephones` are the shop's own, as +982100000100: in these digits Telegram makes
    them links that call, in others it does not.
    """

    bot: str
    language: str = ""
    is_group: bool = False
    telephones: frozenset[str] = frozenset()

    @property
    def private_chat(self) -> str:
        """
        The address of the private chat with us, for whoever is in a group.
        """
        return f"https://t.me/{self.bot}?start={START_SIGN_IN}"


@dataclass(frozen=True)
class Page:
    """
    How the texts of a message are written.
    """

    lang: str
    base: str
    to: Recipient

    def texts(self, rich: Rich) -> list[SendText]:
        """
        As messages, as many as it takes.
        """
        return [SendText(each.html()) for each in self.pieces(rich)]

    def pieces(self, rich: Rich, first: int = LONGEST_TEXT) -> list[Rich]:
        """
        In pieces that may be sent, the first of them of another length.
        """
        return split(_callable(rich, self.to), self.base, LONGEST_TEXT, first)

    def said(self, key: str, **values: str | int) -> Rich:
        """
        Words of the channel's own.
        """
        return plain(say(key, self.lang, **values))


def words(
    key: str,
    lang: str | None,
    keyboard: Keyboard | None = None,
    **values: str | int,
) -> SendText:
    """
    Something that the channel itself says (`words.yml`), as a message.
    """
    own = language_of(lang)
    rich = plain(say(key, own, **values))
    pieces = split(rich, direction_of(rich.text, own), LONGEST_TEXT)
    return SendText(pieces[0].html(), keyboard)


def _callable(rich: Rich, to: Recipient) -> Rich:
    """
    The shop's own telephones in digits that call.
    """

    def written(found: re.Match[str]) -> str:
        number = found.group().translate(_ASCII)
        is_known = number.translate(_GROUPS) in to.telephones
        return number if is_known else found.group()

    return replace(rich, text=_TELEPHONE.sub(written, rich.text))
