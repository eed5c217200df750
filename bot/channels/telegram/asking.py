"""
The card that asks who is writing, in Telegram's ways of telling it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram import keyboards
from bot.channels.telegram.markup import Rich, bold, joined
from bot.channels.telegram.page import Page
from bot.channels.telegram.parts import CODE, ContactKeyboard, InlineButton
from bot.channels.telegram.words import say

_ON_FILE, _PRIVATE = "on_file", "private"


@dataclass(frozen=True)
class Question:
    """
    Words, and the button that is `beside` those of the message.

    With a keyboard (`contact`) the message of these words has no other buttons: of both
    Telegram takes one alone.
    """

    words: Rich = field(default_factory=Rich)
    beside: tuple[InlineButton, ...] = ()
    contact: ContactKeyboard | None = None


def in_group(card: Mapping[str, Any] | None, page: Page) -> Question:
    """
    Where others read along there is only the way to the private chat.

    The reason is given unless the card (None: there is none) is of a message that does.
    """
    title = keyboards.titled(say("group_private", page.lang), page.lang)
    button = InlineButton(title, url=page.to.private_chat)
    is_told = card is not None and card.get("state") == _PRIVATE
    return Question(Rich() if is_told else page.said("group"), (button,))


def question(card: Mapping[str, Any], page: Page) -> Question:
    """
    The card in a private chat: a code to what is on file, or the customer's own number.
    """
    title = joined(" ", [Rich("🔐"), bold(str(card.get("title") or ""))])
    if card.get("state") == _ON_FILE:
        send = keyboards.titled(say("send_code", page.lang), page.lang)
        # Where the code has gone is told when it has.
        return Question(title, (InlineButton(send, data=CODE),))
    # Whoever has typed a number or an address is told why that is not enough.
    how = page.said("press_to_share" if card.get("rows") else "share_ask")
    return Question(joined("\n", [title, how]), contact=contact_keyboard(page.lang))


def contact_keyboard(lang: str) -> ContactKeyboard:
    """
    The button that shares the customer's own number.
    """
    return ContactKeyboard(
        keyboards.titled(say("share_number", lang), lang),
        keyboards.titled(say("share_placeholder", lang), lang),
    )
