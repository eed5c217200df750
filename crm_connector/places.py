"""
Whether two addresses are one place, however a system keeps what was written.
"""

from __future__ import annotations

import re

from crm_connector.model import Address

# So many digits at least stand behind the code of a country, or behind a 0.
_NATIONAL = 9


def is_same_place(wanted: Address, found: Address | None) -> bool:
    """
    Whether `found` is where `wanted` is, and for the same person where one was named.

    A system may keep the street in one column, and no province, country or telephone:
    what only one of them tells makes no difference, but for the postal code.
    """
    return (
        found is not None
        and _is_alike(wanted.name, found.name)
        and _is_same_number(wanted.phone, found.phone)
        and _is_alike(wanted.province, found.province)
        and _is_alike(wanted.country, found.country)
        and _compared(*wanted.lines, wanted.city, wanted.postal_code)
        == _compared(*found.lines, found.city, found.postal_code)
    )


def _is_alike(wanted: str | None, found: str | None) -> bool:
    return not wanted or not found or _compared(wanted) == _compared(found)


def _is_same_number(wanted: str | None, found: str | None) -> bool:
    """
    Whether two telephones are one: "0912..." at home is "+98912..." elsewhere.
    """
    one, other = (
        "".join(str(int(each)) for each in text or "" if each.isdecimal()).lstrip("0")
        for text in (wanted, found)
    )
    if not one or not other:
        return True
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _NATIONAL and long.endswith(short))


def _compared(*words: str | None) -> str:
    return re.sub(r"[\s,،]+", "", " ".join(each for each in words if each))
