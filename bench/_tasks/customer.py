"""
A customer out of a task's instruction: what they come with, and what they answer.

The customer is told what the instruction tells, and never what the task wants written.
They see a bot's texts and buttons, tell from the last message what kind of question it
is (`questions`), and answer from the words of the instruction. They make no effort to
be understood beyond what somebody at a counter makes: say it again, twice.

Of 487 tasks 470 are written by rule (`regular`): one to five wishes, each with its
order's number. What is hard about them:

- 136 have several wishes, up to five, and some of them two for one order, where the
  address has to come before the items, after which nothing can be changed;
- a thing may be there twice in the order, in other options, and is then told by them;
- the options that are named change, all others stay; 41 things in 40 tasks are to
  become what they are, which is a wish too;
- of 10 wishes the gift card that is named does not cover the difference.

The other 17 are prose (`prose`). Some count more than once:

- 8 name no order, but a thing in it or the end of its number;
- 5 never say what is to be done but "I want a full refund": whether that is cancelling
  or returning is for the bot to see from the order;
- 9 tell a reason or a way to pay by the way, the others neither;
- 5 have a thing or a choice that comes only when the bot asks or is about to begin;
- 4 change their mind or make it up late, of which one takes the wish back;
- 4 want something besides: a coupon, another price, advice, no more letters;
- 2 mean "all the items", one "whichever is cheaper".

So the bot has to find orders by what is in them, keep several wishes apart, know a
variant by some of its options, say what it will do and mean it, and go back when "yes"
does not come.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench._tasks import wordings
from bench._tasks.choosing import ORDER
from bench._tasks.free import FreePart
from bench._tasks.parts import Part, RegularPart
from bench._tasks.prose import clauses, known
from bench._tasks.questions import Ask, Asked, Heard, affirmative, read
from bench._tasks.regular import Wish, wishes

_ANSWERS = frozenset(
    {
        *(Ask.MEANT, Ask.ORDER, Ask.ITEM, Ask.OPTIONS, Ask.METHOD, Ask.REASON),
        Ask.ADDRESS,
    }
)
_MOST_OFTEN = 3
"""So often they hear the very same, one after the other, before they leave."""
_NO = re.compile(r"^no\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """
    What a customer does: they write a text, or press the button of this title.
    """

    text: str
    is_button: bool = False


class Customer:
    """
    Who has come with an instruction. `run` chooses how they put it.

    Each run of one instruction says the same in other words: which wishes come in the
    first message, what of them is left to be asked, and whether buttons are pressed.
    """

    def __init__(self, instruction: str, run: int) -> None:
        self._chance = random.Random(f"{run}/{instruction}")
        self._known = known(instruction)
        self._parts: list[Part] = []
        self._numbers = {each.lstrip("#") for each in ORDER.findall(instruction)}
        for each in wishes(instruction):
            self._add(each)
        self._presses = self._chance.random() < 1 / 2
        self._at_once = self._chance.choice((1, 1, 2, len(self._parts)))
        self._last, self._times = "", 0
        self._has_ended = False

    def _add(self, part: Wish | str) -> None:
        if isinstance(part, Wish):
            self._parts.append(RegularPart(part, self._chance))
            return
        found = list(clauses(part))
        if found:
            self._parts.append(FreePart(found, self._chance))

    def opening(self) -> str:
        """
        The first message.
        """
        hello = self._chance.choice(wordings.HELLO)
        first, *more = [each.opening() for each in self._parts[: self._at_once]]
        text = first
        for each in more:
            text += self._chance.choice(wordings.AND) + each
        if hello.endswith(", ") and text.split()[0] not in ("I", "I'd", "I'm", "I've"):
            text = f"{text[0].lower()}{text[1:]}"
        return f"{hello}{text}"

    def reply(self, heard: Heard) -> Said | None:
        """
        What they do next; None when they leave.
        """
        self._times = self._times + 1 if heard.text == self._last else 1
        self._last = heard.text
        if self._has_ended or self._times > _MOST_OFTEN:
            return None
        asked = read(heard)
        part = self._part(self._about(heard))
        if asked.kind is Ask.CONFIRM:
            return self._confirm(asked, part)
        if self._is_refused(asked, part):
            fallback = part.after_refusal(asked.text)
            return Said(fallback) if fallback else self._next(asked)
        if asked.kind in (Ask.MORE, Ask.DONE):
            return self._next(asked)
        if asked.kind is Ask.PERSON:
            part.is_settled = True
            no = next((each for each in asked.choices if _NO.match(each)), None)
            return Said(no, is_button=True) if no else Said("No, thank you.")
        if asked.kind is Ask.WHO:
            return Said(self._who())
        if asked.kind in _ANSWERS:
            answer = part.answer(asked)
            if answer is not None:
                return self._chosen(answer, asked)
        again = part.again()
        return Said(again) if again else self._next(asked)

    def _is_refused(self, asked: Asked, part: Part) -> bool:
        """
        Whether this part cannot be done; what is said of another part is no matter.
        """
        if asked.kind is Ask.REFUSED:
            return True
        told = [each for each in self._parts if each.is_told]
        is_of_it = len(told) == 1 or part.score(asked.text) > 0
        return asked.kind is Ask.MORE and asked.refuses and is_of_it

    def _confirm(self, asked: Asked, part: Part) -> Said:
        named = {each.lstrip("#") for each in ORDER.findall(asked.text)}
        if named and self._numbers and not named & self._numbers:
            again = part.again() or "that is not my wish."
            return Said(f"No. {again}")
        first = part.before_yes()
        if first is not None:
            words, is_no = first
            return Said(f"No. {words}" if is_no else words)
        part.agreed(asked.text)
        yes = affirmative(asked.choices)
        if yes is not None and self._presses:
            return Said(yes, is_button=True)
        return Said(self._chance.choice(wordings.YES))

    def _next(self, asked: Asked) -> Said | None:
        """
        The next thing that they want, or that there is none.
        """
        for part in self._parts:
            if part.is_told:
                said = part.still()
                if said is not None:
                    return Said(said)
        for part in self._parts:
            if not part.is_told:
                return Said(part.opening())
        self._has_ended = True
        if asked.kind is not Ask.MORE:
            return None
        return Said(self._chance.choice(wordings.NO_MORE))

    def _about(self, heard: Heard) -> str:
        """
        The message that is answered: the last of several, if it tells of what it is.

        What came of one wish and what is asked of the next are read apart.
        """
        last = heard.texts[-1] if heard.texts else heard.text
        told = [each for each in self._parts if each.is_told]
        return last if any(each.score(last) for each in told) else heard.text

    def _part(self, text: str) -> Part:
        """
        The part that a message is about: of those that were told, and open ones first.
        """
        told: Sequence[Part] = [each for each in self._parts if each.is_told]
        still = [each for each in told if not each.is_settled]
        return max(still or told, key=lambda each: each.score(text))

    def _chosen(self, answer: str, asked: Asked) -> Said:
        if answer in asked.choices and self._presses:
            return Said(answer, is_button=True)
        return Said(answer)

    def _who(self) -> str:
        found = self._known
        reached = found.emails[-1] if found.emails else f"zip code {found.zip_code}"
        return f"{found.name}, {reached}"
