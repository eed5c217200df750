"""
Writing down what was learnt about who is who.

Each function is part of a transaction of the caller's. People are joined by the merges
that were not undone: two persons are one if a chain of those leads from one to the
other. So undoing a merge takes back exactly that merge, whatever happened since, and
every identifier, conversation and consent is again with whom it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.columns import insert
from crm_connector.identity import present
from crm_connector.identity.errors import (
    AlreadyOne,
    BelongsToAnother,
    Blocked,
    NoSuchEntry,
    TooMany,
)
from crm_connector.identity.identifiers import (
    Identifier,
    Kind,
    PersonId,
    Rules,
)
from crm_connector.identity.present import Plan, components
from crm_connector.identity.tables import (
    MERGING,
    events,
    identifiers,
    links,
    persons,
)
from crm_connector.model import Assurance

# Not so that links to it would wait: only who writes one, too.
_HELD_IDENTIFIER = present.FIND_IDENTIFIER.with_for_update(key_share=True)


def meet(
    connection: Connection,
    identifier: Identifier,
    *,
    source: str,
    now: datetime,
    rules: Rules,
    assurance: Assurance = Assurance.CHANNEL,
) -> PersonId:
    """
    Who has this identifier; a new person if nobody has.

    The person is the one it was linked to, before all merges. For kinds that are one
    person's alone: a phone or an e-mail raises `ValueError`. Raises `Blocked`.
    """
    if identifier.kind.is_shared:
        raise ValueError("several people may have it: see `present.people`")
    known = present.linked(connection, identifier)
    if known:
        return known[0]
    _refuse_blocked(identifier, rules)
    # Whoever meets it at the same moment waits here, and then knows whose it is.
    _number(connection, identifier)
    known = present.linked(connection, identifier)
    if known:
        return known[0]
    person: PersonId = connection.execute(
        persons.insert(), {"root": 0}
    ).inserted_primary_key[0]
    connection.execute(
        persons.update().where(persons.c.id == person).values(root=person)
    )
    link(
        connection,
        person,
        identifier,
        assurance=assurance,
        source=source,
        now=now,
        rules=rules,
    )
    return person


def link(
    connection: Connection,
    person: PersonId,
    identifier: Identifier,
    *,
    assurance: Assurance,
    source: str,
    now: datetime,
    rules: Rules,
) -> None:
    """
    Note that the identifier is this person's; from assurance 2 on, that it is proven.

    What is known so well already is not written again, but a proof is. Raises
    `Blocked`, `TooMany`, and `BelongsToAnother` for what is one person's alone.
    """
    _refuse_blocked(identifier, rules)
    number = _number(connection, identifier)
    row = connection.execute(
        sa.select(links.c.assurance).where(
            links.c.identifier == number, links.c.person == person
        )
    ).first()
    is_proof = assurance >= Assurance.PROVEN
    if row is not None and not is_proof:
        return
    if row is None:
        _refuse_anothers(connection, person, identifier)
        _hold(connection, person)
        _refuse_too_many(connection, person, [identifier], rules)
        connection.execute(
            links.insert(),
            {
                "identifier": number,
                "person": person,
                "alone": None if identifier.kind.is_shared else number,
                "assurance": int(assurance),
                "source": source,
                "since": now,
                "proven_at": now if is_proof else None,
            },
        )
    else:
        connection.execute(
            links.update()
            .where(links.c.identifier == number, links.c.person == person)
            .values(assurance=max(row.assurance, int(assurance)), proven_at=now)
        )
    _note(
        connection,
        "proven" if is_proof else "linked",
        person,
        now,
        identifier=number,
        assurance=int(assurance),
        by=source,
    )


def unlink(
    connection: Connection,
    person: PersonId,
    identifier: Identifier,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> None:
    """
    Note that the identifier is not the person's any more: a phone has a new owner.

    It is taken from everybody who is one with the person. Raises `NoSuchEntry`.
    """
    number = _number(connection, identifier)
    everybody = present.members(connection, present.root(connection, person))
    found = connection.execute(
        sa.select(links.c.person).where(
            links.c.identifier == number, links.c.person.in_(everybody)
        )
    ).scalars()
    owners = list(found)
    if not owners:
        raise NoSuchEntry("The person does not have it.")
    for owner in owners:
        connection.execute(
            links.delete().where(links.c.identifier == number, links.c.person == owner)
        )
        _note(
            connection,
            "unlinked",
            owner,
            now,
            identifier=number,
            by=by,
            reason=reason,
        )


def merge(
    connection: Connection,
    person: PersonId,
    other: PersonId,
    *,
    by: str,
    reason: str,
    now: datetime,
    rules: Rules,
) -> int:
    """
    Note that two are one person; gives the number by which that can be undone.

    Raises `AlreadyOne` and `TooMany`; `plan` tells before what would be joined.
    """
    in_turn(connection)
    # Always in this order, so that no two wait for each other.
    for each in sorted({present.root(connection, one) for one in (person, other)}):
        _hold(connection, each)
    planned = plan(connection, person, other, rules=rules)
    if planned.is_one:
        raise AlreadyOne("They are one person already.")
    if planned.too_many:
        raise TooMany(planned.too_many)
    number = _note(connection, "merged", person, now, other=other, by=by, reason=reason)
    first, second = sorted(planned.roots)
    connection.execute(
        persons.update().where(persons.c.root == second).values(root=first)
    )
    return number


def split(
    connection: Connection, merged: int, *, by: str, reason: str, now: datetime
) -> None:
    """
    Undo the merge of this number: all is again as if it had never been.

    Raises `NoSuchEntry` for what is no merge or was undone before.
    """
    in_turn(connection)
    row = connection.execute(
        sa.select(events.c.person, events.c.other).where(
            events.c.id == merged, events.c.kind == "merged"
        )
    ).first()
    undone = sa.select(events.c.id).where(events.c.undoes == merged)
    if row is None or connection.execute(undone).first() is not None:
        raise NoSuchEntry("There is no such merge, or it was undone.")
    _note(
        connection,
        "split",
        row.person,
        now,
        other=row.other,
        undoes=merged,
        by=by,
        reason=reason,
    )
    _settle(connection, present.root(connection, row.person))


def keep_apart(
    connection: Connection,
    person: PersonId,
    other: PersonId,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> None:
    """
    Note that two are not one person: no rule joins them, and nobody is asked again.

    What was merged stays merged; `split` undoes that. Written once, however often it
    is said. Raises `NoSuchEntry`.
    """
    if not present.are_apart(connection, person, other):
        _note(connection, "apart", person, now, other=other, by=by, reason=reason)


def plan(
    connection: Connection, person: PersonId, other: PersonId, *, rules: Rules
) -> Plan:
    """
    What a merge would join, without joining it. Raises `NoSuchEntry`.
    """
    roots = (present.root(connection, person), present.root(connection, other))
    found = tuple(present.links_of(connection, each) for each in roots)
    joined = {each.identifier for side in found for each in side}
    return Plan(roots, found, _over(joined, rules) if roots[0] != roots[1] else ())


def in_turn(connection: Connection) -> None:
    """
    One at a time from here on, so that none works on what another is changing.

    Merges and splits are, and whatever follows them. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MERGING)))


