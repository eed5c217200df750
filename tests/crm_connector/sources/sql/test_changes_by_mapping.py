"""
Writing where the mapping says less, or the shop is made otherwise.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import event

from crm_connector.errors import (
    NotSupported,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import OrderStatus
from crm_connector.source import Capability
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.asking import Asking
from crm_connector.sources.sql.writing import ChangedMeanwhile
from tests.crm_connector.small_shop import MAPPING, NOW, change
from tests.crm_connector.small_shop_rows import WAITING_ROWS

REMEMBER = """\
    remember: &wishes
      table: wishes
      columns: {key: key, order: order_id, operation: operation}
      set: {at: {now: iso}}
"""


@pytest.fixture
def demo_file(database: Path) -> Path:
    """
    The small shop with an order that may be cancelled.
    """
    change(database, WAITING_ROWS)
    return database


async def test_without_a_memory_the_status_alone_keeps_it_to_once(
    demo_file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    begin, end = text.index(REMEMBER), text.index("  change_address:")
    last = text.index("# What the shop calls")
    mapping.write_text(text[:begin] + text[last:], "utf-8")
    assert begin < end < last
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)

    await source.cancel_order("1", "10044", key="a")
    order = await source.cancel_order("1", "10044", key="b")

    assert [each.status for each in order.history] == [
        OrderStatus.PLACED,
        OrderStatus.PREPARING,
        OrderStatus.CANCELLED,
    ]
    assert order.expected_on is None
    await source.close()


async def test_a_key_in_the_orders_own_row(demo_file: Path, tmp_path: Path) -> None:
    change(demo_file, "ALTER TABLE orders ADD COLUMN wish TEXT")
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    mapping.write_text(
        text.replace(REMEMBER, "    remember: &wishes {column: wish}\n"),
        "utf-8",
    )
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)
    await source.check()

    await source.cancel_order("1", "10044", key="a")
    change(demo_file, "UPDATE orders SET status = 'paid' WHERE number = '10044'")
    again = await source.cancel_order("1", "10044", key="a")

    assert again.status is OrderStatus.PAID
    await source.close()


async def test_what_is_not_mapped_is_not_supported_and_never_written(
    demo_file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    begin, end = text.index("operations:"), text.index("# What the shop calls")
    mapping.write_text(text[:begin] + text[end:], "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping)

    assert Capability.CANCEL_ORDER not in source.capabilities
    with pytest.raises(NotSupported):
        await source.cancel_order("1", "10044", key="a")
    with pytest.raises(SourceRejected):
        await source._asking.change(
            lambda connection: connection.exec_driver_sql("DELETE FROM orders")
        )
    assert (await source.order("1", "10044")).status is OrderStatus.PREPARING
    await source.close()


class Overtaken:
    """
    A database in which somebody else is always first.
    """

    def __init__(self) -> None:
        self.given: list[float] = []

    async def change(self, _question: object, seconds: float, _keeping: object) -> None:
        """
        Too late, after a while.
        """
        self.given.append(seconds)
        await asyncio.sleep(0.1)
        raise ChangedMeanwhile("too late")


async def test_trying_again_has_no_more_time_than_is_left() -> None:
    database = Overtaken()
    asking = Asking("shop", database, database, 0.5)

    with pytest.raises(SourceUnavailable):
        await asking.change(lambda _connection: None)

    first, second = database.given
    assert first > 0.4
    assert second <= first - 0.09


JOINED = """
CREATE TABLE stage (id INTEGER PRIMARY KEY, word TEXT);
INSERT INTO stage VALUES (1, 'new'), (2, 'sent'), (9, 'void');
ALTER TABLE orders ADD COLUMN stage INTEGER;
UPDATE orders SET stage = 1;
"""


async def test_a_status_in_a_table_of_its_own_is_compared_by_what_points_to_it(
    demo_file: Path, tmp_path: Path
) -> None:
    change(demo_file, JOINED)
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    for old, new in (
        ("    status: status\n    placed_at", "    status: stage.word\n    placed_at"),
        ("    paid_with: {", "    stage: {match: {stage: id}}\n    paid_with: {"),
        ("  placed: placed\n", "  placed: placed\n  new: placed\n  void: cancelled\n"),
        ("    set:\n      status: cancelled\n", "    set:\n      stage: 9\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)
    await source.check()
    engine = source._asking._writer._engine

    def change_meanwhile(_connection, cursor, statement, *_rest) -> None:
        if statement.startswith("UPDATE"):
            cursor.execute("UPDATE orders SET stage = 2")

    event.listen(engine, "before_cursor_execute", change_meanwhile)
    with pytest.raises(SourceUnavailable):
        await source.cancel_order("1", "10044", key="a")
    event.remove(engine, "before_cursor_execute", change_meanwhile)

    order = await source.cancel_order("1", "10044", key="a")
    assert order.status is OrderStatus.CANCELLED
    await source.close()


async def test_an_order_that_would_be_none_any_more_stays(
    demo_file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    for old, new in (
        ("  table: orders\n", "  table: orders\n  where: {channel: web}\n"),
        ("      expected_on: null\n", "      channel: phone\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)

    with pytest.raises(SourceRejected, match="does not lead"):
        await source.cancel_order("1", "10044", key="a")

    assert (await source.order("1", "10044")).status is OrderStatus.PREPARING
    await source.close()
