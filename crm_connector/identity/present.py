"""
Who is who now: looked up, never decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.identity.errors import NoSuchEntry
from crm_connector.identity.identifiers import Identifier, Kind, Link, PersonId
from crm_connector.identity.tables import events, identifiers, links, persons
from crm_connector.model import Assurance

_THIS = (
    identifiers.c.kind == sa.bindparam("kind"),
    identifiers.c.scope == sa.bindparam("scope"),
    identifiers.c.value == sa.bindparam("value"),
)
FIND_IDENTIFIER = sa.select(identifiers.c.id).where(*_THIS)
_LINKED = (
    sa.select(links.c.person)
    .join(identifiers, identifiers.c.id == links.c.identifier)
    .where(*_THIS)
    .order_by(links.c.person)
)
_PEOPLE = (
    sa.select(persons.c.root)
    .distinct()
    .join(links, links.c.person == persons.c.id)
    .join(identifiers, identifiers.c.id == links.c.identifier)
    .where(*_THIS)
    .order_by(persons.c.root)
)
_ROOT = sa.select(persons.c.root).where(persons.c.id == sa.bindparam("person"))
_MEMBERS = (
    sa.select(persons.c.id)
    .where(persons.c.root == sa.bindparam("root"))
    .order_by(persons.c.id)
)
_LINKS = (
    sa.select(
        identifiers.c.kind,
        identifiers.c.scope,
        identifiers.c.value,
        links.c.person,
        links.c.assurance,
        links.c.source,
        links.c.since,
        links.c.proven_at,
    )
    .join(identifiers, identifiers.c.id == links.c.identifier)
    .join(persons, persons.c.id == links.c.person)
    .where(persons.c.root == sa.bindparam("root"))
    .order_by(links.c.since, links.c.person, identifiers.c.id)
)
_undone = events.alias("undone")
_MERGES = (
    sa.select(
        events.c.id,
        events.c.person,
        events.c.other,
        events.c.at,
        events.c.by,
        events.c.reason,
    )
    .outerjoin(_undone, _undone.c.undoes == events.c.id)
    .where(events.c.kind == "merged", _undone.c.id.is_(None))
    .order_by(events.c.id)
)


@dataclass(frozen=True)
class Merged:
    """
    A merge that holds: two persons, and who found them to be one, when and why.
    """

    number: int
    person: PersonId
    other: PersonId
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Parted:
    """
    Two who are said to be two; `undoes` is the merge that was undone, if one was.
    """

    person: PersonId
    other: PersonId
    at: datetime
    by: str
    reason: str
    undoes: int | None


@dataclass(frozen=True)
class Plan:
    """
    What a merge would join: for each side who they are now and what they have.

    `too_many` are the kinds of which one person would have more than one can have.
    """

    roots: tuple[PersonId, PersonId]
    links: tuple[tuple[Link, ...], ...]
    too_many: tuple[Kind, ...]

    @property
    def is_one(self) -> bool:
        """
        Whether there is nothing to join.
        """
        return self.roots[0] == self.roots[1]


def people(connection: Connection, identifier: Identifier) -> tuple[PersonId, ...]:
    """
    Everybody who has this identifier now: nobody, one, or a family.
    """
    found = connection.execute(_PEOPLE, parameters(identifier)).scalars()
    return tuple(found)


def owner(connection: Connection, identifier: Identifier) -> PersonId:
    """
    Whose it is now, of an identifier that is one person's alone. Raises `NoSuchEntry`.
    """
    found = people(connection, identifier)
    if not found:
        raise NoSuchEntry("Nobody has this identifier.")
    return found[0]


def linked(connection: Connection, identifier: Identifier) -> tuple[PersonId, ...]:
    """
    Those to whom it was linked, before all merges.
    """
    found = connection.execute(_LINKED, parameters(identifier)).scalars()
    return tuple(found)


def root(connection: Connection, person: PersonId) -> PersonId:
    """
    Who the person is now. Raises `NoSuchEntry`.
    """
    found: PersonId | None = connection.execute(_ROOT, {"person": person}).scalar()
    if found is None:
        raise NoSuchEntry("There is no such person.")
    return found


def members(connection: Connection, root_: PersonId) -> tuple[PersonId, ...]:
    """
    All who are one person under this number, the number itself first.
    """
    return tuple(connection.execute(_MEMBERS, {"root": root_}).scalars())


def links_of(connection: Connection, root_: PersonId) -> tuple[Link, ...]:
    """
    All that the person has, the oldest first; twice what two of them had.
    """
    return tuple(
        Link(
            Identifier(Kind(row.kind), row.value, row.scope),
            row.person,
            Assurance(row.assurance),
            row.source,
            row.since,
            row.proven_at,
        )
        for row in connection.execute(_LINKS, {"root": root_})
    )


def merges(
    connection: Connection, *, among: Collection[PersonId] | None = None
) -> tuple[Merged, ...]:
    """
    The merges that hold, the oldest first; of all people, or between these alone.
    """
    query = _MERGES
    if among is not None:
        query = query.where(events.c.person.in_(among))
    return tuple(
        Merged(row.id, row.person, row.other, row.at, row.by, row.reason or "")
        for row in connection.execute(query)
    )


def merged(connection: Connection, number: int) -> Merged | None:
    """
    The merge of this number, if it holds.
    """
    row = connection.execute(_MERGES.where(events.c.id == number)).first()
    if row is None:
        return None
    return Merged(row.id, row.person, row.other, row.at, row.by, row.reason or "")


def partings(connection: Connection, among: Collection[PersonId]) -> tuple[Parted, ...]:
    """
    Who was said to be somebody else than these, the oldest first.
    """
    query = sa.select(events).where(
        events.c.kind.in_(("split", "apart")),
        sa.or_(events.c.person.in_(among), events.c.other.in_(among)),
    )
    return tuple(
        Parted(row.person, row.other, row.at, row.by, row.reason or "", row.undoes)
        for row in connection.execute(query.order_by(events.c.id))
    )


def are_apart(connection: Connection, person: PersonId, other: PersonId) -> bool:
    """
    Whether it is known of these two, or of those they are one with, that they are two.

    A merge of them was undone, or somebody said so. Then no rule joins them again; only
    somebody who knows better does. Raises `NoSuchEntry`.
    """
    ones = members(connection, root(connection, person))
    others = members(connection, root(connection, other))
    apart = sa.select(events.c.id).where(
        events.c.kind.in_(("split", "apart")),
        sa.or_(
            sa.and_(events.c.person.in_(ones), events.c.other.in_(others)),
            sa.and_(events.c.person.in_(others), events.c.other.in_(ones)),
        ),
    )
    return connection.execute(apart.limit(1)).first() is not None


def components(
    everybody: Iterable[PersonId], joined: Iterable[Merged]
) -> Mapping[PersonId, PersonId]:
    """
    The number under which each is one with others: the smallest of those joined.
    """
    above = {each: each for each in everybody}

    def top(person: PersonId) -> PersonId:
        while above[person] != person:
            # Halving the way for the next one (Tarjan and van Leeuwen, 1984).
            above[person] = above[above[person]]
            person = above[person]
        return person

    for each in joined:
        first, second = sorted((top(each.person), top(each.other)))
        above[second] = first
    return {person: top(person) for person in above}


def parameters(identifier: Identifier) -> dict[str, Any]:
    """
    The identifier as bound values of a statement.
    """
    return {
        "kind": identifier.kind.value,
        "scope": identifier.scope,
        "value": identifier.value,
    }
