"""
What the shop's systems have on file of customers, for whoever decides who is who.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from crm_connector.errors import CrmError
from crm_connector.identity.names import alike
from crm_connector.model import Contact, Customer
from crm_connector.sources.opening import Opened

# Who looks is waiting, and a system that hangs tells nothing anyway.
_SECONDS = 10.0


async def records_of(
    opened: Opened, ids: Iterable[tuple[str, str]]
) -> tuple[Customer, ...]:
    """
    The records of these (source, id), as far as their sources give them.
    """
    found = await asyncio.gather(
        *(
            _record(opened, source, id_)
            for source, id_ in ids
            if source in opened.sources
        )
    )
    return tuple(each for each in found if each is not None)


async def _record(opened: Opened, source: str, id_: str) -> Customer | None:
    try:
        asked = opened.sources[source].customer(id_)
        found: Customer = await asyncio.wait_for(asked, _SECONDS)
    except (CrmError, asyncio.TimeoutError):
        return None
    return found


def names_of(records: Iterable[Customer]) -> tuple[str, ...]:
    """
    Their names, each once.
    """
    return tuple(dict.fromkeys(each.name for each in records if each.name))


def contacts_of(records: Iterable[Customer]) -> tuple[Contact, ...]:
    """
    Their telephones and e-mails, each once.
    """
    return tuple(dict.fromkeys(c for each in records for c in each.contacts))


def names_agree(ones: Iterable[Customer], others: Iterable[Customer]) -> bool:
    """
    Whether any name of the one side may be one of the other side.
    """
    theirs = names_of(others)
    return any(alike(one, other) for one in names_of(ones) for other in theirs)
