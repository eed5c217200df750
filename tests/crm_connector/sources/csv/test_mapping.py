"""
The mapping file: what is read from it, and how a mistake in it is named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from crm_connector.errors import BadMapping, NotSupported
from crm_connector.model import Contact, ContactKind
from crm_connector.source import Capability
from crm_connector.sources.csv import CsvSettings
from crm_connector.sources.csv.mapping import load
from tests.crm_connector.sources.csv.files import FIXTURES, opened

GONE = object()


@pytest.fixture
def changed(tmp_path: Path):
    """
    The path of the mapping with the value at a place changed.
    """

    def change(place: str, value: object) -> Path:
        content = yaml.safe_load((FIXTURES / "mapping.yml").read_text("utf-8"))
        *way, last = place.split("/")
        section: Any = content
        for step in way:
            section = section.setdefault(step, {})
        if value is GONE:
            del section[last]
        else:
            section[last] = value
        file = tmp_path / "mapping.yml"
        file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return file

    return change


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        ("version", 2, "version: must be 1"),
        ("country", "Iran", "country: must be two capital letters"),
        ("money/currency", "toman", "money.currency: must be three capital"),
        ("money/currency", GONE, "money.currency: is missing"),
        ("money/curency", "IRT", "money.curency: there is no such setting"),
        ("numbers/decimal", "dot", "must be one of point, comma"),
        ("custmers", {}, r"custmers: .*\(did you mean 'customers'\?\)"),
        ("loyalty/file", GONE, "loyalty.file: this setting is missing"),
        ("loyalty/encoding", "cp1256", r"did you mean 'windows-1256'\?"),
        ("loyalty/delimiter", ";", "loyalty.delimiter: must be one of auto, comma"),
        ("loyalty/columns/points", GONE, "loyalty.columns.points: this setting is"),
        ("loyalty/columns/points", ["a", "b"], "points: must name one column"),
        ("loyalty/columns/customer", {"x": 1}, "customer.x: there is no such"),
        ("loyalty/columns/tier", [""], "tier: must name a column or a list"),
        ("loyalty/columns/level", "x", "level: there is no such setting"),
        ("shelf/columns/in_stock", "x", "in_stock: must have values"),
        ("shelf/columns/in_stock/values/بله", "yes", "must be true or false"),
        ("shelf/columns", {"product": "x"}, "one of price, quantity and in_stock"),
    ],
)
def test_a_mistake_is_named_with_its_place(changed, place, value, why) -> None:
    with pytest.raises(BadMapping, match=why):
        load(changed(place, value))


def test_a_mapping_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text("version: 1\nsource: club\n", "utf-8")

    with pytest.raises(BadMapping, match="one of customers, loyalty, shelf"):
        load(file)


ZAHRAS = Contact(ContactKind.PHONE, "+989121234567")


@pytest.mark.parametrize(
    ("gone", "lost", "ask"),
    [
        ("customers", {"customers", "find"}, lambda source: source.find(ZAHRAS)),
        ("loyalty", {"loyalty"}, lambda source: source.loyalty("42")),
        ("shelf", {"shelf"}, lambda source: source.shelf(["KT1"])),
    ],
)
async def test_what_is_not_mapped_is_not_offered(changed, gone, lost, ask) -> None:
    everything = {"customers", "find", "loyalty", "shelf"}
    source = opened(changed(gone, GONE))

    assert {each.value for each in source.capabilities} == everything - lost
    with pytest.raises(NotSupported):
        await ask(source)
    await source.close()


async def test_customers_without_contacts_cannot_be_found_by_them(changed) -> None:
    columns = {"id": "کد مشتری", "name": "نام"}
    source = opened(changed("customers/columns", columns))

    assert Capability.CUSTOMERS in source.capabilities
    assert Capability.FIND not in source.capabilities
    await source.close()


@pytest.mark.parametrize(
    "wrong",
    [{"timeout": 0}, {"timeout": float("inf")}, {"look_again": -1}, {"most_rows": 0}],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        CsvSettings(**wrong)
