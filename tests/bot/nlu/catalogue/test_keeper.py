"""
The present catalogue follows the shop's, and a source that is away takes nothing away.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.nlu.catalogue import CatalogueReader, current, find_current, replace
from bot.nlu.text import normalize_with_places
from crm_connector.model import CatalogueEntry, CatalogueKind
from tests.fakes.clock import FakeClock
from tests.fakes.source import FakeSource

LAMP = CatalogueEntry(CatalogueKind.PRODUCT, "1", {"fa": "چراغ مطالعه نورا"})
FAN = CatalogueEntry(CatalogueKind.PRODUCT, "2", {"fa": "پنکه رومیزی نسیم"})


def products(text: str) -> list[str]:
    """
    The products that the present catalogue finds.
    """
    found = find_current(normalize_with_places(text))
    return [each.value for each in found if each.entity == "product"]


@pytest.fixture
def clock() -> FakeClock:
    """
    A clock that a test turns.
    """
    return FakeClock()


@pytest.fixture
def source() -> FakeSource:
    """
    A shop that sells a lamp.
    """
    return FakeSource(entries=[LAMP])


@pytest.fixture
def reader(source: FakeSource, clock: FakeClock):
    """
    What keeps the catalogue as this shop has it.
    """
    yield CatalogueReader(source, clock=clock, seconds=0.01)
    replace(None)


async def test_a_new_product_is_known_without_a_restart(reader, source, clock):
    assert await reader.refresh()
    assert products("چراغ مطالعه نورا") == ["1"]
    assert products("پنکه رومیزی نسیم") == []

    source.entries.append(FAN)
    clock.advance(seconds=60)

    assert await reader.refresh()
    assert products("پنکه رومیزی نسیم") == ["2"]
    assert products("چراغ مطالعه نورا") == ["1"]


async def test_what_the_shop_sells_no_more_is_forgotten(reader, source):
    await reader.refresh()
    source.entries[:] = [FAN]

    await reader.refresh()

    assert products("چراغ مطالعه نورا") == []


async def test_an_unchanged_catalogue_is_not_read_again(reader, source):
    await reader.refresh()
    before = current()

    source.catalogue = None  # Whoever asked for it would fail.

    assert not await reader.refresh()
    assert current() is before


async def test_a_change_that_no_version_shows_is_found_within_the_hour(
    reader, source, clock, monkeypatch
):
    async def same() -> str:
        return "same"

    monkeypatch.setattr(source, "catalogue_version", same)
    await reader.refresh()
    source.entries.append(FAN)

    clock.advance(minutes=59)
    assert not await reader.refresh()
    clock.advance(minutes=1)
    assert await reader.refresh()
    assert products("پنکه رومیزی نسیم") == ["2"]


async def test_reading_it_whole_again_replaces_nothing_that_is_equal(reader, clock):
    await reader.refresh()
    before = current()
    clock.advance(hours=2)

    assert not await reader.refresh()
    assert current() is before


@pytest.mark.parametrize("fault", ["go_down", "go_bad"])
async def test_a_source_that_fails_leaves_what_was_read_last(reader, source, fault):
    await reader.refresh()
    source.entries.append(FAN)
    getattr(source, fault)()

    assert not await reader.refresh()
    assert products("چراغ مطالعه نورا") == ["1"]

    source.come_back()
    assert await reader.refresh()
    assert products("پنکه رومیزی نسیم") == ["2"]


async def test_a_source_that_fails_amid_its_pages_leaves_what_was_read_last(
    reader, source, monkeypatch
):
    monkeypatch.setattr("bot.nlu.catalogue.keeper._PAGE", 1)
    await reader.refresh()
    source.entries.append(FAN)
    ask = source.catalogue

    async def breaks(*, after=None, limit):
        if after is not None:
            source.go_down()
        return await ask(after=after, limit=limit)

    monkeypatch.setattr(source, "catalogue", breaks)

    assert not await reader.refresh()
    assert products("پنکه رومیزی نسیم") == []
    assert products("چراغ مطالعه نورا") == ["1"]


async def test_a_source_without_a_catalogue_leaves_what_every_shop_has(clock):
    reader = CatalogueReader(FakeSource(), clock=clock, seconds=1)

    await reader.refresh()

    found = find_current(normalize_with_places("چراغ آبی"))
    assert [(each.entity, each.value) for each in found] == [("color", "blue")]
    replace(None)


async def test_a_source_that_is_down_at_the_start_is_read_when_it_comes(reader, source):
    source.go_down()
    async with reader.following():
        assert products("چراغ مطالعه نورا") == []
        source.come_back()
        await until(lambda: products("چراغ مطالعه نورا") == ["1"])


async def test_changes_are_followed_until_the_end(reader, source):
    async with reader.following():
        assert products("چراغ مطالعه نورا") == ["1"]
        source.entries.append(FAN)
        await until(lambda: products("پنکه رومیزی نسیم") == ["2"])

    assert products("چراغ مطالعه نورا") == []


async def test_an_unforeseen_failure_does_not_end_the_following(
    reader, source, monkeypatch
):
    ask = source.catalogue_version
    failures = iter([RuntimeError("a fault of ours")])

    async def fails_once() -> str | None:
        for failure in failures:
            raise failure
        return await ask()

    monkeypatch.setattr(source, "catalogue_version", fails_once)
    async with reader.following():
        await until(lambda: products("چراغ مطالعه نورا") == ["1"])


async def test_whoever_reads_meanwhile_has_one_whole_catalogue(reader, source):
    await reader.refresh()
    held = current()
    source.entries[:] = [FAN]

    await reader.refresh()

    assert len(held.products) == len(current().products) == 1
    assert held.products[0].id == "1"
    assert current().products[0].id == "2"


async def until(happened) -> None:
    """
    Wait for what a task in the background brings about; the test's own limit ends it.
    """
    while not happened():  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
