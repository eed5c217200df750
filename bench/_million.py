"""
A ledger as large as a large shop's, written in bulk, and its present computed from it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from sqlalchemy.engine import Connection

from bench._late import NOW
from crm_connector.identity import ledger, present
from crm_connector.identity.identifiers import Identifier, Kind, PersonId
from crm_connector.identity.tables import events, identifiers, links, persons

_SEED = 7
_ASKED = 2_000
_PAGE = 50_000


def fill(connection: Connection, count: int, merges: int) -> float:
    """
    Write so many people with one identity each, and merges that join some of them.

    Gives the seconds in which the present was computed from the ledger.
    """
    for begin in range(0, count, _PAGE):
        page = range(begin + 1, min(begin + _PAGE, count) + 1)
        connection.execute(
            identifiers.insert(),
            [
                {
                    "id": number,
                    "kind": Kind.TELEGRAM_ID.value,
                    "scope": "",
                    "value": str(number),
                }
                for number in page
            ],
        )
        connection.execute(
            persons.insert(), [{"id": number, "root": number} for number in page]
        )
        connection.execute(
            links.insert(),
            [
                {
                    "identifier": number,
                    "person": number,
                    "alone": number,
                    "assurance": 1,
                    "source": "bench",
                    "since": NOW,
                }
                for number in page
            ],
        )
    connection.execute(events.insert(), list(_merges(count, merges)))
    began = time.perf_counter()
    ledger.rebuild(connection)
    return time.perf_counter() - began


def some(count: int) -> Iterator[Identifier]:
    """
    Identities that are asked for, from everywhere in the ledger.
    """
    chance = random.Random(_SEED)
    for _ in range(_ASKED):
        yield Identifier(Kind.TELEGRAM_ID, str(chance.randint(1, count)))


def resolve(
    identifier: Identifier,
) -> Callable[[Connection], tuple[PersonId, ...]]:
    """
    Who this is, as something to be done with a connection.
    """
    return lambda connection: present.people(connection, identifier)


def _merges(count: int, merges: int) -> Iterator[dict[str, object]]:
    # Neighbours are joined, so that some become chains of several.
    chance = random.Random(_SEED)
    chosen = chance.sample(range(1, count), merges)
    for person in chosen:
        yield {
            "kind": "merged",
            "at": NOW,
            "person": person,
            "other": person + 1,
            "by": "bench",
            "reason": "",
        }
