"""
What the last message of a bot asks, as somebody reads it who sees its text and buttons.

Nothing else of the bot is known here. A question is told by its English words, and by
what its buttons are; what is none of the kinds is `OTHER`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Ask(str, Enum):
    """
    A kind of question, or of a message that is none.
    """

    CONFIRM = "confirm"
    """Whether something may be done now."""
    MORE = "more"
    """Whether there is anything else."""
    PERSON = "person"
    """Whether they want somebody of the shop."""
    MEANT = "meant"
    """Which of several wishes was meant."""
    WHO = "who"
    ORDER = "order"
    ITEM = "item"
    OPTIONS = "options"
    """What the new one should be like."""
    METHOD = "method"
    """By what is paid, or to what money goes back."""
    REASON = "reason"
    ADDRESS = "address"
    UNCLEAR = "unclear"
    """The bot did not understand."""
    REFUSED = "refused"
    """It tells that something cannot be done."""
    DONE = "done"
    """It tells that something was done."""
    OTHER = "other"


@dataclass(frozen=True)
class Heard:
    """
    What a customer sees after a message of theirs: texts, and titles of buttons.
    """

    texts: tuple[str, ...]
    buttons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """
        All of it in one.
        """
        return "\n".join(self.texts)


@dataclass(frozen=True)
class Asked:
    """
    A message as it was read; `choices` are the titles of its buttons.

    Whatever it asks, it may tell before that something cannot be done: it `refuses`.
    """

    kind: Ask
    text: str
    choices: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """
        Whether it tells so.
        """
        return _says(self.text, dict(_STATEMENTS)[Ask.REFUSED])


_YES = re.compile(r"^(?:yes|yeah|ok|okay|confirm|go ahead|do it)\b", re.IGNORECASE)
_NO = re.compile(r"^(?:no|not|cancel|keep|leave|stop|never mind)\b", re.IGNORECASE)

_SOMEBODY = r"\b(?:colleagues?|person|human|agent|somebody|someone)\b"

# In this order: the first that fits.
_QUESTIONS: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (
        Ask.MORE,
        (
            r"\b(?:any|some)thing else\b",
            r"\bwhat else\b",
            r"\bany other\b",
            r"\banother (?:thing|wish)\b",
            r"\b(?:more|else) (?:that )?i can\b",
        ),
    ),
    (
        Ask.PERSON,
        (
            rf"{_SOMEBODY}.*\b(?:talk|speak|call|chat|join|take over|look|help)",
            rf"\b(?:talk|speak|chat|connect|pass)\b.*{_SOMEBODY}",
        ),
    ),
    (
        Ask.MEANT,
        (r"\bdid you mean\b", r"^do you mean\b", r"\bwhat would you like to do\b"),
    ),
    (
        Ask.CONFIRM,
        (
            r"\b(?:shall|should) i\b",
            r"\b(?:do you|please) confirm\b",
            r"\bis (?:that|this|it|all of (?:that|this)) (?:right|correct|ok|fine)\b",
            r"\b(?:go ahead|proceed)\b",
            r"\b(?:say|answer|reply|type)\W+yes\b",
            r"\bdo you want me to\b",
            r"\bmay i (?:do|cancel|change|book|make)\b",
            r"\bare you sure\b",
        ),
    ),
    (Ask.REASON, (r"\bwhy\b", r"\breason\b")),
    (
        Ask.METHOD,
        (
            r"payment method",
            r"\brefund(?:ed)?\b.*\b(?:to|onto|where|which|how)\b",
            r"\b(?:where|how|which way)\b.*\b(?:refund|money)\b",
            r"\bpay\b.*\b(?:with|by|how|difference)\b",
            r"\bhow\b.*\bpay\b",
            r"\bdifference\b",
            r"\bwhich (?:card|method|account)\b",
        ),
    ),
    (
        Ask.ADDRESS,
        (r"\baddress\b", r"\bwhere (?:to|should it go|shall it go|should i send)\b"),
    ),
    (
        Ask.ORDER,
        (r"\b(?:which|what) (?:of your |one of your )?orders?\b", r"\border number\b"),
    ),
    (
        Ask.OPTIONS,
        (
            r"\b(?:which|what) (?:\w+ )?(?:colou?rs?|sizes?|options?|variants?|kind)\b",
            r"\b(?:which|what) (?:\w+ )?(?:one|capacity|material|type|version)\b",
            r"\bwhat should .*\b(?:be|become|have)\b",
            r"\bfor (?:what|which)\b",
            r"\bwhat\b.*\binstead\b",
            r"\bnew one\b",
        ),
    ),
    (
        Ask.ITEM,
        (
            r"\b(?:which|what)\b.*\b(?:items?|products?|things?|pieces?|lines?)\b",
            r"\bwhich of (?:them|these|the two)\b",
            r"\bwhat\b.*\b(?:return|exchange|change)\b",
            r"\ball of (?:it|them)\b",
        ),
    ),
    (
        Ask.WHO,
        (
            r"\byour (?:name|e-?mail|zip|postal code|phone)",
            r"\bwho (?:are you|am i)\b",
            r"\bsign in\b",
        ),
    ),
    (Ask.ORDER, (r"\border\b",)),
)
# "Which card shall I use?" is not answered with a yes.
_ASKS_MORE_THAN_YES = re.compile(
    r"\b(?:which|what|where|how|why|whom?)\b.*\b(?:shall|should|may) i\b", re.IGNORECASE
)
_STATEMENTS: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (
        Ask.UNCLEAR,
        (
            r"(?:not|n't) (?:quite |really )?(?:understand|understood|get that)",
            r"(?:not|n't) sure what",
            r"\brephrase\b",
            r"\b(?:in other words|another way)\b",
            r"\bsay it differently\b",
        ),
    ),
    (
        Ask.REFUSED,
        (
            r"\b(?:cannot|can't|can not|could not|couldn't|unable|impossible)\b",
            r"\bnot (?:possible|allowed|any more|available|in stock|enough|offer)\b",
            r"\bno longer\b",
            r"\btoo late\b",
            r"\bout of stock\b",
            r"\bunfortunately\b",
        ),
    ),
    (
        Ask.DONE,
        (
            r"\b(?:has been|have been|is now|are now|was|were|i have|i've|it's)\b",
            r"\b(?:done|booked|noted|requested)\b",
        ),
    ),
)


def read(heard: Heard) -> Asked:
    """
    What is asked, or told where nothing is asked.
    """
    choices = heard.buttons
    for text in reversed(heard.texts):
        question = _last_question(text)
        if question:
            return Asked(_kind(question, choices), heard.text, choices)
    if _is_yes_or_no(choices):
        return Asked(Ask.CONFIRM, heard.text, choices)
    for kind, patterns in _STATEMENTS:
        if _says(heard.text, patterns):
            return Asked(kind, heard.text, choices)
    return Asked(Ask.OTHER, heard.text, choices)


def affirmative(choices: Sequence[str]) -> str | None:
    """
    The button that says yes.
    """
    return next((each for each in choices if _YES.match(each)), None)


def _kind(question: str, choices: Sequence[str]) -> Ask:
    for kind, patterns in _QUESTIONS:
        if kind is Ask.REASON and _is_yes_or_no(choices):
            # To what is asked with yes and no, those are the answers.
            return Ask.CONFIRM
        if kind is Ask.CONFIRM and _ASKS_MORE_THAN_YES.search(question):
            continue
        if _says(question, patterns):
            return kind
    # "I did not understand that. Could you say it in other words?"
    _, unclear = _STATEMENTS[0]
    return Ask.UNCLEAR if _says(question, unclear) else Ask.OTHER


def _says(text: str, patterns: Sequence[str]) -> bool:
    return any(re.search(each, text, re.IGNORECASE | re.DOTALL) for each in patterns)


def _is_yes_or_no(choices: Sequence[str]) -> bool:
    return affirmative(choices) is not None and any(map(_NO.match, choices))


def _last_question(text: str) -> str:
    """
    The last sentence that asks; empty where none does.
    """
    # What is said as an example ("For example: “Where is my order?”") asks nothing.
    bare = re.sub(r"“[^”]*”", "", text)
    sentences = re.split(r"(?<=[.!?:\n])\s+", bare.strip())
    for at in range(len(sentences) - 1, -1, -1):
        if sentences[at].rstrip("\"')»” ").endswith("?"):
            return sentences[at]
    for sentence in reversed(sentences):
        # "Please tell me the order number."
        if re.match(r"^(?:please|tell me|choose|pick|say which)\b", sentence, re.I):
            return sentence
    return ""
