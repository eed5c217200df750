"""
What every source promises to the gate: the fake and the real ones, the same tests.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from crm_connector.errors import CustomerNotFound, OrderNotFound, SourceUnavailable
from crm_connector.gate import CatalogueSource, Source
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.database import AsyncDatabase
from crm_connector.sources.sql.mapping import load
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import (
    CANCELLED,
    DELIVERED,
    JOHNS,
    MAPPING,
    NOW,
    SARA,
    SHIPPED,
)
from tests.fakes.source import FakeSource

HALF_A_LETTER = pytest.param("\ud800", id="half a letter")


class Both(Source, CatalogueSource, Protocol):
    """
    A source that knows customers and the catalogue.
    """


@dataclass
class Tried:
    """
    A source, and the way to take its system away.
    """

    source: Both
    take_down: Callable[[], object]
    clean_up: Callable[[], object] = lambda: None


def fake(_database) -> Tried:
    """
    The fake, holding the records of the small shop.
    """
    source = FakeSource(
        small_shop.CUSTOMERS, small_shop.ORDERS, entries=small_shop.CATALOGUE
    )
    return Tried(source, source.go_down)


def sql(database) -> Tried:
    """
    The sql source as it is opened.
    """
    source = SqlSource.open(f"sqlite:///{database}", MAPPING, clock=lambda: NOW)
    return Tried(source, database.unlink)


def sql_by_asyncio(database) -> Tried:
    """
    The sql source with a driver made for asyncio.
    """
    engine = create_async_engine(
        f"sqlite+aiosqlite:///file:{database}?mode=ro&uri=true",
        poolclass=NullPool,
        connect_args={"timeout": 0.05},
    )
    source = SqlSource(AsyncDatabase(engine), load(MAPPING), clock=lambda: NOW)
    writer = sqlite3.connect(database, isolation_level=None)
    # Locked, not deleted: where it cannot open a file, this driver leaves a thread
    # behind that speaks to an event loop which may be closed.
    return Tried(source, lambda: writer.execute("BEGIN EXCLUSIVE"), writer.close)


@pytest.fixture(params=[fake, sql, sql_by_asyncio])
async def tried(request, database):
    """
    Each source in turn, filled with the small shop.
    """
    tried = request.param(database)
    yield tried
    await tried.source.close()
    tried.clean_up()


@pytest.fixture
def source(tried: Tried) -> Both:
    """
    The source alone.
    """
    return tried.source


async def test_a_customer_is_found_by_id(source: Source) -> None:
    assert await source.customer("1") == SARA


@pytest.mark.parametrize(
    "unknown", ["3", "", "one", "1 ", "1;--", "9" * 40, HALF_A_LETTER]
)
async def test_an_unknown_customer_is_not_found(source: Source, unknown: str) -> None:
    with pytest.raises(CustomerNotFound):
        await source.customer(unknown)


async def test_orders_come_newest_first_with_all_that_is_in_them(
    source: Source,
) -> None:
    assert await source.orders("1", limit=20) == (CANCELLED, SHIPPED, DELIVERED)


async def test_a_limit_keeps_the_newest(source: Source) -> None:
    assert await source.orders("1", limit=2) == (CANCELLED, SHIPPED)


async def test_a_limit_below_one_is_the_callers_mistake(source: Source) -> None:
    with pytest.raises(ValueError, match="limit"):
        await source.orders("1", limit=0)


@pytest.mark.parametrize("unknown", ["3", "", "one"])
async def test_an_unknown_customer_has_no_orders(source: Source, unknown: str) -> None:
    assert await source.orders(unknown, limit=20) == ()


@pytest.mark.parametrize(
    "written", ["10042", " 10042\n", "۱۰۰۴۲", "١٠٠٤٢", "100 42", "\u206810042\u2069"]
)
async def test_a_number_may_be_written_in_many_ways(
    source: Source, written: str
) -> None:
    assert await source.order("1", written) == SHIPPED


@pytest.mark.parametrize("written", ["Web-10043", "WEB-10043", " web-۱۰۰۴۳ "])
async def test_capitals_of_a_number_do_not_matter(source: Source, written: str) -> None:
    assert await source.order("1", written) == CANCELLED


async def test_somebody_elses_order_sounds_like_one_that_is_not(
    source: Source,
) -> None:
    assert await source.order("2", JOHNS.number) == JOHNS

    with pytest.raises(OrderNotFound) as anothers:
        await source.order("1", JOHNS.number)
    with pytest.raises(OrderNotFound) as nobodys:
        await source.order("1", "99999")

    assert type(anothers.value) is type(nobodys.value)
    assert str(anothers.value) == str(nobodys.value)


@pytest.mark.parametrize(
    "number", ["", " ", "%", "_____", "' OR 1=1 --", HALF_A_LETTER]
)
async def test_what_is_no_number_finds_nothing(source: Source, number: str) -> None:
    with pytest.raises(OrderNotFound):
        await source.order("1", number)


async def test_records_say_where_and_when_they_were_read(source: Source) -> None:
    order = await source.order("1", "10042")

    assert order.source == small_shop.SOURCE
    assert order.as_of == NOW
    assert order.as_of.utcoffset() == timedelta(0)
    assert order.placed_at.utcoffset() == timedelta(0)


async def test_a_source_whose_system_is_gone_is_unavailable(tried: Tried) -> None:
    assert await tried.source.order("1", "10042") == SHIPPED

    tried.take_down()

    with pytest.raises(SourceUnavailable):
        await tried.source.order("1", "10042")
    with pytest.raises(SourceUnavailable):
        await tried.source.orders("1", limit=20)
    with pytest.raises(SourceUnavailable):
        await tried.source.customer("1")


async def test_a_closed_source_is_unavailable_and_may_be_closed_again(
    source: Source,
) -> None:
    await source.close()
    await source.close()

    with pytest.raises(SourceUnavailable):
        await source.customer("1")


async def test_the_catalogue_is_what_the_shop_calls_its_things(source: Both) -> None:
    page = await source.catalogue()

    assert page.entries == small_shop.CATALOGUE
    assert page.following is None


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 11, 12])
async def test_pages_of_any_size_hold_every_entry_once(
    source: Both, limit: int
) -> None:
    page = await source.catalogue(limit=limit)
    entries = list(page.entries)
    while page.following is not None:
        assert len(page.entries) <= limit
        page = await source.catalogue(after=page.following, limit=limit)
        entries.extend(page.entries)

    assert tuple(entries) == small_shop.CATALOGUE


async def test_a_page_of_nothing_is_the_callers_mistake(source: Both) -> None:
    with pytest.raises(ValueError, match="limit"):
        await source.catalogue(limit=0)
    with pytest.raises(ValueError, match="after"):
        await source.catalogue(after="elsewhere")


async def test_an_unchanged_catalogue_keeps_its_version(source: Both) -> None:
    version = await source.catalogue_version()

    assert version is not None
    assert await source.catalogue_version() == version


async def test_a_catalogue_whose_system_is_gone_is_unavailable(tried: Tried) -> None:
    tried.take_down()

    with pytest.raises(SourceUnavailable):
        await tried.source.catalogue()
    with pytest.raises(SourceUnavailable):
        await tried.source.catalogue_version()
