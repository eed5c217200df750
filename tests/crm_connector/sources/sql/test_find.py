"""
Finding customers by a contact, in whatever way the shop has written it down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from crm_connector import contacts
from crm_connector.model import Contact, ContactKind
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.written import email_forms, phone_forms, phone_numbers
from tests.crm_connector.small_shop import MAPPING, NOW, change
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.conftest import Fresh

PHONE = Contact(ContactKind.PHONE, "+989121234567")
MAIL = Contact(ContactKind.EMAIL, "sara.ahmadi@example.com")

Open = Callable[..., SqlSource]


@pytest.fixture
def mapped(database: Path, tmp_path: Path) -> Open:
    """
    Opens the small shop with words of the demo shop's mapping replaced.
    """

    def open_with(*replaced: tuple[str, str]) -> SqlSource:
        text = MAPPING.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        file = tmp_path / "mapping.yml"
        file.write_text(text, "utf-8")
        return SqlSource.open(f"sqlite:///{database}", file, clock=lambda: NOW)

    return open_with


async def found(source: SqlSource, contact: Contact) -> list[str]:
    """
    The ids of those who have this contact.
    """
    customers = await source.find(contact)
    await source.close()
    return [each.id for each in customers]


def write_phone(database: Path, written: str) -> None:
    """
    Let customer 2 alone have this phone on file.
    """
    change(database, "UPDATE customers SET phone = 'none ' || id")
    change(database, f"UPDATE customers SET phone = '{written}' WHERE id = 2")  # noqa: S608


WRITTEN = [
    "+989121234567",
    "00989121234567",
    "989121234567",
    "09121234567",
    "9121234567",
    "0912 123 4567",
    "0912-123-4567",
    "0912.123.4567",
    "(0912) 123-4567",
    "0912 1234567",
    "0912-1234567",
    "+98 912 123 4567",
    "+98-912-123-4567",
    "0098 912 123 4567",
    "+98 9121234567",
    "+98(912)1234567",
    "+98 (0) 9121234567",
    "tel:+98-912-123-4567",
    "۰۹۱۲۱۲۳۴۵۶۷",
    "۰۹۱۲ ۱۲۳ ۴۵۶۷",
    "+۹۸۹۱۲۱۲۳۴۵۶۷",
    "٠٩١٢١٢٣٤٥٦٧",
]


@pytest.mark.parametrize("written", WRITTEN)
async def test_a_phone_is_found_by_every_usual_way_to_write_it(
    mapped: Open, database: Path, written: str
) -> None:
    write_phone(database, written)

    assert "2" in await found(mapped(), PHONE)


ODD = [
    "0 9 1 2 1234567",
    "۰۹۱۲-۱۲۳ ۴۵۶۷",
    "0912/123/4567",
    " 0912 123 45 67",
    "0912–1234567",
]


@pytest.mark.parametrize("written", ODD)
async def test_an_odd_way_is_found_by_looking_at_every_row(
    mapped: Open, database: Path, written: str
) -> None:
    write_phone(database, written)
    scan = ("    phone: phone\n", "    phone: {column: phone, search: scan}\n")

    assert "2" not in await found(mapped(), PHONE)
    assert "2" in await found(mapped(scan), PHONE)


async def test_whoever_merely_has_the_digits_in_it_is_not_meant(
    mapped: Open, database: Path
) -> None:
    write_phone(database, "+1 989 121 234 567 8")
    scan = ("    phone: phone\n", "    phone: {column: phone, search: scan}\n")

    assert "2" not in await found(mapped(scan), PHONE)


@pytest.mark.parametrize("number", [9121234567, 989121234567])
async def test_phones_that_are_kept_as_numbers(
    mapped: Open, database: Path, number: int
) -> None:
    change(database, "ALTER TABLE customers ADD COLUMN cell INTEGER")
    change(database, f"UPDATE customers SET cell = {number} WHERE id = 2")  # noqa: S608
    source = mapped(
        ("    phone: phone\n", "    phone: {column: cell, type: integer}\n")
    )
    await source.check()

    assert await found(source, PHONE) == ["2"]


async def test_several_columns_each_hold_one(mapped: Open, database: Path) -> None:
    change(database, "ALTER TABLE customers ADD COLUMN work TEXT")
    change(database, "UPDATE customers SET work = '0912 123 4567' WHERE id = 2")
    source = mapped(("    phone: phone\n", "    phone: [phone, work]\n"))

    everybody = await source.find(PHONE)

    assert [each.id for each in everybody] == ["1", "2", "3"]
    assert everybody[1].phones == ("+989129999999", "+989121234567")
    await source.close()


@pytest.mark.parametrize(
    "written",
    [
        "sara.ahmadi@example.com",
        "Sara.Ahmadi@Example.com",
        "Sara.ahmadi@example.com",
        "SARA.AHMADI@EXAMPLE.COM",
        "sara.ahmadi@EXAMPLE.COM",
    ],
)
async def test_an_address_is_found_by_the_usual_capitals(
    mapped: Open, database: Path, written: str
) -> None:
    change(database, f"UPDATE customers SET email = '{written}' WHERE id = 2")  # noqa: S608

    assert await found(mapped(), MAIL) == ["2"]


async def test_other_capitals_are_found_by_looking_at_every_row(
    mapped: Open, database: Path
) -> None:
    change(
        database, "UPDATE customers SET email = ' sArA.aHmAdI@example.com' WHERE id = 2"
    )
    scan = ("    email: email\n", "    email: {column: email, search: scan}\n")

    assert await found(mapped(), MAIL) == []
    assert await found(mapped(scan), MAIL) == ["2"]


@pytest.mark.parametrize("contact", [PHONE, MAIL])
async def test_an_index_serves_and_nothing_is_pasted(
    mapped: Open, database: Path, contact: Contact
) -> None:
    source = mapped()
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    engine = source._asking._reader._engine
    event.listen(engine, "before_cursor_execute", note)
    await source.find(contact)
    event.remove(engine, "before_cursor_execute", note)
    (first, parameters) = next(each for each in asked if "SELECT" in each[0])
    with closing(sqlite3.connect(database)) as plain:
        plan = plain.execute(f"EXPLAIN QUERY PLAN {first}", parameters).fetchall()

    assert [step[-1] for step in plan if "SCAN" in step[-1]] == []
    assert [each for each, _ in asked if contact.value[1:] in each] == []
    # Who it may be, and what is known of them.
    assert len([each for each, _ in asked if "SELECT" in each]) <= 2
    await source.close()


async def test_where_no_contact_is_mapped_nobody_can_be_found(mapped: Open) -> None:
    source = mapped(("    phone: phone\n", ""), ("    email: email\n", ""))

    assert "find" not in {each.value for each in source.capabilities}
    assert await found(source, PHONE) == []


async def test_a_phone_without_its_country_needs_the_shops(
    mapped: Open, database: Path
) -> None:
    change(database, "UPDATE customers SET phone = '09121234567' WHERE id = 2")
    source = mapped(("country: IR\n", ""))

    assert await found(source, PHONE) == ["1"]


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("+989121234567", "IR"),
        ("+982188776655", "IR"),
        ("+14155552671", "US"),
        ("+442079460958", "GB"),
        ("+9647901234567", "IQ"),
        ("+971501234567", "AE"),
        ("+4930123456", "DE"),
        ("+390612345678", "IT"),
    ],
)
def test_every_form_means_the_phone_that_it_stands_for(
    value: str, country: str
) -> None:
    forms = phone_forms(value, country)

    assert value in forms
    assert 30 < len(forms) < 500
    wrong = [
        each
        for each in forms
        if (read := contacts.phone(each, country)) is not None and read.value != value
    ]
    assert wrong == []
    numbers = [contacts.phone(str(n), country) for n in phone_numbers(value, country)]
    assert contacts.phone(value, country) in numbers


@given(st.emails())
def test_every_form_means_the_address_that_it_stands_for(text: str) -> None:
    address = contacts.email(text)
    if address is not None:
        forms = email_forms(address.value)

        assert forms[0] == address.value
        assert {contacts.email(each) for each in forms} == {address}


@pytest.mark.parametrize("search", ["index", "scan"])
async def test_a_server_finds_them_alike(
    postgresql: int, wide_database: str, tmp_path: Path, search: str
) -> None:
    mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
    text = mapping.read_text("utf-8")
    for field, column in (("phone", "[mobile, landline]"), ("email", "mail")):
        old = f"    {field}: {column}\n"
        assert old in text
        new = f"    {field}: {{column: {column}, search: {search}}}\n"
        text = text.replace(old, new)
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(
        f"postgresql://hamyar@127.0.0.1:{postgresql}/{wide_database}", mapping
    )

    family = await source.find(Contact(ContactKind.PHONE, "+14155552671"))
    (ada,) = await source.find(Contact(ContactKind.EMAIL, "ada.king@example.com"))

    assert [each.name for each in family] == ["Ada King", "Grace King"]
    assert family[1].emails == ("grace@example.com",)
    assert ada == replace(family[0], as_of=ada.as_of)
    await source.close()


async def test_phones_that_a_server_keeps_as_numbers(
    postgresql: int, fresh: Fresh, tmp_path: Path
) -> None:
    statements = [
        wide_shop.TYPES,
        wide_shop.tables(wide_shop.POSTGRESQL),
        "ALTER TABLE trade.member ADD cell BIGINT;",
        "UPDATE trade.member SET cell = 14155552671 WHERE given = 'Alan';",
    ]
    name = await fresh("".join(statements))
    mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
    text = mapping.read_text("utf-8").replace(
        "phone: [mobile, landline]", "phone: {column: cell, type: integer}"
    )
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(
        f"postgresql://hamyar@127.0.0.1:{postgresql}/{name}", mapping
    )
    await source.check()

    found = await source.find(Contact(ContactKind.PHONE, "+14155552671"))

    assert [each.name for each in found] == ["Alan Tur", "Grace King"]
    await source.close()
