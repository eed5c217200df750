"""
A question to the customer that yes or no answers: what was asked, and until when.

It is one document in one slot. Plain words answer it as the next message after it, or
after something that was said about it; later only words that name what they answer. Its
buttons say which question they are of and work until it is answered. After `STILL`
nothing does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services

SLOT = "question_open"
# How a button says which question it answers.
ENTITY = "question"
# Offered to be done: `record` has the intent that does it, and the order's number.
OF_WISH = "offered_wish"
# What of the thing was not sure, where a question is put for that: one of its fields.
DOUBT = "doubt"
STILL = timedelta(minutes=15)
# Whoever did not answer is not asked the same again before.
AGAIN = timedelta(days=1)
_ANSWERS = frozenset({"affirm", "deny"})
# What is said about it and is no answer.
ASIDE = "about_question"
# What is said of what was told before it: it is put again behind the answer.
_OF_TOLD = "about_told"
# No words of the customer's.
_UNSAID = ("signed_in", "unreadable_received")


class AfterAnswer(Enum):
    """
    What is said after the answer, of the answer: the values are kinds of asides.
    """

    REGRET = "regret"
    """It is taken back, whichever it was."""
    REFUSED = "refused"
    """A no, which takes back a yes."""
    AFTER_ALL = "after_all"
    """A yes, which does not count before it is asked anew."""


@dataclass(frozen=True)
class OpenQuestion:
    """
    What was asked last. `about` names the kind, `wording` is what was sent, in `lang`.

    `customer` is who was asked: where several who are one person share a thread, none
    of them answers for another. `record` is the source and the id of what it is about,
    where that is a record, and `fields` what was told of it. `is_last` tells that
    nothing else was said since, so that the next words are about it. `is_repeated` is
    whether it was put again although nobody had asked for that. `is_offered` tells that
    it was said as a statement, which waits for nothing. `at` is in seconds since 1970;
    0 for nothing was asked.
    """

    about: str = ""
    wording: str = ""
    lang: str = ""
    customer: str = ""
    record: tuple[str, str] = ("", "")
    fields: Mapping[str, str] = field(default_factory=dict)
    is_last: bool = False
    is_answered: bool = False
    is_repeated: bool = False
    is_offered: bool = False
    at: float = 0.0

    @classmethod
    def read(cls, slot: Any) -> OpenQuestion:
        """
        What the slot holds; nothing where that cannot be read.
        """
        try:
            kept = json.loads(slot)
            source, number = kept["record"]
            return cls(**{**kept, "record": (source, number)})
        except (TypeError, ValueError, KeyError):
            return cls()

    @property
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """
        return json.dumps(asdict(self), ensure_ascii=False) if self.at else None

    @property
    def moment(self) -> datetime:
        """
        When it was put.
        """
        return datetime.fromtimestamp(self.at, timezone.utc)

    @property
    def key(self) -> str:
        """
        What its buttons carry.
        """
        return f"{self.about}:{self.at}"

    @property
    def buttons(self) -> dict[str, str]:
        """
        The fields of a response for its buttons: yes and no.
        """
        button = json.dumps({ENTITY: self.key})
        return {"yes": f"/affirm{button}", "no": f"/deny{button}"}

    def repeat(self, dispatcher: CollectingDispatcher) -> None:
        """
        Say that the answer was not clear; the question stays open.
        """
        self.say(dispatcher, "utter_question_unclear")

    def say(self, dispatcher: CollectingDispatcher, response: str) -> None:
        """
        Say something of it, with what was told of its thing and its buttons at hand.
        """
        dispatcher.utter_message(response=response, **self.fields, **self.buttons)

    def heard(self, intent: str) -> OpenQuestion:
        """
        After a message of the customer's: whatever is not about it leaves the question.
        """
        is_last = self.is_last and intent in (*_ANSWERS, ASIDE, _OF_TOLD, *_UNSAID)
        return replace(self, is_last=is_last)

    def is_recent(self, now: datetime) -> bool:
        """
        Whether it was put so lately that something can be said of it.
        """
        return self._is_younger(STILL, now)

    def is_meant(self, pressed: str | None, now: datetime) -> bool:
        """
        Whether a yes or a no answers it: words, or a button that carries `pressed`.
        """
        if self.is_answered or not self.is_recent(now):
            return False
        return self.is_last if pressed is None else pressed == self.key

    def is_awaited(self, now: datetime) -> bool:
        """
        Whether the next words would answer it.
        """
        return self.is_last and not self.is_answered and self.is_recent(now)

    def is_passed_over(self, now: datetime) -> bool:
        """
        Whether it was left for something else, and may still be put once more.
        """
        return (
            self.is_recent(now)
            and not (self.is_answered or self.is_last or self.is_repeated)
        )  # fmt: skip

    def was_put(self, about: str, now: datetime) -> bool:
        """
        Whether this was asked not long ago, answered or not.
        """
        return self.about == about and self._is_younger(AGAIN, now)

    def answered(self) -> OpenQuestion:
        """
        After the answer, which is what was last spoken of.
        """
        return replace(self, is_last=True, is_answered=True)

    def repeated(self) -> OpenQuestion:
        """
        After it was put once more.
        """
        return replace(self, is_last=True, is_repeated=True)

    def left(self) -> OpenQuestion:
        """
        After the customer has put it off: a bare yes is none to it any more.
        """
        return replace(self, is_last=False)

    def _is_younger(self, than: timedelta, now: datetime) -> bool:
        return bool(self.at) and now.timestamp() - self.at <= than.total_seconds()


def put(
    dispatcher: CollectingDispatcher,
    house: Services,
    lang: str,
    *,
    about: str,
    response: str,
    record: tuple[str, str] = ("", ""),
    **fields: str,
) -> OpenQuestion:
    """
    Ask it, with a button for yes and one for no; what is given goes into the slot.
    """
    asked = OpenQuestion(
        about=about,
        lang=lang,
        customer=services.identity().customer_id or "",
        record=record,
        fields=fields,
        is_last=True,
        at=round(house.clock().timestamp()),
    )
    asked.say(dispatcher, response)
    sent = {**fields, **asked.buttons}
    return replace(asked, wording=house.wording(response, lang, **sent))


def offered(
    house: Services,
    lang: str,
    *,
    about: str,
    wording: str = "",
    record: tuple[str, str] = ("", ""),
    **fields: str,
) -> OpenQuestion:
    """
    What was offered in a statement, to which a yes is one: it is not put once more.
    """
    return OpenQuestion(
        about=about,
        wording=wording,
        lang=lang,
        customer=services.identity().customer_id or "",
        record=record,
        fields=fields,
        is_last=True,
        is_repeated=True,
        is_offered=True,
        at=round(house.clock().timestamp()),
    )


def told(about: str, house: Services) -> OpenQuestion:
    """
    What stands of a question that was answered some time ago, told just now.
    """
    return OpenQuestion(
        about=about,
        customer=services.identity().customer_id or "",
        is_last=True,
        is_answered=True,
        at=round(house.clock().timestamp()),
    )
