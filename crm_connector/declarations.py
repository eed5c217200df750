"""
What customers say of themselves: what they agree to, and which records are theirs.

Nobody else can say it for them, so each way in asks `crm_connector.access` first, and
what was said is kept with the words to which it was the answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from crm_connector.access import Access, access_claim, access_declare, is_sure
from crm_connector.errors import NotFound, NotProven, Refused
from crm_connector.identity import consent, ledger, present
from crm_connector.identity.ageing import FRESH
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.errors import (
    AlreadyOne,
    BelongsToAnother,
    IdentityError,
)
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.identity.matching import Match
from crm_connector.model import Assurance, Customer, Identity, JoinedBy, Yes
from crm_connector.profile.facts import Profile
from crm_connector.profile.known import customer, is_anothers
from crm_connector.profile.linking import BY as BY_RULE
from crm_connector.profile.linking import Run, identifier_of

Record = tuple[str, str]
"""The source of a record and its id there."""

BY = "customer"
_SAME_CODE = timedelta(minutes=1)
"""So long after the code was right its proof may be written down."""


class Declarations:
    """
    Keeps what customers declare. `person` tells who is writing, `profile` reads them.

    That person is the customer before all merges, so that what one of two said is not
    the other's once they are two again. `clock` gives moments; `read` and `write` run
    transactions on the ledger.
    """

    def __init__(
        self,
        person: Callable[[Identity], Awaitable[PersonId]],
        profile: Callable[[Identity], Awaitable[Profile]],
        read: Run,
        write: Run,
        rules: Rules,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._person = person
        self._profile = profile
        self._read = read
        self._write = write
        self._rules = rules
        self._clock = clock

    async def consent(self, identity: Identity) -> Mapping[Purpose, Statement]:
        """
        What counts now of what they said about each purpose.
        """
        person = await self._person(identity)
        standing: Mapping[Purpose, Statement] = await self._read(
            lambda connection: consent.standing(connection, person)
        )
        return standing

    async def agree(
        self,
        identity: Identity,
        purpose: Purpose,
        *,
        is_granted: bool,
        wording: str,
        source: str,
        asked: datetime | None = None,
    ) -> None:
        """
        Keep a yes or a no with the words that it answers. `source` tells where.

        `asked` is when they were asked, if they were: whoever has become one with
        somebody since then was not asked for both. Raises `NotFound` then.
        """
        access_declare(identity, self._clock())
        person = await self._person(identity)
        said = Statement(person, purpose, is_granted, wording, source, self._clock())

        def keep(connection: Connection) -> None:
            if asked is not None and _has_merged(connection, person, asked):
                raise NotFound("They were asked before they were one person.")
            consent.say(connection, said)

        await self._write(keep)

    async def may_claim(self, identity: Identity, record: Customer) -> bool:
        """
        Whether they may be asked if this record is theirs: what they say would count.

        The phone or the e-mail that it shares with them must be the one to which the
        code went by which they proved themselves in this session, a moment ago: who
        signed in otherwise may not even have the telephone that their family shares.
        A record that is another customer's already is never asked about, nor is a
        second one of a system that knows them.
        """
        now = self._clock()
        if not is_sure(Access.CLAIM, identity, now):
            return False
        person = await self._person(identity)
        return bool(
            await self._read(lambda c: _is_claimable(c, person, identity, record, now))
        )

    async def claim(
        self, identity: Identity, record: Record, *, yes: Yes | None, wording: str
    ) -> None:
        """
        Make the record theirs: a merge, which the shop can undo.

        The yes is to ("claim", source, id).
        Raises `NotFound` where it is no question (any more), `Refused` where one person
        would then have too much, `NotProven` where they may not say so.
        """
        now = self._clock()
        access_claim(identity, now, yes, (Access.CLAIM.value, *record))
        match = await self._in_question(identity, record)
        if not await self.may_claim(identity, match.record):
            raise NotProven(
                "The shared contact is not proven.", needed=Assurance.FRESH_CODE
            )
        person = await self._person(identity)
        reason = f"{match.reason}; they said yes to: {wording}"
        of = identifier_of(match.record)
        try:
            await self._write(
                lambda connection: self._join(connection, person, of, reason, now)
            )
        except IdentityError as error:
            raise Refused(str(error), source=of.scope) from error

    async def disclaim(
        self, identity: Identity, record: Record, *, wording: str
    ) -> None:
        """
        Keep that the record is not theirs. Raises `NotFound` like `claim`.
        """
        now = self._clock()
        access_declare(identity, now)
        match = await self._in_question(identity, record)
        of = identifier_of(match.record)
        person = await self._person(identity)
        reason = f"they said no to: {wording}"

        def keep(connection: Connection) -> None:
            other = self._met(connection, of, now)
            ledger.keep_apart(connection, person, other, by=BY, reason=reason, now=now)

        await self._write(keep)

    async def has_claimed(self, identity: Identity, record: Record) -> bool:
        """
        Whether this record is theirs because they said so themselves.
        """
        access_declare(identity, self._clock())
        person = await self._person(identity)
        found = await self._read(lambda c: _claim_of(c, person, record))
        return found is not None

    async def joined(self, identity: Identity) -> Mapping[Record, JoinedBy]:
        """
        Each record that is theirs beside the one they are signed in with, and by whom.
        """
        access_declare(identity, self._clock())
        person = await self._person(identity)
        found: Mapping[Record, JoinedBy] = await self._read(
            lambda connection: _joined(connection, person)
        )
        return found

    async def unclaim(
        self, identity: Identity, record: Record, *, wording: str
    ) -> None:
        """
        Take back that the record is theirs: the merge of that very claim is undone.

        Whatever else joined them stays, and nobody asks about it again. Raises
        `NotFound` where no claim of theirs holds.
        """
        now = self._clock()
        access_declare(identity, now)
        person = await self._person(identity)
        reason = f"they took it back, with a yes to: {wording}"

        def undo(connection: Connection) -> None:
            ledger.in_turn(connection)
            claim = _claim_of(connection, person, record)
            if claim is None:
                raise NotFound("It is not theirs by their word.", source=record[0])
            ledger.split(connection, claim.number, by=BY, reason=reason, now=now)

        await self._write(undo)

    async def _in_question(self, identity: Identity, record: Record) -> Match:
        profile = await self._profile(identity)
        for match in profile.unsure:
            if (match.record.source, match.record.id) == record:
                return match
        raise NotFound("Nobody asks whether it is theirs.", source=record[0])

    def _join(
        self,
        connection: Connection,
        person: PersonId,
        record: Identifier,
        reason: str,
        now: datetime,
    ) -> None:
        other = self._met(connection, record, now)
        # So no two customers of the home source become one, nor their talks.
        if is_anothers(connection, person, other):
            raise BelongsToAnother(other)
        try:
            ledger.merge(
                connection,
                person,
                other,
                by=BY,
                reason=reason,
                now=now,
                rules=self._rules,
            )
        except AlreadyOne:
            return

    def _met(
        self, connection: Connection, record: Identifier, now: datetime
    ) -> PersonId:
        return ledger.meet(
            connection, record, source=record.scope, now=now, rules=self._rules
        )


def _has_merged(connection: Connection, person: PersonId, since: datetime) -> bool:
    ones = present.members(connection, present.root(connection, person))
    return any(each.at > since for each in present.merges(connection, among=ones))


def _joined(connection: Connection, person: PersonId) -> Mapping[Record, JoinedBy]:
    root = present.root(connection, person)
    by = {
        each: {BY: JoinedBy.THEMSELVES, BY_RULE: JoinedBy.RULE}.get(
            merged.by, JoinedBy.PEOPLE
        )
        for merged in present.merges(
            connection, among=present.members(connection, root)
        )
        for each in (merged.person, merged.other)
        if each != person
    }
    return {
        (link.identifier.scope, link.identifier.value): by[link.person]
        for link in present.links_of(connection, root)
        if link.identifier.kind is Kind.SHOP_CUSTOMER_ID and link.person in by
    }


def _claim_of(
    connection: Connection, person: PersonId, record: Record
) -> present.Merged | None:
    """
    The merge by which this person has made the record theirs, if it holds.
    """
    source, number = record
    of = Identifier(Kind.SHOP_CUSTOMER_ID, number, source)
    owners = present.linked(connection, of)
    for each in present.merges(connection, among=(person,)):
        if each.by == BY and each.person == person and each.other in owners:
            return each
    return None


def _is_claimable(
    connection: Connection,
    person: PersonId,
    identity: Identity,
    record: Customer,
    now: datetime,
) -> bool:
    if record.source in customer(connection, person).sources:
        return False
    owners = present.linked(connection, identifier_of(record))
    if any(is_anothers(connection, person, owner) for owner in owners):
        return False
    proof = identity.proof
    theirs = {*record.phones, *record.emails}
    return proof is not None and any(
        link.person == person
        and link.identifier.kind.is_shared
        and link.identifier.value in theirs
        and link.assurance is Assurance.FRESH_CODE
        and link.proven_at is not None
        and now - link.proven_at < FRESH
        and abs(link.proven_at - proof.at) < _SAME_CODE
        for link in present.links_of(connection, present.root(connection, person))
    )
