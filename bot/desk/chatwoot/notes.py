"""
What the people in Chatwoot read beside the customer's own messages, as private notes.

Chatwoot shows notes as Markdown, so whatever others have written is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions import hours
from bot.conversations.handoffs.standing import Handoff
from bot.handoff.packet import Came, Packet
from bot.handoff.summary import cut
from bot.handoff.summary import plain as one_line

_TEXTS = Path(__file__).parent / "words.yml"
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-!~>|<])")
_LONGEST = 600
"""Characters of one message in a transcript."""
_TAG = 6
_UPSET = 0.5


@dataclass(frozen=True)
class Line:
    """
    A message of the thread: who wrote it (customer, bot, or an agent by name), when.

    `files` are the names of those that came with it.
    """

    author: str
    text: str
    at: datetime
    name: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customer:
    """
    Whose conversation it is: `name` only where they have proven who they are.
    """

    name: str
    assurance: str


class Notes:
    """
    Writes notes in the shop's language.

    `title` gives what a wish is called, by its intent and the language.
    """

    def __init__(
        self, language: str, *, zone: tzinfo, title: Callable[[str, str], str | None]
    ) -> None:
        self._language = language
        self._texts = _texts()[language]
        self._zone = zone
        self._title = title

    def guest(self, conversation: str) -> str:
        """
        Name somebody whose name is not known.
        """
        return self._say("guest", tag=conversation[:_TAG])

    def packet(
        self,
        found: Handoff,
        packet: Packet | None,
        customer: Customer,
        now: datetime,
    ) -> str:
        """
        Tell what is known of a wish for a person.
        """
        reasons: Mapping[str, str] = self._texts["reasons"]
        languages: Mapping[str, str] = self._texts["languages"]
        lines = [
            self._say("reason", reason=reasons.get(found.reason, found.reason)),
            self._who(customer),
            self._say(
                "language", language=languages.get(found.language, found.language)
            ),
            *(self._known(packet) if packet else ()),
        ]
        if found.promised_at is not None:
            promised = found.promised_at.astimezone(self._zone)
            today = now.astimezone(self._zone).date()
            by = hours.coming(promised, today, self._language)
            lines.append(self._say("promise", by=by))
        head = self._say("packet", number=str(found.number))
        listed = "\n".join(f"- {line}" for line in lines)
        return f"{head}\n\n{listed}\n\n{self._say('how')}"

    def transcript(self, lines: Sequence[Line], *, is_cut: bool) -> str:
        """
        Tell what was said before, oldest first.
        """
        told = [f"- {self.line(line)}" for line in lines]
        parts = [self._say("transcript"), "", *told]
        if is_cut:
            parts.insert(2, self._say("earlier") + "\n")
        return "\n".join(parts)

    def line(self, line: Line) -> str:
        """
        Tell one message of what was said before.
        """
        at = line.at.astimezone(self._zone).strftime("%H:%M")
        author: str = self._texts.get(f"{line.author}_said", self._texts["bot_said"])
        who = _escaped(line.name) or author
        return f"{at} **{who}:** {self._text(line, cut(line.text, _LONGEST))}"

    def to_customer(self, line: Line) -> str:
        """
        Tell what the customer has heard from the bot or from Hamyar's own desk.
        """
        who = _escaped(line.name) or self._texts["bot_said"]
        return self._say("to_customer", who=who, text=self._text(line, line.text))

    def files(self, handoff: int, names: Sequence[str]) -> str:
        """
        Tell which photos and files could not be shown here, and where they are.
        """
        return self._say("files", names=_listed(names), number=str(handoff))

    def not_delivered(self, names: Sequence[str]) -> str:
        """
        Tell an agent which of their files did not get to the customer.
        """
        return self._say("not_delivered", names=_listed(names))

    def from_customer(self, text: str) -> str:
        """
        Tell what the customer wrote when it was not to be answered here any more.
        """
        return f"**{self._texts['customer_said']}:** {_quoted(text)}".rstrip()

    def withheld(self, text: str) -> str:
        """
        Tell what the bot did not get to say: it may have been done.
        """
        return self._say("withheld", text=_quoted(text))

    def refused(self, text: str) -> str:
        """
        Tell an agent that their words did not get to the customer.
        """
        return self._say("refused", text=_quoted(text))

    def ended(self, *, is_withdrawn: bool) -> str:
        """
        Tell that nobody is wanted here any more.
        """
        return self._say("withdrawn" if is_withdrawn else "taken")

    def _who(self, customer: Customer) -> str:
        kind = "proven" if customer.name else "unknown"
        text: str = self._texts["customer"][kind]
        return _filled(text, {"name": _escaped(customer.name)})

    def _known(self, packet: Packet) -> list[str]:
        wish = packet.wanted
        title = self._title(wish.intent, self._language)
        failed = [
            " ".join(filter(None, (each.action, each.why and f"({each.why})")))
            for each in packet.deeds
            if each.came in (Came.FAILED, Came.REFUSED)
        ]
        is_unclear = any(each.came is Came.UNCLEAR for each in packet.deeds)
        is_upset = packet.mood is not None and packet.mood.upset >= _UPSET
        lines = (
            title and self._say("wish", title=title),
            wish.words and self._say("words", words=_quoted(wish.words)),
            packet.order and self._say("order", order=_escaped(packet.order)),
            packet.product and self._say("product", product=_escaped(packet.product)),
            failed and self._say("failed", deeds=_escaped(", ".join(failed))),
            is_unclear and self._say("unclear"),
            packet.missing
            and self._say("missing", sources=_escaped(", ".join(packet.missing))),
            is_upset and self._say("upset"),
        )
        return [line for line in lines if line]

    def _text(self, line: Line, text: str) -> str:
        """
        What was said and which files came with it, of which there may be only these.
        """
        said = _quoted(text)
        sent = self._say("with_files", names=_listed(line.files)) if line.files else ""
        return " ".join(filter(None, (said, sent)))

    def _say(self, name: str, /, **values: str) -> str:
        text: str = self._texts[name]
        return _filled(text, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], text)


def _quoted(text: str) -> str:
    """
    What somebody wrote, on one line and without any effect on what stands around it.
    """
    return _escaped(one_line(text))


def _listed(names: Sequence[str]) -> str:
    return " · ".join(map(_quoted, names))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    content: Mapping[str, Mapping[str, Any]]
    content = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return content
