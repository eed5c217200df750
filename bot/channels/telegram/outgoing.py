"""
From a message of the thread to what is sent for it: values in, values out.

First files, with the words below them where they fit, then the words with most cards,
then the card of the one order that is spoken of, by itself so that it can be edited,
then the question who is writing. Buttons are below what comes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.telegram import asking, cards, keyboards, media
from bot.channels.telegram.asking import Question
from bot.channels.telegram.letters import is_blank
from bot.channels.telegram.marks import direction_of
from bot.channels.telegram.markup import ITALIC, QUOTE, Rich, bold, joined, plain
from bot.channels.telegram.page import Page, Recipient
from bot.channels.telegram.parts import (
    LONGEST_CAPTION,
    Address,
    AlbumPhoto,
    Key,
    Keyboard,
    Part,
    SendAlbum,
    SendPhoto,
    SendText,
)
from bot.channels.telegram.words import language_of, say
from bot.conversations.files import File
from bot.conversations.history import StoredMessage

_BOT, _AGENT, _SYSTEM, _CUSTOMER = "bot", "agent", "system", "customer"
_APART = "\n\n"

Card = Mapping[str, Any]


@dataclass
class _Cards:
    """
    The cards of a message by how they are shown.

    `alone` is the one whose thing is followed, `asks` the question who is writing; a
    card is `withheld` if it is somebody's own and others read along.
    """

    pictured: list[Card] = field(default_factory=list)
    plain: list[Card] = field(default_factory=list)
    alone: Card | None = None
    asks: Card | None = None
    withheld: bool = False


def rendered(message: StoredMessage, to: Recipient) -> tuple[Part, ...]:
    """
    All that is to be sent for a message, in order; nothing for one that says nothing.

    A `Key` is on the one part that shows what may change later. ValueError for a button
    whose token Telegram would not take.
    """
    lang = language_of(message.lang or to.language)
    shown = _sorted(message.cards, to)
    titles = " ".join(str(each.get("title", "")) for each in message.cards)
    page = Page(lang, direction_of(message.text.strip() or titles, lang), to)

    text, files = _body(message, page), _files(message, page, shown)
    parts: list[Part] = []
    if files:
        pieces = page.pieces(text, LONGEST_CAPTION)
        if len(pieces) > 1:
            parts += page.texts(text)
        caption = pieces[0].html() if len(pieces) == 1 else ""
        parts += media.of_files(files, caption)
        text = Rich()

    pictured, text = _pictured(shown.pictured, text, page)
    parts += pictured
    text = joined(
        _APART, [text, *(cards.shown(each, lang, page.base) for each in shown.plain)]
    )
    alone = [] if shown.alone is None else _alone(shown.alone, lang, to)
    question = _question(shown, page)
    inline = keyboards.inline(message.buttons, lang, beside=question.beside)
    apart = question.contact is not None and (inline is not None or bool(alone))
    if not apart:
        text = joined(_APART, [text, question.words])
    parts += [*page.texts(text), *alone]
    if inline is not None:
        parts = _with(parts, inline, page)
    if apart:
        parts += page.texts(question.words)
    if question.contact is not None:
        parts = _with(parts, question.contact, page)
    return tuple(parts)


def card(shown: Card, lang: str | None, to: Recipient) -> SendText | SendPhoto:
    """
    What the message that carries a card's key is to show now, without its keyboard.
    """
    return _alone(shown, language_of(lang or to.language), to)[0]


def _sorted(given: Sequence[Card], to: Recipient) -> _Cards:
    found = _Cards()
    followed = [each for each in given if each.get("kind") in cards.FOLLOWED]
    for each in given:
        if each.get("kind") == cards.SIGN_IN:
            found.asks = each
        elif each in followed and to.is_group:
            found.withheld = True
        elif each in followed and len(followed) == 1:
            found.alone = each
        elif cards.picture(each):
            found.pictured.append(each)
        else:
            found.plain.append(each)
    return found


def _body(message: StoredMessage, page: Page) -> Rich:
    """
    The words of a message, as it is told whose they are.
    """
    text = plain(message.text.strip())
    if is_blank(text.text):
        text = Rich()
    gone = [
        page.said("file_gone", name=each.name).within(ITALIC)
        for each in message.files
        if each.is_gone
    ]
    if message.author == _SYSTEM and text:
        text = Rich("ℹ️ ") + text.within(ITALIC)
    elif message.author == _CUSTOMER and text:
        text = joined("\n", [page.said("you_elsewhere"), text.within(QUOTE)])
    elif message.author == _AGENT and (text or message.files):
        name = bold(message.speaker or say("person", page.lang))
        text = joined("\n", [name, text])
    return joined("\n", [text, *gone])


def _files(message: StoredMessage, page: Page, shown: _Cards) -> list[File]:
    """
    The files that are sent; what the bot hands out is one customer's alone.
    """
    kept = [each for each in message.files if not each.is_gone]
    if kept and message.author == _BOT and page.to.is_group:
        shown.withheld = True
        return []
    return kept


def _pictured(found: Sequence[Card], text: Rich, page: Page) -> tuple[list[Part], Rich]:
    """
    Cards with pictures, and the text that is left to be said behind them.

    Telegram hides the captions of an album until somebody opens it, so what is in it
    is named behind it too.
    """
    if not found:
        return [], text
    photos, left = [], []
    for each in found:
        told = cards.shown(each, page.lang, page.base)
        first, *more = page.pieces(told, LONGEST_CAPTION) or [Rich()]
        address = Address(cards.picture(each) or "")
        photos.append(AlbumPhoto(address, first.html()))
        left += more
    sent = media.of_photos(photos)
    if len(found) == 1:
        return [*page.texts(text), *sent], joined("\n", left)
    names = [Rich("• ") + cards.line(each) for each in found]
    return list(sent), joined(_APART, [text, joined("\n", names), *left])


def _alone(shown: Card, lang: str, to: Recipient) -> list[SendText | SendPhoto]:
    """
    A card that is a message by itself, the first of them if it is very long.
    """
    page = Page(lang, direction_of(str(shown.get("title", "")), lang), to)
    told = cards.shown(shown, lang, page.base)
    key = Key(str(shown.get("kind")), str(shown.get("id")))
    address = cards.picture(shown)
    if address is None:
        first, *more = page.texts(told) or [SendText("…")]
        return [replace(first, key=key), *more]
    caption, *rest = page.pieces(told, LONGEST_CAPTION) or [Rich()]
    photo = SendPhoto(Address(address), caption.html(), key=key)
    return [photo, *(SendText(each.html()) for each in rest)]


def _question(shown: _Cards, page: Page) -> Question:
    if page.to.is_group and (shown.asks is not None or shown.withheld):
        return asking.in_group(None if shown.withheld else shown.asks, page)
    return Question() if shown.asks is None else asking.question(shown.asks, page)


def _with(parts: Sequence[Part], keyboard: Keyboard, page: Page) -> list[Part]:
    """
    The parts with a keyboard below the last; an album has one in a message behind it.
    """
    if not parts or isinstance(parts[-1], SendAlbum):
        parts = [*parts, page.texts(page.said("choose"))[0]]
    *before, last = parts
    if isinstance(last, SendAlbum):
        return list(parts)
    return [*before, replace(last, keyboard=keyboard)]
