"""
What an agent would have to ask about the talk so far.

The wish, what failed and what has been settled are one document in one slot. The
engine notes what a message says, actions what failed; whoever takes the conversation
over finds it in the packet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

SLOT = "talk_so_far"
STILL = timedelta(hours=1)
"""A wish that is older is not what the customer is here for."""
SETTLED_FOR = timedelta(days=1)
"""So long what a person has settled is not handed over again by itself.

And nobody is called unasked at all, if it was refused or they wanted nobody."""
NOT_AGAIN = ("upset", "high_value", "low_confidence", "capability_missing")
"""Reasons for which nobody who has just wanted no person is given one."""
MOST_DEEDS = 5
MOST_SAID = 6
_MOST_WORDS = 300
# They say nothing of what is wanted, or that a person is.
_NO_WISH = frozenset(
    {
        "about_promise",
        "about_question",
        "about_signing_in",
        "about_told",
        "affirm",
        "ask_which",
        "card_typed",
        "cart",
        "change_language",
        "code_refused",
        "contact_human_agent",
        "deny",
        "file_received",
        "goodbye",
        "greet",
        "location_shared",
        "order_news",
        "rate_person",
        "rating_again",
        "rating_words",
        "returned",
        "signed_in",
        "thank",
        "unreadable_received",
        "withdraw_person",
    }
)
# Of buttons alone, whose words are ours: no mood is read from "very bad".
_PRESSED = frozenset({"rate_person", "rating_again"})
# These were not understood, or not for sure.
_UNSURE = frozenset({"nlu_fallback", "ask_which"})
UNDERSTOOD, NOT_UNDERSTOOD, FAILED = "understood", "not_understood", "failed"
"""What came of a message, as a mood is judged from it."""


@dataclass(frozen=True)
class Wish:
    """
    What was wanted: the intent, the customer's own words in `lang`, what they named.

    `product` is the id of the one product that was named, `product_name` its name.
    """

    intent: str = ""
    words: str = ""
    lang: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    at: float = 0.0
    product: str = ""
    product_name: str = ""


@dataclass(frozen=True)
class Heard:
    """
    A message of the customer's, in `lang`, and what came of it.
    """

    text: str
    lang: str
    intent: str
    at: float
    came: str = UNDERSTOOD


@dataclass(frozen=True)
class Failure:
    """
    What did not work: the action, the error's kind, the system that it came from.
    """

    action: str
    why: str
    source: str
    at: float


DONE, REFUSED = "done", "refused"
"""What came of something the bot was to do and no system failed at."""


@dataclass(frozen=True)
class Did:
    """
    What the bot did (`came` is DONE), or was not allowed to, and the error's kind then.
    """

    action: str
    came: str
    at: float
    why: str = ""


@dataclass(frozen=True)
class Talk:
    """
    The talk so far. Moments are in seconds since 1970.

    `in_a_row` counts the failures of the shop's systems without a success between, and
    `settled` holds for each reason until when it is not one again by itself. Until
    `asks_until` nobody is called for any, but offered, however upset they are: a person
    has refused, or they wanted none. `said` are
    the last messages, `guessed` how many of them in a row were not understood for sure,
    `wrong_codes` how many one-time codes were wrong since the last right one.
    """

    wish: Wish = Wish()
    failures: tuple[Failure, ...] = ()
    in_a_row: int = 0
    settled: Mapping[str, float] = field(default_factory=dict)
    said: tuple[Heard, ...] = ()
    guessed: int = 0
    wrong_codes: int = 0
    did: tuple[Did, ...] = ()
    asks_until: float = 0.0

    @classmethod
    def read(cls, slot: Any, now: datetime) -> Talk:
        """
        What the slot holds and still counts; nothing where it cannot be read.
        """
        try:
            kept = json.loads(slot)
            talk = cls(
                Wish(**kept["wish"]),
                tuple(Failure(**each) for each in kept["failures"]),
                int(kept["in_a_row"]),
                dict(kept["settled"]),
                tuple(Heard(**each) for each in kept.get("said", ())),
                int(kept.get("guessed", 0)),
                int(kept.get("wrong_codes", 0)),
                tuple(Did(**each) for each in kept.get("did", ())),
                float(kept.get("asks_until", 0.0)),
            )
        except (TypeError, ValueError, KeyError):
            return cls()
        since = (now - STILL).timestamp()
        failures = tuple(each for each in talk.failures if each.at >= since)
        until = {k: v for k, v in talk.settled.items() if v > now.timestamp()}
        said = tuple(each for each in talk.said if each.at >= since)
        return cls(
            talk.wish if talk.wish.at >= since else Wish(),
            failures,
            talk.in_a_row if failures else 0,
            until,
            said,
            talk.guessed if said else 0,
            talk.wrong_codes,
            tuple(each for each in talk.did if each.at >= since),
            talk.asks_until if talk.asks_until > now.timestamp() else 0.0,
        )

    @property
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """
        if self == Talk():
            return None
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def heard(
        self,
        intent: str,
        text: str,
        lang: str,
        entities: Iterable[Mapping[str, Any]],
        now: datetime,
    ) -> Talk:
        """
        After a message of the customer's, which may be a wish.
        """
        if intent == "signed_in":
            return replace(self, wrong_codes=0)
        if not text:
            return self
        at = now.timestamp()
        said = self.said
        if intent not in _PRESSED:
            heard = Heard(text[:_MOST_WORDS], lang, intent, at)
            said = (*said, heard)[-MOST_SAID:]
        guessed = self.guessed + 1 if intent in _UNSURE else 0
        talk = replace(self, said=said, guessed=guessed)
        if intent in _NO_WISH:
            return talk
        entities = list(entities)
        named = {str(e["entity"]): str(e["value"]) for e in entities}
        product, name = _product(entities)
        wish = Wish(intent, text[:_MOST_WORDS], lang, named, at, product, name)
        return replace(talk, wish=wish)

    def came_of_last(self, *, misunderstood: bool) -> Talk:
        """
        With what came of the last message, which is known when the next one comes.
        """
        if not self.said:
            return self
        *before, last = self.said
        came = UNDERSTOOD
        if misunderstood:
            came = NOT_UNDERSTOOD
        elif any(each.at >= last.at for each in self.failures):
            came = FAILED
        return replace(self, said=(*before, replace(last, came=came)))

    def failed(self, action: str, why: str, source: str, now: datetime) -> Talk:
        """
        After something did not work because of one of the shop's systems.
        """
        failure = Failure(action, why, source, now.timestamp())
        failures = (*self.failures, failure)[-MOST_DEEDS:]
        return replace(self, failures=failures, in_a_row=self.in_a_row + 1)

    def done(self, action: str, now: datetime) -> Talk:
        """
        After the bot has done what was wanted of it.
        """
        return self.noted(action, now).worked()

    def noted(self, action: str, now: datetime) -> Talk:
        """
        After something was done that says nothing of the shop's systems.
        """
        return self._with(Did(action, DONE, now.timestamp()))

    def refused(self, action: str, why: str, now: datetime) -> Talk:
        """
        After it was not allowed, by one of the shop's systems or by us.
        """
        return self._with(Did(action, REFUSED, now.timestamp(), why))

    def _with(self, deed: Did) -> Talk:
        others = [e for e in self.did if (e.action, e.came) != (deed.action, deed.came)]
        return replace(self, did=(*others, deed)[-MOST_DEEDS:])

    def worked(self) -> Talk:
        """
        After the shop's systems have answered.
        """
        return replace(self, in_a_row=0)

    def wrong_code(self, action: str, now: datetime) -> Talk:
        """
        After a one-time code was wrong, as the action says that hears of it.
        """
        tried = self.refused(action, "CodeWrong", now)
        return replace(tried, wrong_codes=self.wrong_codes + 1)

    def withdrawn(self, now: datetime) -> Talk:
        """
        After they have said that they want nobody.

        For an hour nobody is offered for how they sound, for a day nobody called.
        """
        until = (now + STILL).timestamp()
        settled = {**dict.fromkeys(NOT_AGAIN, until), **self.settled}
        talk = replace(self, settled=settled)
        return talk.asking_until(now + SETTLED_FOR)

    def came_back(self, reason: str, until: datetime) -> Talk:
        """
        After a person was here for this reason; what was wanted then is over.
        """
        settled = {**self.settled, reason: until.timestamp()}
        return Talk(settled=settled, asks_until=self.asks_until)

    def asking_until(self, until: datetime) -> Talk:
        """
        Until then nobody is called unless they say yes to it.
        """
        return replace(self, asks_until=max(self.asks_until, until.timestamp()))


def _product(entities: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """
    The id and the name of the one product that these entities name, if it is one.
    """
    known = {
        str(e["value"]): str(e.get("name") or "")
        for e in entities
        if e["entity"] == "product" and e.get("kind") == "product"
    }
    return next(iter(known.items())) if len(known) == 1 else ("", "")
