"""
A person's profile from all sources at once, within a time that is kept.

Whatever has arrived by then is used; for the rest there is what was kept, or the reason
why there is nothing. Whom the records belong to is the ledger's to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from crm_connector.identity import consent, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import Identifier, PersonId
from crm_connector.moments import utc_now
from crm_connector.profile.asking import Answer, Asking, Question
from crm_connector.profile.facts import Field, Lack, Missing, Profile
from crm_connector.profile.known import Known, known
from crm_connector.profile.linking import Linking, Looked, Run, identifier_of
from crm_connector.profile.making import OF_CUSTOMER, Fields, Said, assembled, said_by
from crm_connector.profile.rules import Rules, strictest
from crm_connector.source import METHODS, Capability

SECONDS = 0.8
MOST = 50
"""So many orders and invoices of one source are in a profile if nobody wants more."""
ALL = frozenset(Field)

_ASKED: tuple[tuple[Capability, Fields], ...] = (
    (Capability.CUSTOMERS, OF_CUSTOMER),
    (Capability.LOYALTY, (Field.LOYALTY,)),
    (Capability.ORDERS, (Field.ORDERS,)),
    (Capability.INVOICES, (Field.INVOICES,)),
)
_LISTS = (Capability.ORDERS, Capability.INVOICES)


class Profiles:
    """
    Reads profiles, by `asking`. What it is given stays its owner's.

    `clock` tells how old facts are that were old already when they were read.
    """

    def __init__(
        self,
        asking: Asking,
        read: Run,
        rules: Rules,
        *,
        linking: Linking | None = None,
        seconds: float = SECONDS,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.asking = asking
        self.rules = rules
        self._seconds = seconds
        self._read = read
        self._linking = linking
        self._clock = clock

    async def of(
        self,
        person: PersonId | Identifier | Known,
        *,
        purpose: Purpose = Purpose.SERVICE,
        fields: Collection[Field] = ALL,
        most: int = MOST,
    ) -> Profile:
        """
        The profile as far as it is known in time; never raises for a source.

        A person is told by number, by an identifier that is one person's alone, or by
        their ids in sources where nobody has met them (`known.UNMET`). Of
        orders and invoices there are the newest `most` of each source. For a purpose to
        which the person did not agree there is nothing but that. Raises `NoSuchEntry`
        for nobody.
        """
        ends = time.monotonic() + self._seconds
        wanted = frozenset(fields)
        who, agreed = await self._read(lambda connection: _known(connection, person))
        if not consent.may(agreed, purpose):
            refused = [
                Answer(each, lack=Lack.NOT_AGREED)
                for each in self._questions(who, wanted)
            ]
            return assembled(who, agreed, refused, self.rules, self._clock())
        who, looked = await self._linked(who, wanted, ends)
        asked = self._questions(who, wanted, most)
        answers = await self.asking.all(asked, _left(ends))
        profile = assembled(who, agreed, answers, self.rules, self._clock())
        unheard = (
            Missing(source, field, why, error)
            for source, why, error in looked.unheard
            for field in self._tells(source, wanted)
        )
        missing = dict.fromkeys((*profile.missing, *unheard))
        return replace(
            profile, same=looked.same, unsure=looked.unsure, missing=tuple(missing)
        )

    async def answers(
        self, questions: Sequence[Question[Fields]]
    ) -> tuple[Said, tuple[Missing, ...]]:
        """
        What further questions bring, within the same time: facts, and what is missing.
        """
        answers = await self.asking.all(questions, self._seconds)
        return said_by(answers, self.rules, self._clock())

    def forget(self, source: str, customer_id: str) -> None:
        """
        Something of this customer was changed through us: ask anew.
        """
        self.asking.forget(source, customer_id)

    async def _linked(
        self, who: Known, wanted: frozenset[Field], ends: float
    ) -> tuple[Known, Looked]:
        """
        The person after having been looked for where more of what is wanted may be.
        """
        telling = (each for each in self.asking.sources if self._tells(each, wanted))
        unknown = self._linking.unknown_to(who, telling) if self._linking else ()
        if self._linking is None or not unknown:
            return who, Looked()
        self.asking.begin(self._questions(who, wanted))
        answers = await self.asking.all(self._customers(who), _left(ends))
        records = [each.kept.value for each in answers if each.kept is not None]
        looked = await self._linking.link(unknown, records, _left(ends))
        if looked.has_more:
            who, _ = await self._read(lambda connection: _known(connection, who.person))
        elif looked.same:
            # Only looked at: what the ledger would say of them.
            who = await self._read(lambda connection: _with(connection, who, looked))
        return who, looked

    def _tells(self, source: str, wanted: frozenset[Field]) -> list[Field]:
        """
        The fields that a source could tell of somebody whom it knows.
        """
        return [
            field
            for capability, fields in _ASKED
            if self.asking.can(source, capability)
            for field in fields
            if field in wanted
        ]

    def _customers(self, who: Known) -> list[Question[Fields]]:
        return self._questions(who, frozenset(OF_CUSTOMER))

    def _questions(
        self, who: Known, wanted: frozenset[Field], most: int = MOST
    ) -> list[Question[Fields]]:
        return [
            Question(
                source,
                METHODS[capability][0],
                (customer_id,),
                strictest(asked, self.rules),
                asked,
                {"limit": most} if capability in _LISTS else {},
            )
            for source, customer_id in who.ids
            for capability, fields in _ASKED
            if (asked := tuple(each for each in fields if each in wanted))
            and self.asking.can(source, capability)
        ]


def _with(connection: Connection, who: Known, looked: Looked) -> Known:
    """
    The person as they would be with what was found, and all that is known of that.
    """
    ids, proven = dict.fromkeys(who.ids), dict.fromkeys(who.proven)
    for each in looked.same:
        ids[each.record.source, each.record.id] = None
        for owner in present.linked(connection, identifier_of(each.record)):
            other = known(connection, owner)
            ids |= dict.fromkeys(other.ids)
            proven |= dict.fromkeys(other.proven)
    return replace(who, ids=tuple(ids), proven=tuple(proven))


def _left(ends: float) -> float:
    return max(0.0, ends - time.monotonic())


def _known(
    connection: Connection, person: PersonId | Identifier | Known
) -> tuple[Known, Mapping[Purpose, Statement]]:
    if isinstance(person, Known):
        return person, {}
    if isinstance(person, Identifier):
        person = present.owner(connection, person)
    who = known(connection, person)
    return who, consent.standing(connection, who.person)
