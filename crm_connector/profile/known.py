"""
What the ledger says of a person: their numbers in the sources, and what is proven.

People of the shop may make one person of several customers of one system. Each of these
is still a customer by themselves, with what rules and they themselves joined to them: a
card of the one says nothing of whether the other has one, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from crm_connector.identity import present
from crm_connector.identity.identifiers import Kind, Link, PersonId
from crm_connector.model import Assurance, Contact, ContactKind

UNMET: PersonId = 0
"""In place of the number of somebody whom nobody has had to do with."""


@dataclass(frozen=True)
class Known:
    """
    The ids by source, and what is proven, of a person or of one customer that they are.

    Of somebody whom the ledger does not know there are the ids alone, and `UNMET` as
    the number. `several` are the customers of whom people made one, each with the
    number of one of those who are joined; empty where there is one customer alone.
    """

    person: PersonId
    ids: tuple[tuple[str, str], ...]
    proven: tuple[Contact, ...]
    several: tuple[Known, ...] = ()

    @property
    def customers(self) -> tuple[Known, ...]:
        """
        Each customer that they are: themselves, if one.
        """
        return self.several or (self,)

    @property
    def sources(self) -> frozenset[str]:
        """
        The sources that know them.
        """
        return frozenset(source for source, _ in self.ids)


def known(connection: Connection, person: PersonId) -> Known:
    """
    As of now. Raises `NoSuchEntry`.
    """
    root = present.root(connection, person)
    links = present.links_of(connection, root)
    whole = _known(root, links)
    cells = _cells(connection, root, links)
    if len(cells) < 2:
        return whole
    several = (
        _known(min(cell), [link for link in links if link.person in cell])
        for cell in cells
    )
    return Known(root, whole.ids, whole.proven, tuple(several))


def customer(connection: Connection, person: PersonId) -> Known:
    """
    The one customer of whom this person, as before all merges, is. Like `known` else.
    """
    root = present.root(connection, person)
    links = present.links_of(connection, root)
    for cell in _cells(connection, root, links):
        if person in cell:
            return _known(min(cell), [link for link in links if link.person in cell])
    return _known(root, links)


def is_anothers(connection: Connection, person: PersonId, other: PersonId) -> bool:
    """
    Whether `other` has another number than `person` in a source that knows both.

    Two numbers in one system are two customers, until somebody who knows better says
    otherwise: a family's card that the wife called hers must not join the husband.
    """
    return are_two(customer(connection, person), customer(connection, other))


def are_two(one: Known, other: Known) -> bool:
    """
    Whether two customers cannot be one, as a source knows both.
    """
    return one.person != other.person and not one.sources.isdisjoint(other.sources)


def _known(person: PersonId, links: Iterable[Link]) -> Known:
    ids: dict[tuple[str, str], None] = {}
    proven: dict[Contact, None] = {}
    for link in links:
        identifier = link.identifier
        if identifier.kind is Kind.SHOP_CUSTOMER_ID:
            ids[identifier.scope, identifier.value] = None
        elif identifier.kind.is_shared and link.assurance >= Assurance.PROVEN:
            kind = ContactKind(identifier.kind.value)
            proven[Contact(kind, identifier.value)] = None
    return Known(person, tuple(ids), tuple(proven))


def _cells(
    connection: Connection, root: PersonId, links: Collection[Link]
) -> list[frozenset[PersonId]]:
    """
    Who is one customer, of those who are one person; nothing where all of them are.

    Merges are followed in their order, but for those that make one of two customers of
    one system.
    """
    of: dict[PersonId, set[str]] = {}
    count = 0
    for link in links:
        if link.identifier.kind is Kind.SHOP_CUSTOMER_ID:
            count += 1
            of.setdefault(link.person, set()).add(link.identifier.scope)
    if count == len(set[str]().union(*of.values())):
        return []
    everybody = present.members(connection, root)
    cells = {each: {each} for each in everybody}
    sources = {each: set(of.get(each, ())) for each in everybody}
    for merge in present.merges(connection, among=everybody):
        one, other = cells[merge.person], cells[merge.other]
        # The smallest of a cell has what all of it have.
        first, second = min(one), min(other)
        if first == second or sources[first] & sources[second]:
            continue
        one |= other
        sources[min(first, second)] = sources[first] | sources[second]
        cells |= dict.fromkeys(other, one)
    return sorted({frozenset(cell) for cell in cells.values()}, key=min)
