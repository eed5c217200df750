"""
The csv source on the same files as different programs write them.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from crm_connector.model import (
    Contact,
    ContactKind,
    Customer,
    Loyalty,
    Money,
    ShelfItem,
)
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsLoyalty,
    Tried,
)
from tests.crm_connector.conformance_of_shelves import KnowsTheShelf
from tests.crm_connector.sources.csv.files import (
    NAMES,
    WRITTEN,
    opened,
    rewritten,
    write,
)

ZAHRA = Customer(
    id="0041",
    name="زهرا کاظم",
    phones=("+989121234567",),
    emails=("zahra@example.com",),
    language="fa",
    source="club",
    as_of=WRITTEN,
)
JOHN = Customer(
    id="42",
    name="John Smith",
    phones=("+989129999999", "+982188776655"),
    emails=(),
    language="en",
    source="club",
    as_of=WRITTEN,
)
SHELF = {
    "KT1": ShelfItem("KT1", Money(950_000, "IRT"), True, 12, "club", WRITTEN),
    "KT2": ShelfItem("KT2", Money(300_000, "IRT"), False, 0, "club", WRITTEN),
    "KT3": ShelfItem("KT3", None, False, None, "club", WRITTEN),
}


class Way(NamedTuple):
    """
    How a program writes a file.
    """

    encoding: str
    delimiter: str
    lines: str = "\r\n"
    in_quotes: bool = False


WAYS = {
    "as Google Sheets does": Way("utf-8", ",", "\n"),
    "with everything in quotes": Way("utf-8", ";", "\n", in_quotes=True),
    "as Excel does: CSV UTF-8": Way("utf-8-sig", ";"),
    "as Excel does: Unicode text": Way("utf-16", "\t"),
    "by a program that sets no mark": Way("utf-16-le", "|"),
    "as a Persian Excel does: CSV": Way("cp1256", ";"),
}
SAID = {"utf-16-le": "utf-16", "cp1256": "windows-1256"}


@pytest.fixture(params=WAYS)
async def tried(request: pytest.FixtureRequest, mapping: Path) -> Tried:
    """
    Each way in turn.
    """
    _write(mapping, WAYS[request.param])
    source = opened(mapping)

    def take_down() -> None:
        for name in NAMES:
            (mapping.parent / name).unlink()

    yield Tried(
        source=source,
        take_down=take_down,
        customer=ZAHRA,
        other=JOHN,
        loyalty=Loyalty("0041", 12_500, "طلا", "club", WRITTEN),
        shelf=SHELF,
        family=Contact(ContactKind.PHONE, "+982188776655"),
        family_ids=frozenset({"42", "43"}),
    )
    await source.close()


def _write(mapping: Path, way: Way) -> None:
    for name in NAMES:
        text = (mapping.parent / name).read_text("utf-8")
        text = rewritten(text, way.delimiter, way.lines, in_quotes=way.in_quotes)
        if way.encoding == "cp1256":
            # The code page has no Persian letter yeh; Excel writes the Arabic one.
            text = text.replace("ی", "ي").replace("٬", "،")
            text = "".join(
                str(int(each)) if each.isdecimal() else each for each in text
            )
        write(mapping.parent / name, text, encoding=way.encoding)
    said = SAID.get(way.encoding, "utf-8")
    described = mapping.read_text("utf-8")
    described = described.replace(".csv\n", f".csv\n  encoding: {said}\n")
    mapping.write_text(described, "utf-8")


class TestCsv(KnowsCustomers, FindsContacts, KnowsLoyalty, KnowsTheShelf):
    """
    All that the mapping speaks of.
    """
