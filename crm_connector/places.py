"""
Whether two addresses are one place, however a system keeps what was written.
"""

from __future__ import annotations

import re

from crm_connector.model import Address


def is_same_place(wanted: Address, found: Address | None) -> bool:
    """
    Whether `found` is where `wanted` is, and for the same person where one was named.

    A system may keep the street in one column, and no province, country or telephone:
    what only one of them tells makes no difference, but for the postal code.
    """
    return (
        found is not None
        and _is_alike(wanted.name, found.name)
        and _is_alike(wanted.phone, found.phone)
        and _is_alike(wanted.province, found.province)
        and _is_alike(wanted.country, found.country)
        and _compared(*wanted.lines, wanted.city, wanted.postal_code)
        == _compared(*found.lines, found.city, found.postal_code)
    )


def _is_alike(wanted: str | None, found: str | None) -> bool:
    return not wanted or not found or _compared(wanted) == _compared(found)


def _compared(*words: str | None) -> str:
    return re.sub(r"[\s,،]+", "", " ".join(each for each in words if each))
