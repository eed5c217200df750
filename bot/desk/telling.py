"""
What customers hear of the people who come to their conversation and leave it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from actions import hours
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Wish
from actions.changing.telling import saying
from actions.shared.voice import Voice
from bot.conversations.clock import Clock
from bot.conversations.handoffs.desk import Told
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk import wordings

Fields = Mapping[str, str]
"""What stands in the fields of a response."""

_ENOUGH = 32
_A_COLLEAGUE = {"fa": "همکارم", "ar": "أحد زملائي", "en": "a colleague of mine"}


class Telling:
    """
    Makes what is told of a step of a handoff, in the customer's language.

    `wording` gives the text of a response; the names of an agent are by language.
    """

    def __init__(
        self, wording: Callable[..., str], *, clock: Clock, zone: tzinfo
    ) -> None:
        self._wording = wording
        self._clock = clock
        self._zone = zone

    def joined(self, names: Mapping[str, str]) -> Told:
        """
        Somebody has taken the conversation over.
        """
        return self._of_agent("utter_desk_joined", names)

    def left(self, names: Mapping[str, str]) -> Told:
        """
        Somebody is not there any more, and the customer waits for another one.
        """
        return self._of_agent("utter_desk_left", names)

    def released(self, names: Mapping[str, str]) -> Told:
        """
        Somebody has put the conversation back, and the customer waits for another one.
        """
        return self._of_agent("utter_desk_released", names)

    def passed_on(self, names: Mapping[str, str]) -> Told:
        """
        Somebody has put it back for those who know more of it.
        """
        return self._of_agent("utter_desk_passed_on", names)

    def transferred(self, names: Mapping[str, str], to: Mapping[str, str]) -> Told:
        """
        Somebody has given the conversation to a colleague.
        """

        def told(found: Handoff) -> Words:
            agent, other = self._name(names, found), self._name(to, found)
            return self._words(
                "utter_desk_transferred", found, agent=agent, other=other
            )

        return told

    def late(self, found: Handoff) -> Words | None:
        """
        A promise has passed; `promised_at` is the new one, if there is any.

        Of the second one that passes no time is named: it would be a third.
        """
        now = self._clock()
        if found.promised_at is None or found.promised_at <= now:
            return self._words("utter_desk_late_open", found)
        promised = found.promised_at.astimezone(self._zone)
        by = hours.coming(promised, now.astimezone(self._zone).date(), found.language)
        return self._words("utter_desk_late", found, by=by)

    def kept(self, outcome: Mapping[str, Any]) -> Told:
        """
        What was promised at the end of a handoff has been done.
        """

        def told(found: Handoff) -> Words:
            by = str(outcome.get("by") or "") or _A_COLLEAGUE[found.language]
            text = wordings.kept(by, str(outcome.get("words") or ""), found.language)
            return Words(
                text, speaker="", id=f"kept:{found.number}", lang=found.language
            )

        return told

    def done(self, made: Deal, seen: Seen, reference: str, language: str) -> Fields:
        """
        What the customer hears of in what will have been done; `seen` is from before.

        An address is not in it: it is told from the wish, and kept nowhere else.
        """
        voice = Voice(language, self._wording, self._zone)
        fields = dict(saying.done(made, seen, reference, voice).fields)
        fields.pop("address", None)
        return fields

    def beside(self, made: Deal, seen: Seen) -> Mapping[str, Fields]:
        """
        What the customer hears besides what is done, by language; empty for nothing.

        `pays` is how it is paid that the order costs more, `goods` where goods go back.
        """
        voices = [Voice(each, self._wording, self._zone) for each in _A_COLLEAGUE]
        return {
            "pays": {each.lang: saying.how_paid(made, seen, each) for each in voices},
            "goods": {each.lang: saying.goods(made, each) for each in voices},
        }

    def carried_out(
        self, wish: Wish, fields: Fields, names: Mapping[str, str], key: str
    ) -> Told:
        """
        Somebody has done with an order what the customer agreed to: as the chat tells.

        `fields` are those of `done`, `names` those of who did it. It is told once for
        each `key`.
        """

        def told(found: Handoff) -> Words | None:
            if wish.operation is None:
                return None
            voice = Voice(found.language, self._wording, self._zone)
            place = {"address": voice.address(wish.address)} if wish.address else {}
            response = f"utter_wish_done_{wish.operation.value}"
            said = self._wording(response, found.language, **{**fields, **place})
            by = wordings.done_by(self._name(names, found), found.language)
            return Words(
                f"{by}\n{said.strip()}",
                speaker="",
                id=f"done:{hashlib.sha256(key.encode()).hexdigest()[:_ENOUGH]}",
                lang=found.language,
            )

        return told

    def blocked(self, found: Handoff) -> Words | None:
        """
        What they write is not taken any more.
        """
        now = self._clock().isoformat()
        return self._words("utter_desk_blocked", found, key=now)

    def unblocked(self, found: Handoff) -> Words | None:
        """
        It is taken again.
        """
        now = self._clock().isoformat()
        return self._words("utter_desk_unblocked", found, key=now)

    def _of_agent(self, response: str, names: Mapping[str, str]) -> Told:
        def told(found: Handoff) -> Words:
            return self._words(response, found, agent=self._name(names, found))

        return told

    @staticmethod
    def _name(names: Mapping[str, str], found: Handoff) -> str:
        return names.get(found.language) or next(
            iter(names.values()), _A_COLLEAGUE[found.language]
        )

    def _words(
        self, response: str, found: Handoff, *, key: str = "", **fields: str
    ) -> Words:
        # Of each step once, whoever says it; of what may come again, by its `key`.
        step = key or f"{found.epoch}:{found.promised_at}"
        return Words(
            self._wording(response, found.language, **fields),
            speaker="",
            id=f"{response}:{found.number}:{step}",
            lang=found.language,
        )
