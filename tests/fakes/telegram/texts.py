"""
Texts as Telegram reads them: HTML into entities, what is cleaned away, how long it is.

Lengths and places of entities are in UTF-16 code units, places in refusals in bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.refusals import Refusal, bad, strict

Entity = dict[str, Any]

TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<url>https?://[^\s]+)"
)
# Of control characters only the end of a line stays; those that embed or override a
# direction (U+202A to U+202E) go, while marks and isolates stay.
_SPACES = dict.fromkeys({*range(33)} - {10, 13}, " ")
_GONE = dict.fromkeys({13, 0x30A, 0x333, 0x33F, *range(0x2028, 0x202F)})


def units(text: str) -> int:
    """
    How long a text is, as Telegram counts.
    """
    return len(text.encode("utf-16-le")) // 2


def read_text(
    text: str, parse_mode: str, entities: Any = None
) -> tuple[str, list[Entity]]:
    """
    The text that people see, and its entities. Raises `Refusal`.
    """
    mode = parse_mode.lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode in ("markdown", "markdownv2"):
        raise strict("it reads HTML alone")
    elif mode:
        raise bad("unsupported parse_mode")
    return trimmed(text.translate(_SPACES).translate(_GONE), list(entities or ()))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """
    Without spaces around, with entities where they belong then.
    """
    before = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    moved = []
    for each in entities:
        first = max(each["offset"] - before, 0)
        last = min(each["offset"] + each["length"] - before, end)
        if last > first:
            moved.append({**each, "offset": first, "length": last - first})
    return text, moved


def found_in(text: str) -> list[Entity]:
    """
    The entities that Telegram finds by itself: commands, names, addresses.
    """
    return [
        {
            "type": str(each.lastgroup),
            "offset": units(text[: each.start()]),
            "length": units(each.group()),
        }
        for each in _FOUND.finditer(text)
    ]


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """
    Read HTML as Telegram's server does, with its refusals for what it does not take.
    """
    reader = _Html(text)
    try:
        return reader.read()
    except _Wrong as wrong:
        raise Refusal(400, f"Bad Request: can't parse entities: {wrong}") from wrong


class _Wrong(Exception):
    pass


class _Html:
    """
    One text. Telegram's reader goes by bytes; here they are counted when it complains.
    """

    def __init__(self, text: str) -> None:
        # What ends it is a sign that no text has: Telegram's reader stops there too.
        self.text = text.replace("\0", " ") + "\0"
        self.at = 0
        self.out = ""
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.sign != "\0":
            if self.sign == "&" and (known := self.reference()):
                self.out += known
            elif self.sign != "<":
                self.out += self.sign
                self.at += 1
            elif self.text[self.at + 1] == "/":
                self.close_tag()
            else:
                self.open_tag()
        if self.open:
            raise _Wrong(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        return self.out, sorted(
            self.entities, key=lambda e: (e["offset"], -e["length"])
        )

    @property
    def sign(self) -> str:
        return self.text[self.at]

    def place(self, at: int) -> str:
        return f"at byte offset {len(self.text[:at].encode())}"

    def reference(self) -> str | None:
        """
        A character by its name or number; None and no step forward if it is none.
        """
        found = _REFERENCE.match(self.text, self.at)
        if found is None:
            return None
        hexadecimal, decimal, name = found.groups()
        if name:
            character = _NAMED.get(name)
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            fits = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
            character = chr(code) if fits else None
        if character:
            self.at = found.end()
        return character

    def until(self, ends: str) -> str:
        first = self.at
        while self.sign not in ends and self.sign != "\0":
            self.at += 1
        return self.text[first : self.at]

    def skip_spaces(self) -> None:
        while self.sign.isspace():
            self.at += 1

    def open_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.until(" \t\r\n>").lower()
        if self.sign == "\0":
            raise _Wrong(f"Unclosed start tag {self.place(begin)}")
        if tag not in TYPES:
            raise _Wrong(f'Unsupported start tag "{tag}" {self.place(begin)}')
        argument = ""
        while self.sign != ">":
            self.skip_spaces()
            if self.sign == ">":
                break
            argument = self.attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _Wrong(f'Tag "span" must have class "tg-spoiler" {self.place(begin)}')
        self.open.append(_Open(tag, argument, units(self.out), len(self.out)))

    def attribute(self, tag: str, begin: int) -> str:
        """
        Read one attribute; gives what it means for the entity, if anything.
        """
        unclosed = f'Unclosed start tag "{tag}" {self.place(begin)}'
        name = self.until(" \t\r\n=>/\"'")
        if not name:
            raise _Wrong(f'Empty attribute name in the tag "{tag}" {self.place(begin)}')
        self.skip_spaces()
        if self.sign != "=":
            if self.sign == "\0":
                raise _Wrong(unclosed)
            return "1" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self.skip_spaces()
        if self.sign == "\0":
            raise _Wrong(unclosed)
        value = self.quoted() if self.sign in "'\"" else self.token()
        if self.sign == "\0":
            raise _Wrong(f"Unclosed start tag {self.place(begin)}")
        if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
            return value
        if (tag, name) == ("code", "class") and value.startswith("language-"):
            return value.removeprefix("language-")
        if (tag, name) == ("span", "class") and value.startswith("tg-"):
            return value.removeprefix("tg-")
        return "1" if (tag, name) == ("blockquote", "expandable") else ""

    def token(self) -> str:
        first = self.at
        while self.sign.isascii() and (self.sign.isalnum() or self.sign in ".-"):
            self.at += 1
        if not self.sign.isspace() and self.sign != ">":
            raise _Wrong(f"Unexpected end of name token {self.place(first)}")
        return self.text[first : self.at].lower()

    def quoted(self) -> str:
        end = self.sign
        self.at += 1
        value = ""
        while self.sign not in (end, "\0"):
            if self.sign == "&" and (known := self.reference()):
                value += known
            else:
                value += self.sign
                self.at += 1
        if self.sign == end:
            self.at += 1
        return value

    def close_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _Wrong(f"Unexpected end tag {self.place(begin)}")
        self.at += 2
        tag = self.until(" \t\r\n>").lower()
        self.skip_spaces()
        if self.sign != ">":
            raise _Wrong(f"Unclosed end tag {self.place(begin)}")
        self.at += 1
        last = self.open[-1]
        if tag and tag != last.tag:
            raise _Wrong(
                f"Unmatched end tag {self.place(begin)}, "
                f'expected "</{last.tag}>", found "</{tag}>"'
            )
        self.open.pop()
        length = units(self.out) - last.offset
        if length:
            self.add(last, length)

    def add(self, tag: _Open, length: int) -> None:
        entity: Entity = {
            "type": TYPES[tag.tag],
            "offset": tag.offset,
            "length": length,
        }
        if tag.tag == "a":
            address = tag.argument or self.out[tag.begin :]
            if not re.match(
                r"(?i)(https?|tg|mailto|tel)[:]|[\w-]+(\.[\w-]+)+", address
            ):
                # An address that is none makes no link, and no complaint.
                return
            entity["url"] = address
        elif tag.tag == "tg-emoji":
            if not tag.argument.isdecimal():
                raise _Wrong("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.tag == "code" and tag.argument:
            entity["language"] = tag.argument
        elif tag.tag == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.tag == "pre" and self.entities:
            inner = self.entities[-1]
            whole = (inner["offset"], inner["length"]) == (tag.offset, length)
            if inner["type"] == "code" and whole and "language" in inner:
                self.entities.pop()
                entity["language"] = inner["language"]
        self.entities.append(entity)
