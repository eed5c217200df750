"""
What an agent gets with a conversation, so that the customer is asked nothing twice.

It keeps codes and values, no sentences: agents read it in their own language. What can
be looked up when the agent opens it (orders with their present state, points, consent)
is not in it; what would be gone by then is: what was wanted, what was tried, in which
mood. The transcript is the thread itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

VERSION = 1
NO_WISH = "nlu_fallback"
"""What understanding gives of what it did not understand: a code that nobody reads."""
OPEN, FOR_PEOPLE = "open", "person"
"""How `Asked` came that somebody at the desk has to see to."""
_BETWEEN = " … "
"""Raised when a field changes its meaning. New fields alone do not raise it."""


class Came(str, Enum):
    """
    What came of something the bot did.
    """

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Wish:
    """
    What the customer wants: the intent, the words they said it in, what they named.

    It `is_open` until it was done.
    """

    intent: str
    words: str = ""
    language: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True)
class Deed:
    """
    Something the bot did or tried: the action, what came of it, and why it failed.

    `why` is the code of an error or of a rule; empty for what was done. `times` is how
    often lately.
    """

    action: str
    came: Came
    at: datetime
    why: str = ""
    times: int = 1


@dataclass(frozen=True)
class Mood:
    """
    How upset the customer seems, from 0 to 1, and by what signs.
    """

    upset: float
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Who:
    """
    Who asked, as far as they had proven it: the level's name, and their name on file.
    """

    level: str
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """
    What was wanted of an order, with all that was collected of it.

    `kind` is what was asked for and `operation` what it comes to, as codes; `came` is
    how it stands ("open", "refused" ...) and `why` a code. `details` are lines,
    variants, reason, address ... as far as they were said, and `words` the customer's
    own.
    """

    kind: str
    operation: str = ""
    order: str = ""
    came: str = ""
    why: str = ""
    words: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first_words(self) -> str:
        """
        The words that it began with, which tell what is wanted.
        """
        return self.words.split(_BETWEEN)[0]


@dataclass(frozen=True)
class Packet:
    """
    What the bot knows of a wish for a person at the moment it hands over.

    `order` and `product` are the ids of what the talk is about, and `product_name` is
    what the shop calls it; `missing` are the shop's systems that gave no answer.
    `named` are the numbers of orders that somebody has named who had not proven who
    they are: nobody has looked whether they are theirs. `asked` are the wishes that
    were to change orders, oldest first.
    """

    reason: str
    wish: Wish
    deeds: tuple[Deed, ...] = ()
    order: str | None = None
    product: str | None = None
    mood: Mood | None = None
    missing: tuple[str, ...] = ()
    who: Who | None = None
    product_name: str = ""
    named: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    version: int = VERSION

    @property
    def to_do(self) -> tuple[Asked, ...]:
        """
        What is to be seen to, the one at hand first: open ones, then what was left.
        """
        still = [each for each in self.asked if each.came == OPEN]
        left = [each for each in self.asked if each.came == FOR_PEOPLE]
        return (*still, *reversed(left))

    @property
    def wanted(self) -> Wish:
        """
        The wish to go by: of what is to be seen to, else what was said last.

        The words that a person was called with may be part of something larger: a
        photo, an address.
        """
        if not self.to_do:
            return self.wish
        first = self.to_do[0]
        if not first.first_words:
            return Wish(first.kind, self.wish.words, self.wish.language)
        return Wish(first.kind, first.first_words, self.wish.language)


class UnreadablePacket(ValueError):
    """
    A packet is of a version that this program does not know, or is damaged.
    """


def record(packet: Packet) -> dict[str, Any]:
    """
    Give the packet as JSON values.
    """
    parts = asdict(packet)
    for deed in parts["deeds"]:
        deed["came"] = deed["came"].value
        deed["at"] = deed["at"].isoformat()
    return parts


def read(parts: Mapping[str, Any]) -> Packet:
    """
    Read what `record` gave, also when it had fields that are not known here.

    Raises `UnreadablePacket`.
    """
    version = parts.get("version")
    if version != VERSION:
        raise UnreadablePacket(f"a packet of version {version!r}")
    try:
        return Packet(
            reason=str(parts["reason"]),
            wish=_wish(parts["wish"]),
            deeds=tuple(_deed(each) for each in parts.get("deeds", ())),
            order=parts.get("order"),
            product=parts.get("product"),
            mood=_mood(parts.get("mood")),
            missing=tuple(map(str, parts.get("missing", ()))),
            who=_who(parts.get("who")),
            product_name=str(parts.get("product_name") or ""),
            named=tuple(map(str, parts.get("named", ()))),
            asked=tuple(_asked(each) for each in parts.get("asked", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadablePacket(f"a damaged packet: {error!r}") from error


def _wish(parts: Mapping[str, Any]) -> Wish:
    intent = str(parts["intent"])
    return Wish(
        "" if intent == NO_WISH else intent,
        str(parts["words"]),
        str(parts["language"]),
        {str(kind): str(value) for kind, value in parts["entities"].items()},
        bool(parts.get("is_open", True)),
    )


def _deed(parts: Mapping[str, Any]) -> Deed:
    return Deed(
        str(parts["action"]),
        Came(parts["came"]),
        datetime.fromisoformat(parts["at"]),
        str(parts.get("why", "")),
        int(parts.get("times", 1)),
    )


def _who(parts: Mapping[str, Any] | None) -> Who | None:
    if parts is None:
        return None
    return Who(str(parts["level"]), str(parts.get("name") or ""))


def _asked(parts: Mapping[str, Any]) -> Asked:
    return Asked(
        str(parts["kind"]),
        str(parts.get("operation") or ""),
        str(parts.get("order") or ""),
        str(parts.get("came") or ""),
        str(parts.get("why") or ""),
        str(parts.get("words") or ""),
        dict(parts.get("details") or {}),
    )


def _mood(parts: Mapping[str, Any] | None) -> Mood | None:
    if parts is None:
        return None
    return Mood(float(parts["upset"]), tuple(map(str, parts.get("signs", ()))))
