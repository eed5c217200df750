"""
Why several records are one person, in words for agents and admins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.engine import Connection

from crm_connector.identity import present
from crm_connector.identity.identifiers import Identifier, Kind, Link, PersonId
from crm_connector.identity.present import Merged, Parted
from crm_connector.model import Assurance

_CALLED = {
    Kind.TELEGRAM_ID: "Telegram account",
    Kind.PHONE: "phone",
    Kind.EMAIL: "e-mail",
    Kind.SHOP_CUSTOMER_ID: "customer",
    Kind.WEB_VISITOR: "browser",
}
_SURE = {
    Assurance.ANONYMOUS: "by nothing but a guess",
    Assurance.CHANNEL: "not proven",
    Assurance.PROVEN: "proven",
    Assurance.FRESH_CODE: "proven by a code",
}


def why(connection: Connection, person: PersonId) -> tuple[str, ...]:
    """
    One sentence for each thing that makes this one person, in the order of time.

    Who was said to be somebody else is named as well, and each merge that was undone.

    Phones and e-mails are shortened: who reads this need not be allowed to see them.
    Raises `NoSuchEntry`.
    """
    root = present.root(connection, person)
    everybody = present.members(connection, root)
    merges = present.merges(connection, among=everybody)
    names = {each: _name(each, everybody) for each in everybody}
    links = present.links_of(connection, root)
    said = [(each.since, _of_link(each, names)) for each in links]
    said += [(each.at, _of_merge(each, names)) for each in merges]
    said += [
        (each.at, _of_parting(each, names))
        for each in present.partings(connection, everybody)
    ]
    return tuple(sentence for _, sentence in sorted(said, key=lambda one: one[0]))


def said_apart(
    connection: Connection, person: PersonId, other: PersonId
) -> tuple[str, ...]:
    """
    One sentence for each time that these two, or those they are one with, were parted.

    Raises `NoSuchEntry`.
    """
    ones, others = (
        frozenset(present.members(connection, present.root(connection, each)))
        for each in (person, other)
    )
    return tuple(
        _of_two(each)
        for each in present.partings(connection, ones)
        if ones.isdisjoint(others) and not others.isdisjoint({each.person, each.other})
    )


def _of_two(parted: Parted) -> str:
    reason = f": {parted.reason}" if parted.reason else ""
    if parted.undoes is None:
        said = "it was said that they are two"
    else:
        said = f"merge {parted.undoes} of them was undone"
    return f"{said}, by {parted.by} on {_day(parted.at)}{reason}"


def _of_link(link: Link, names: dict[PersonId, str]) -> str:
    proof = _SURE[link.assurance]
    if link.proven_at is not None:
        proof += f" on {_day(link.proven_at)}"
    return (
        f"{_day(link.since)}: {shortened(link.identifier)} belongs to "
        f"{names[link.person]} ({proof}, says {link.source})."
    )


def _of_merge(merged: Merged, names: dict[PersonId, str]) -> str:
    reason = f": {merged.reason}" if merged.reason else ""
    return (
        f"{_day(merged.at)}: {names[merged.person]} and {names[merged.other]} are one "
        f"person, decided by {merged.by}{reason} (merge {merged.number})."
    )


def _of_parting(parted: Parted, names: dict[PersonId, str]) -> str:
    first, second = (
        names.get(each, f"person {each}") for each in (parted.person, parted.other)
    )
    if parted.undoes is None:
        return f"{_day(parted.at)}: {first} is not {second}, says {parted.by}."
    reason = f": {parted.reason}" if parted.reason else ""
    return (
        f"{_day(parted.at)}: merge {parted.undoes} of {first} and {second} was undone, "
        f"decided by {parted.by}{reason}."
    )


def _name(person: PersonId, everybody: tuple[PersonId, ...]) -> str:
    if len(everybody) == 1:
        return "this person"
    return f"person {person}"


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def shortened(identifier: Identifier) -> str:
    """
    The identifier in words, without the part that is private.
    """
    return f"{_CALLED[identifier.kind]} {''.join(_shown(identifier))}"


def _shown(identifier: Identifier) -> Iterator[str]:
    value = identifier.value
    if identifier.kind is Kind.PHONE:
        yield f"{value[:4]}…{value[-2:]}"
    elif identifier.kind is Kind.EMAIL:
        name, _, host = value.partition("@")
        yield f"{name[:1]}…@{host}"
    elif identifier.kind is Kind.SHOP_CUSTOMER_ID:
        yield f"{value} of {identifier.scope}"
    elif identifier.kind is Kind.WEB_VISITOR:
        yield f"{value[:4]}…"
    else:
        yield value