def rebuild(connection: Connection) -> None:
    """
    Compute who is one person anew, from the ledger alone.
    """
    everybody = connection.execute(sa.select(persons.c.id)).scalars().all()
    _write_roots(connection, components(everybody, present.merges(connection)))


def _hold(connection: Connection, person: PersonId) -> None:
    """
    Let nobody else add to the person until this transaction ends: it is counted.
    """
    root: PersonId | None = None
    while root != (found := present.root(connection, person)):
        # While we waited they may have become one with somebody.
        root = found
        held = sa.select(persons.c.id).where(persons.c.id == root)
        connection.execute(held.with_for_update(key_share=True))


def _settle(connection: Connection, old: PersonId) -> None:
    """
    Find anew who is one among those who were.
    """
    everybody = present.members(connection, old)
    joined = present.merges(connection, among=everybody)
    _write_roots(connection, components(everybody, joined))


def _write_roots(connection: Connection, roots: Mapping[PersonId, PersonId]) -> None:
    if roots:
        connection.execute(
            persons.update()
            .where(persons.c.id == sa.bindparam("person"))
            .values(root=sa.bindparam("of")),
            [{"person": each, "of": root} for each, root in roots.items()],
        )


def _refuse_blocked(identifier: Identifier, rules: Rules) -> None:
    if rules.is_blocked(identifier):
        raise Blocked("This identifier is nobody's.")


def _refuse_anothers(
    connection: Connection, person: PersonId, identifier: Identifier
) -> None:
    if identifier.kind.is_shared:
        return
    for owner in present.linked(connection, identifier):
        if owner != person:
            raise BelongsToAnother(owner)


def _refuse_too_many(
    connection: Connection,
    person: PersonId,
    more: Iterable[Identifier],
    rules: Rules,
) -> None:
    has = present.links_of(connection, present.root(connection, person))
    over = _over({*(each.identifier for each in has), *more}, rules)
    if over:
        raise TooMany(over)


def _over(found: Iterable[Identifier], rules: Rules) -> tuple[Kind, ...]:
    counts: dict[tuple[Kind, str], int] = {}
    for each in found:
        counts[each.kind, each.scope] = counts.get((each.kind, each.scope), 0) + 1
    over = {kind for (kind, _), count in counts.items() if count > rules.limits[kind]}
    return tuple(sorted(over))


def _number(connection: Connection, identifier: Identifier) -> int:
    """
    The identifier's number; nobody else has it in hand until this transaction ends.
    """
    wanted = present.parameters(identifier)
    found = connection.execute(_HELD_IDENTIFIER, wanted).scalar()
    if found is None:
        connection.execute(
            insert(connection, identifiers).on_conflict_do_nothing(), wanted
        )
        found = connection.execute(_HELD_IDENTIFIER, wanted).scalar_one()
    return int(found)


def _note(
    connection: Connection, kind: str, person: PersonId, now: datetime, **more: object
) -> int:
    made = connection.execute(
        events.insert(), {"kind": kind, "person": person, "at": now, **more}
    )
    return int(made.inserted_primary_key[0])
