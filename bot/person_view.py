"""
`./hamyar person why|merge|split`: who is one person, and who decides otherwise.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.engine import Connection

from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.migrations import migrate
from bot.people import Dry, People, Side
from bot.profile_view import would_be
from bot.profiles import open_profiles
from bot.records import contacts_of, names_agree, names_of, records_of
from bot.settings import Settings
from bot.shop import load_shop
from bot.sources import open_shop
from bot.unusable import Unusable
from bot.whom import Unmet, as_known, look_up, meet, nothing_known
from crm_connector.errors import CrmError
from crm_connector.identity import present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import Identifier, PersonId, Rules
from crm_connector.identity.why import said_apart, shortened, why
from crm_connector.model import Contact, ContactKind, Customer
from crm_connector.profile.known import known
from crm_connector.sources.opening import Opened

Records = tuple[Customer, ...]

_CONTACTS = ((ContactKind.PHONE, "telephones"), (ContactKind.EMAIL, "e-mails"))
NOBODY: Mapping[PersonId, str] = MappingProxyType({})
LONGEST_NAME = 80
LONGEST_REASON = 2_000
_WHOM = {"why": (1, "one identity"), "merge": (2, "two identities"), "split": (1, "")}


@dataclass(frozen=True)
class Wish:
    """
    What is to be done with whom, who decides it and why.
    """

    what: str
    whom: tuple[str, ...]
    by: str = ""
    reason: str = ""
    is_dry: bool = False


def check(wish: Wish) -> None:
    """
    Raise `Unusable` for what nobody can do.
    """
    if wish.what == "split":
        if len(wish.whom) != 1 or not wish.whom[0].isdecimal():
            raise Unusable(
                "split takes the number of one merge; `person why` tells them."
            )
    elif len(wish.whom) != _WHOM[wish.what][0]:
        raise Unusable(f"{wish.what} takes {_WHOM[wish.what][1]}.")
    if wish.what == "why" or (wish.what == "merge" and wish.is_dry):
        return
    if wish.is_dry:
        raise Unusable("--dry-run goes with merge alone.")
    given = (
        ("--by", wish.by, LONGEST_NAME),
        ("--reason", wish.reason, LONGEST_REASON),
    )
    lacking = [option for option, text, _ in given if not text.strip()]
    if lacking:
        listed = " and ".join(lacking)
        raise Unusable(f"{wish.what} is kept with {listed}, so that others know.")
    for option, text, most in given:
        if len(text) > most:
            raise Unusable(f"{option} has at most {most} characters.")


def main(settings: Settings, wish: Wish) -> int:
    """
    Do it and print what came of it; raises `Unusable` where it cannot be done.
    """
    try:
        lines = asyncio.run(_done(settings, wish))
    except CrmError as error:
        raise Unusable(str(error)) from error
    print("\n".join(lines))
    return 0


async def _done(settings: Settings, wish: Wish) -> list[str]:
    country = load_shop(settings.shop).country
    opened = await open_shop(settings)
    migrate(settings.database)
    database = Database(settings.database)
    try:
        people = People(opened.home)
        if wish.what == "split":
            number = int(wish.whom[0])
            return await database.write(lambda c: _split(c, people, number, wish))
        found = [await look_up(each, country, opened, database) for each in wish.whom]
        if wish.what == "why":
            return await database.read(lambda c: _why(c, found[0]))
        first, second = [await _on_file(each, opened, database) for each in found]
        pair = (found[0], found[1])
        if wish.is_dry:
            lines = await database.write(lambda c: _dry(c, people, pair, first, second))
            more = list(_against(first, second))
            more += await _to_come(pair, (*first, *second), opened, database)
            return [*lines[:-1], *more, *lines[-1:]]
        done = await database.write(lambda c: _merge(c, people, pair, wish))
        return [done[0], *_side_by_side(first, second), *done[1:]]
    finally:
        await database.close()
        await opened.close()


async def _on_file(
    found: PersonId | Unmet, opened: Opened, database: Database
) -> Records:
    """
    What the sources have on file of somebody, under all their numbers.
    """
    if isinstance(found, Unmet):
        identifier = found.identifier
        return await records_of(opened, [(identifier.scope, identifier.value)])
    person: PersonId = found
    who = await database.read(lambda c: known(c, person))
    return await records_of(opened, who.ids)


async def _to_come(
    pair: tuple[PersonId | Unmet, PersonId | Unmet],
    known_already: Records,
    opened: Opened,
    database: Database,
) -> list[str]:
    """
    What rules will join to the one or to the other, who were not looked for so far.
    """
    met = {(each.source, each.id) for each in known_already}
    async with open_profiles(opened, database, keeps=False) as profiles:
        found = [await profiles.of(as_known(each)) for each in pair]
    to_come = {
        (match.record.source, match.record.id): would_be(match)
        for profile in found
        for match in profile.same
    }
    return [f"  {said}" for key, said in to_come.items() if key not in met]


def _why(connection: Connection, found: PersonId | Unmet) -> list[str]:
    if isinstance(found, Unmet):
        return [nothing_known(found)]
    root = present.root(connection, found)
    return [f"Person {root}", *(f"  {each}" for each in why(connection, root))]


def _dry(
    connection: Connection,
    people: People,
    found: tuple[PersonId | Unmet, PersonId | Unmet],
    *records: Records,
) -> list[str]:
    """
    What a merge would join: whoever was not met before is not, afterwards.
    """
    trial = connection.begin_nested()
    try:
        persons = [meet(connection, each) for each in found]
        rules = Rules()
        plan = people.plan(connection, *persons, now=utc_now(), rules=rules)
        new = {
            person: shortened(each.identifier)
            for person, each in zip(persons, found, strict=True)
            if isinstance(each, Unmet)
        }
        # In the order in which the plan has them.
        names = {
            present.root(connection, person): _named(of)
            for person, of in zip(persons, records, strict=True)
        }
        planned = list(_planned(plan, rules, new, names))
        return [*planned[:-1], *_parted(connection, *persons), planned[-1]]
    finally:
        trial.rollback()


def _merge(
    connection: Connection,
    people: People,
    found: tuple[PersonId | Unmet, PersonId | Unmet],
    wish: Wish,
) -> list[str]:
    person, other = (meet(connection, each) for each in found)
    now, rules = utc_now(), Rules()
    plan = people.plan(connection, person, other, now=now, rules=rules)
    if plan.is_one or plan.too_many:
        raise Unusable(_why_not(plan, rules))
    parted = _parted(connection, person, other)
    number = people.merge(
        connection,
        person,
        other,
        by=wish.by,
        reason=wish.reason,
        now=now,
        rules=rules,
    )
    first, second = (side.person for side in plan.sides)
    return [
        f"Person {first} and person {second} are one person now, with one thread.",
        *parted,
        f"To undo it: ./hamyar person split {number} --by NAME --reason TEXT",
    ]


def _split(
    connection: Connection, people: People, number: int, wish: Wish
) -> list[str]:
    merged = present.merged(connection, number)
    if merged is None:
        raise Unusable(f"there is no merge {number}, or it was undone before.")
    people.split(connection, number, by=wish.by, reason=wish.reason, now=utc_now())
    first = present.root(connection, merged.person)
    second = present.root(connection, merged.other)
    done = (
        f"Merge {number} is undone: person {first} and person {second} are two people"
    )
    return [f"{done} again, each with their own messages and consent."]


def _why_not(plan: Dry, rules: Rules, new: Mapping[PersonId, str] = NOBODY) -> str:
    first, second = (_called(side.person, new) for side in plan.sides)
    if plan.is_one:
        return f"they are one person already: {first}."
    kinds = " and ".join(
        f"more than {rules.limits[kind]} of {kind.value}" for kind in plan.too_many
    )
    return f"{first} and {second} cannot be one: they would have {kinds}."


def _called(person: PersonId, new: Mapping[PersonId, str]) -> str:
    """
    By number, but for those who have none yet.
    """
    return new.get(person, f"person {person}")


def _planned(
    plan: Dry,
    rules: Rules,
    new: Mapping[PersonId, str],
    names: Mapping[PersonId, str],
) -> Iterator[str]:
    if plan.is_one:
        raise Unusable(_why_not(plan, rules, new))
    if plan.too_many:
        reason = _why_not(plan, rules, new)
        yield reason[0].upper() + reason[1:]
    else:
        yield "These would be one person, with one thread:"
    for side in plan.sides:
        yield from _of_side(side, new, names.get(side.person, ""))
    yield from _of_consent(plan, new)
    yield "Nothing was joined."


def _of_side(side: Side, new: Mapping[PersonId, str], name: str) -> Iterator[str]:
    called = f" ({name})" if name else ""
    if side.person in new:
        yield f"  {new[side.person]}{called}: not met before"
        return
    messages = {0: "no messages", 1: "1 message"}.get(
        side.messages, f"{side.messages} messages"
    )
    yield f"  person {side.person}{called}: {messages}"
    for identifier in dict.fromkeys(link.identifier for link in side.links):
        yield f"    {shortened(identifier)}"


def _parted(
    connection: Connection, person: PersonId, other: PersonId
) -> tuple[str, ...]:
    """
    Who has said before that they are two: a customer of a card, or who undid a merge.
    """
    return tuple(f"  {each}" for each in said_apart(connection, person, other))


def _named(records: Records) -> str:
    return " / ".join(names_of(records))


def _side_by_side(first: Records, second: Records) -> Iterator[str]:
    names = [_named(each) or "without a name" for each in (first, second)]
    yield f"On file they are {names[0]} and {names[1]}."


def _against(first: Records, second: Records) -> Iterator[str]:
    """
    What speaks against the two being one: a name, a contact; a warning where all does.
    """
    same_name = names_agree(first, second)
    if not same_name and names_of(first) and names_of(second):
        yield f"  the names differ: {_named(first)}; {_named(second)}"
    agreed = set(contacts_of(first)) & set(contacts_of(second))
    for kind, called in _CONTACTS:
        of_both = [
            [_shown(each) for each in contacts_of(side) if each.kind is kind]
            for side in (first, second)
        ]
        if all(of_both) and not any(each.kind is kind for each in agreed):
            listed = "; ".join(", ".join(each) for each in of_both)
            yield f"  the {called} differ: {listed}"
    if first and second and not same_name and not agreed:
        yield (
            "  WARNING: neither the name nor a telephone or an e-mail agrees. "
            "Are these the two you mean?"
        )


def _shown(contact: Contact) -> str:
    """
    Without the part that is private, and without the word for its kind.
    """
    return shortened(Identifier.of_contact(contact)).partition(" ")[2]


def _of_consent(plan: Dry, new: Mapping[PersonId, str]) -> Iterator[str]:
    if plan.too_many:
        return
    for purpose in Purpose:
        answers = [_answer(side.consent.get(purpose)) for side in plan.sides]
        together = _answer(plan.consent.get(purpose))
        if set(answers) != {together}:
            said = ", ".join(
                f"{answer} of {_called(side.person, new)}"
                for answer, side in zip(answers, plan.sides, strict=True)
            )
            yield f"  consent to {purpose.value}: {said}; {together} for both"


def _answer(said: Statement | None) -> str:
    if said is None:
        return "not asked"
    return "yes" if said.is_granted else "no"
