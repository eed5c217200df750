"""
What is kept of a wish that takes several messages: its question, and what came in.

Values alone: they know nothing of Rasa, and nothing of the shop.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Utterance:
    """
    A response with its fields.
    """

    response: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """
    What came: words in the way of writing `lang`, or a button's `answer`.

    `intent` is what was understood, `is_sure` how well.
    """

    text: str = ""
    lang: str = "fa"
    intent: str = ""
    is_sure: bool = False
    answer: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Question:
    """
    The question as it was put: a response of the domain with its fields and buttons.

    `choices` are the titles of its buttons and what each answers. Its fields are in
    `lang`.
    """

    response: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    lang: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Question:
        """
        As it stands in a document.
        """
        return cls(
            str(kept["response"]),
            dict(kept["fields"]),
            tuple((str(title), str(value)) for title, value in kept["choices"]),
            str(kept["lang"]),
        )


@dataclass(frozen=True, kw_only=True)
class Kept(ABC):
    """
    A document in a slot, of one customer; empty for a stranger, who may still sign in.

    `again` counts how often the question was put once more after something else, and
    `asked` how many questions there were. With `for_people` some of it is to be handed
    over when nothing is asked any more. With `is_behind` something else was said after
    the question, so that a yes may be meant for that. `at` is when it was last spoken
    of, in seconds since 1970.
    """

    question: Question = Question()
    customer: str = ""
    asked: int = 0
    again: int = 0
    for_people: bool = False
    is_behind: bool = False
    at: float = 0.0

    @property
    @abstractmethod
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """
        Whether something of it is not over.
        """

    @property
    def is_asking(self) -> bool:
        """
        Whether its question waits for an answer.
        """
        return self.is_open and bool(self.question.response)

    def answer_of(self, value: str) -> str:
        """
        What a button of the question carries for this answer.
        """
        return f"{self.asked}:{value}"

    def answer_in(self, carried: str) -> str | None:
        """
        The answer that a button carries; None if it is of another question.
        """
        asked, _, value = carried.partition(":")
        return value if asked == str(self.asked) and self.is_asking else None
