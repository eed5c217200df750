"""
What Telegram makes of our HTML, and marks of direction that can be seen in a test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timezone
from html.parser import HTMLParser
from typing import Any

import yaml

from bot import HOUSE
from bot.channels.telegram.page import Recipient
from bot.channels.telegram.parts import Part, SendAlbum
from bot.conversations.buttons import ShownButton, token_of
from bot.conversations.files import File
from bot.conversations.history import StoredMessage
from bot.engine.replies import card_from_response

TAGS = frozenset({"b", "i", "code", "a", "blockquote"})
"""What we use of all that Telegram knows."""
TO = Recipient("shop_bot")
GROUP = Recipient("shop_bot", is_group=True)
_MARKS = {
    "\u200f": "[RLM]",
    "\u200e": "[LRM]",
    "\u2066": "⟨",
    "\u2067": "⟪",
    "\u2068": "‹",
    "\u2069": "⟩",
}


class Seen(HTMLParser):
    """
    A text of Telegram's HTML: `text` is what is seen, `over` what stands out in it.

    As Telegram it takes no other tags and entities than those it knows, no tag that is
    left open, and no character that would have to be escaped.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.over: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, int, str]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        assert tag in TAGS
        assert set(given) <= ({"href"} if tag == "a" else {"expandable"})
        self._open.append((tag, len(self.text), given.get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        opened, start, href = self._open.pop()
        assert opened == tag
        self.over.append((tag, self.text[start:], href))

    def handle_data(self, data: str) -> None:
        assert not set(data) & set('<>&"')
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name]

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_charref = handle_decl = handle_pi = unknown_decl = handle_comment


def visible(html: str) -> str:
    """
    The HTML with marks of direction as signs: ⟨left to right⟩, ⟪right to left⟩.
    """
    return "".join(_MARKS.get(each, each) for each in html)


def shown(parts: Iterable[Part]) -> list[str]:
    """
    The HTML of each part, with marks as signs; of an album its captions.
    """
    found = []
    for part in parts:
        if isinstance(part, SendAlbum):
            text = " | ".join(each.caption for each in part.photos)
        else:
            text = part.html if hasattr(part, "html") else part.caption
        Seen(text)
        found.append(visible(text))
    return found


def keyboard_of(part: Part) -> list[list[tuple[str, str]]]:
    """
    The buttons below a message, as text and data or address.
    """
    rows = part.keyboard.rows  # type: ignore[union-attr]
    return [[(each.text, each.data or each.url) for each in row] for row in rows]


def token(number: int) -> str:
    """
    A token as buttons have it.
    """
    return token_of(b"key of the tests", str(number))


def said(
    text: str = "",
    *,
    lang: str | None = "en",
    author: str = "bot",
    cards: Iterable[Mapping[str, Any]] = (),
    buttons: Iterable[str] = (),
    files: Iterable[File] = (),
    speaker: str | None = None,
) -> StoredMessage:
    """
    A message of the thread.
    """
    return StoredMessage(
        seq=1,
        author=author,
        text=text,
        lang=lang,
        buttons=tuple(
            ShownButton(title, token(place)) for place, title in enumerate(buttons)
        ),
        cards=tuple(map(dict, cards)),
        at=datetime(2026, 11, 23, tzinfo=timezone.utc),
        client_id=None,
        speaker=speaker,
        files=tuple(files),
    )


def file(number: int, name: str = "a.jpg", type_: str = "image/jpeg") -> File:
    """
    A file of a message.
    """
    return File(f"{number:032x}", name, type_, 1000, 800, 600)


def domain_card(part: str, response: str, lang: str, **values: str) -> dict[str, Any]:
    """
    A card as the bot utters it on Telegram, from the words of the domain.
    """
    content = yaml.safe_load((HOUSE / f"bot/domain/{part}.yml").read_text("utf-8"))
    variants = content["responses"][response]
    here = [each for each in variants if each["condition"][0]["value"] == lang]
    # Words of this channel go before those of all.
    one = max(here, key=lambda each: "channel" in each)["custom"]["card"]
    return asdict(card_from_response(_filled(one, values)))


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        # A row for which there is no value is left out.
        return value.format_map(defaultdict(str, values))
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, values) for key, each in value.items()}
    return value
