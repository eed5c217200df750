"""
A question to the customer that yes or no answers: what was asked, and until when.

It is one document in one slot. Words answer it only as the next message after it; its
buttons say which question they are of and work until it is answered. After `STILL`
nothing does.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services

SLOT = "question_open"
# How a button says which question it answers.
ENTITY = "question"
STILL = timedelta(minutes=15)
# Whoever did not answer is not asked the same again before.
AGAIN = timedelta(days=1)
_ANSWERS = frozenset({"affirm", "deny"})
# No message of the customer's.
_UNSAID = "signed_in"


@dataclass(frozen=True)
class OpenQuestion:
    """
    What was asked last. `about` names the kind, `wording` is what was sent, in `lang`.

    `customer` is who was asked: where several who are one person share a thread, none
    of them answers for another. `record` is the source and the id of what it is about,
    where that is a record. `waits` tells that the next words answer it. `at` is in
    seconds since 1970; 0 for nothing was asked.
    """

    about: str = ""
    wording: str = ""
    lang: str = ""
    customer: str = ""
    record: tuple[str, str] = ("", "")
    waits: bool = False
    is_answered: bool = False
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
        dispatcher.utter_message(response="utter_question_unclear", **self.buttons)

    def heard(self, intent: str) -> OpenQuestion:
        """
        After a message of the customer's: whatever is no answer leaves the question.
        """
        waits = self.waits and intent in (*_ANSWERS, _UNSAID)
        return replace(self, waits=waits)

    def is_meant(self, pressed: str | None, now: datetime) -> bool:
        """
        Whether a yes or a no answers it: words, or a button that carries `pressed`.
        """
        if self.is_answered or not self._is_younger(STILL, now):
            return False
        return self.waits if pressed is None else pressed == self.key

    def was_put(self, about: str, now: datetime) -> bool:
        """
        Whether this was asked not long ago, answered or not.
        """
        return self.about == about and self._is_younger(AGAIN, now)

    def answered(self) -> OpenQuestion:
        """
        After the answer.
        """
        return replace(self, waits=False, is_answered=True)

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
        waits=True,
        at=round(house.clock().timestamp()),
    )
    fields |= asked.buttons
    dispatcher.utter_message(response=response, **fields)
    return replace(asked, wording=house.wording(response, lang, **fields))
