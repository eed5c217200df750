"""
The guide's example works as it stands, and the guide speaks of every setting.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_connector.model import Contact, ContactKind, Money
from crm_connector.sources.csv.mapping import DECIMALS, DELIMITERS, ENCODINGS
from tests.crm_connector.small_shop import ROOT
from tests.crm_connector.sources.csv.files import opened, write

GUIDE = (ROOT / "docs" / "developer" / "csv-source.md").read_text("utf-8")
BLOCKS = re.compile(r"^```(csv (?P<name>\S+)|yaml)\n(?P<text>.*?)^```", re.M | re.S)


@pytest.fixture
async def source(tmp_path: Path):
    """
    The guide's files, read by the guide's mapping.
    """
    for block in BLOCKS.finditer(GUIDE):
        write(tmp_path / (block["name"] or "mapping.yml"), block["text"])
    source = opened(tmp_path / "mapping.yml")
    yield source
    await source.close()


async def test_the_example_is_as_the_guide_says(source) -> None:
    await source.check()
    (zahra,) = await source.find(Contact(ContactKind.PHONE, "+989121234567"))
    shelf = await source.shelf(["KT1", "KT2", "KT3"])

    assert (zahra.id, zahra.name) == ("0041", "زهرا کاظم")
    assert zahra.emails == ("zahra@example.com",)
    assert (await source.loyalty("0041")).points == 12_500
    assert (await source.loyalty("0041")).tier == "طلا"
    assert shelf["KT1"].price == Money(950_000, "IRT")
    assert (shelf["KT1"].quantity, shelf["KT2"].in_stock) == (12, False)
    assert len(shelf) == 2


@pytest.mark.parametrize(
    "word",
    [
        *("version", "source", "country", "currency", "multiply_by", "divide_by"),
        *("decimal", "file", "encoding", "delimiter", "columns", "values", "auto"),
        *("customers", "loyalty", "shelf", "id", "name", "phone", "email", "language"),
        *("customer", "points", "tier", "product", "price", "quantity", "in_stock"),
        *DECIMALS,
        *DELIMITERS,
        *ENCODINGS,
    ],
)
def test_the_guide_explains_every_setting(word: str) -> None:
    prose = re.sub(r"^```.*?^```", "", GUIDE, flags=re.MULTILINE | re.DOTALL)

    assert re.search(rf"`[^`]*\b{re.escape(word)}\b[^`]*`", prose) is not None
