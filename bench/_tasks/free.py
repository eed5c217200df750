"""
A wish in somebody's own words: what is said of it when.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

from bench._tasks import wordings
from bench._tasks.choosing import ORDER, closest, is_said, of_verbs, things
from bench._tasks.parts import ORIGINAL, PATIENCE
from bench._tasks.prose import WISHED, Clause, When
from bench._tasks.questions import Ask, Asked
from bench._tasks.regular import Verb

_ENDING = re.compile(
    r"(?:end(?:s|ing)? (?:in|with)|last \w+ digits (?:are|is)) (?P<end>\d+)",
    re.IGNORECASE,
)


class FreePart:
    """
    A wish in somebody's own words.
    """

    def __init__(self, clauses: Sequence[Clause], chance: random.Random) -> None:
        self._chance = chance
        self._clauses = list(dict.fromkeys(clauses))
        self._unsaid = list(self._clauses)
        self._whole = " ".join(each.words for each in self._clauses)
        self._agreed = ""
        self._left: set[str] = set()
        self._said = 0
        self.is_told = self.is_settled = False

    def opening(self) -> str:
        """
        What they come with, in its own order.
        """
        self.is_told = True
        said = [each.words for each in self._take(When.NOW)]
        return wordings.typed(said, self._chance)

    def score(self, text: str) -> int:
        """
        By the order numbers and the things that are in both.
        """
        numbers = {each.lstrip("#") for each in ORDER.findall(text)}
        own = {each.lstrip("#") for each in ORDER.findall(self._whole)}
        return 10 * len(numbers & own) + len(things(text) & things(self._whole))

    def answer(self, asked: Asked) -> str | None:
        """
        What was kept for such a question, else what the words say to it.
        """
        if asked.kind is Ask.MEANT:
            wished = " ".join(self._wished())
            return of_verbs(asked.choices, [v for v in Verb if is_said(v, wished)])
        kept = [
            c for c in self._unsaid if c.when is When.ASKED and c.topic is asked.kind
        ]
        if kept:
            self._unsaid.remove(kept[0])
            return kept[0].words
        decided = [c for c in self._clauses if c.decided and c.topic is asked.kind]
        about = decided or [c for c in self._clauses if c.topic is asked.kind]
        if asked.kind is Ask.ORDER:
            return self._order(asked, about)
        words = " ".join(each.words for each in about)
        if asked.kind is Ask.METHOD:
            chosen = closest(asked.choices, words or "original same used")
            return chosen or words or ORIGINAL
        if asked.kind is Ask.REASON:
            return self._reason(asked)
        chosen = closest(asked.choices, words or self._whole)
        if chosen or words:
            return chosen or words
        return " ".join(self._wished()) or None

    def before_yes(self) -> tuple[str, bool] | None:
        """
        What they wanted to say before confirming, or what they have come to.
        """
        for each in self._unsaid:
            if each.when is When.CONFIRM or (each.decided and not each.is_withdrawn):
                self._unsaid.remove(each)
                self.is_settled = self.is_settled or each.is_withdrawn
                return each.words, each.is_withdrawn
        return None

    def agreed(self, text: str) -> None:
        """
        There may be more of it than this.
        """
        self._agreed += f" {text}"

    def after_refusal(self, text: str) -> str | None:
        """
        The next of what was to be said then; without any, the wish is left.
        """
        for each in self._take(When.REFUSED, most=1):
            return each.words
        still = self._open()
        named = [each for each in still if things(each) & things(text)]
        self._left.update(named or still[:1])
        return None

    def still(self) -> str | None:
        """
        A wish that was not agreed to yet, else what they wanted besides.
        """
        for sentence in self._open():
            self._left.add(sentence)
            if self._said < PATIENCE:
                self._said += 1
                return sentence
        for each in self._take(When.MORE, most=1):
            return each.words
        self.is_settled = True
        return None

    def again(self) -> str | None:
        """
        What they answer to anything else, then the wishes alone, without their story.
        """
        for each in self._unsaid:
            if each.when is When.ASKED and each.topic is None:
                self._unsaid.remove(each)
                return each.words
        wished = self._wished()
        if self._said >= PATIENCE or not wished:
            self.is_settled = True
            return None
        self._said += 1
        return " ".join(wished[: None if self._said == 1 else 1])

    def _open(self) -> list[str]:
        """
        The wishes that nobody has agreed to, as far as they name something.
        """
        if self.is_settled:
            return []
        return [
            each
            for each in self._wished()
            if each not in self._left
            and things(each)
            and not things(each) & things(self._agreed)
        ]

    def _wished(self) -> list[str]:
        now = [each.words for each in self._clauses if each.when is When.NOW]
        return [each for each in now if WISHED.search(each)]

    def _take(self, when: When, most: int | None = None) -> list[Clause]:
        taken = [each for each in self._unsaid if each.when is when][:most]
        for each in taken:
            self._unsaid.remove(each)
        return taken

    def _order(self, asked: Asked, about: Iterable[Clause]) -> str:
        numbers = list(dict.fromkeys(ORDER.findall(self._whole)))
        if len(numbers) == 1:
            number = numbers[0]
            return next((c for c in asked.choices if number in c), number)
        hints = " ".join(each.words for each in about)
        ending = _ENDING.search(self._whole)
        if ending is not None:
            for choice in asked.choices:
                if any(n.endswith(ending["end"]) for n in ORDER.findall(choice)):
                    return choice
        chosen = closest(asked.choices, f"{hints} {self._whole}")
        if chosen or hints:
            return chosen or hints
        return " ".join(["I don't remember the number.", *self._wished()])

    def _reason(self, asked: Asked) -> str:
        is_mistake = re.search(
            r"mistake|accident|didn't mean|wrong|unintention",
            self._whole,
            re.IGNORECASE,
        )
        plain = "I ordered it by mistake." if is_mistake else "I no longer need it."
        chosen = closest(asked.choices, plain) or closest(asked.choices, self._whole)
        return chosen or plain
