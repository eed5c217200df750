"""
The same in a real server, whose line may be cut, and which has rights of its own.
"""

from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path

import pytest

from crm_connector.errors import (
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import OrderStatus
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.changing import (
    OPEN,
    Served,
    Shop,
    WritesOnce,
)
from tests.crm_connector.sources.sql.wide_shop import ADA
from tests.fakes.cable import Cable


class TestInPostgresql(WritesOnce):
    """
    In a real server.
    """

    @pytest.fixture
    def shop(self, in_postgresql: Served) -> Shop:
        """
        The shop in a server.
        """
        return in_postgresql.shop

    async def test_what_was_changed_while_we_waited_is_not_overwritten(
        self, in_postgresql: Served
    ) -> None:
        shop, staff = in_postgresql.shop, await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; UPDATE trade.purchase SET state = 'gone' WHERE code = '{OPEN}'"  # noqa: S608
        )
        wish = asyncio.create_task(shop.source.cancel_order(ADA, OPEN, key="w"))
        await asyncio.sleep(0.3)
        await staff.execute("COMMIT")
        await staff.close()

        with pytest.raises(Refused):
            await wish
        assert await shop.state() == "gone"

    async def test_an_order_that_stays_locked_is_unavailable_and_unchanged(
        self, in_postgresql: Served
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.5)
        staff = await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; SELECT 1 FROM trade.purchase WHERE code = '{OPEN}' FOR UPDATE"  # noqa: S608
        )

        with pytest.raises(SourceUnavailable):
            await impatient.cancel_order(ADA, OPEN, key="w")
        await staff.execute("COMMIT")
        await staff.close()

        await asyncio.sleep(0.3)
        assert await in_postgresql.shop.state() == "open"

    @pytest.mark.parametrize("delivers", [True, False])
    async def test_a_line_cut_while_it_is_kept_leaves_the_outcome_unknown(
        self, in_postgresql: Served, *, delivers: bool
    ) -> None:
        shop, cable = in_postgresql.shop, in_postgresql.cable
        before = await shop.count("step")
        # With the semicolon: beginnings say READ COMMITTED.
        cable.cut_at, cable.delivers = b"COMMIT;", delivers

        with pytest.raises(OutcomeUnknown):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        # Whoever looks, or asks again with the same key, ends where they should.
        await asyncio.sleep(0.2)
        assert await shop.state() == ("off" if delivers else "open")
        later = await in_postgresql.again()
        order = await later.cancel_order(ADA, OPEN, key="w")
        assert order.status is OrderStatus.CANCELLED
        assert await shop.count("step") == before + 1
        assert await shop.count("wish") == 1

    async def test_no_answer_in_time_leaves_the_outcome_unknown(
        self, in_postgresql: Served, caplog: pytest.LogCaptureFixture
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.7)
        in_postgresql.cables[-1].mute_at = b"COMMIT;"

        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            await impatient.cancel_order(ADA, OPEN, key="w")

        assert time.monotonic() - began < 2
        await asyncio.sleep(0.2)
        assert await in_postgresql.shop.state() == "off"
        # What goes on behind our back ends without a noise.
        await in_postgresql.cables[-1].cut()
        await asyncio.sleep(0.2)
        gc.collect()
        assert [each.message for each in caplog.records if each.name == "asyncio"] == []

    async def test_a_question_without_an_answer_is_unavailable_in_time(
        self, in_postgresql: Served
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.7)
        in_postgresql.cables[-1].mute_at = b"FROM trade.purchase"

        began = time.monotonic()
        with pytest.raises(SourceUnavailable):
            await impatient.order(ADA, OPEN)
        await impatient.close()

        assert time.monotonic() - began < 3

    async def test_whoever_gives_up_before_the_end_changes_nothing(
        self, in_postgresql: Served
    ) -> None:
        shop, staff = in_postgresql.shop, await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; SELECT 1 FROM trade.purchase WHERE code = '{OPEN}' FOR UPDATE"  # noqa: S608
        )
        wish = asyncio.create_task(shop.source.cancel_order(ADA, OPEN, key="w"))
        await asyncio.sleep(0.3)

        wish.cancel()
        with pytest.raises(asyncio.CancelledError):
            await wish
        await staff.execute("COMMIT")
        await staff.close()

        await asyncio.sleep(0.3)
        assert await shop.state() == "open"

    async def test_a_line_cut_before_leaves_all_as_it_was(
        self, in_postgresql: Served
    ) -> None:
        shop, cable = in_postgresql.shop, in_postgresql.cable
        cable.cut_at, cable.delivers = b"UPDATE trade", False

        with pytest.raises(SourceUnavailable):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        await asyncio.sleep(0.2)
        assert await shop.state() == "open"

    async def test_a_refusal_at_the_very_end_is_an_answer(
        self, in_postgresql: Served
    ) -> None:
        shop = in_postgresql.shop
        await shop.run("CREATE TABLE trade.known (id UUID PRIMARY KEY)")
        await shop.run(
            "ALTER TABLE trade.wish ADD FOREIGN KEY (purchase) "
            "REFERENCES trade.known (id) DEFERRABLE INITIALLY DEFERRED"
        )

        with pytest.raises(SourceRejected):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        assert await shop.state() == "open"
        await shop.run("DROP TABLE trade.known CASCADE")
        await shop.source.cancel_order(ADA, OPEN, key="w")
        assert await shop.state() == "off"

    async def test_an_account_needs_no_more_rights_than_the_guide_gives(
        self, in_postgresql: Served
    ) -> None:
        shop, user = in_postgresql.shop, f"clerk_{in_postgresql.name}"
        await shop.run(f"CREATE ROLE {user} LOGIN")
        await shop.run(f"GRANT USAGE ON SCHEMA trade TO {user}")
        await shop.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA trade TO {user}")
        source = await in_postgresql.again(user=user)
        await source.check()

        assert (await source.order(ADA, OPEN)).number == OPEN
        with pytest.raises(SourceRejected):
            await source.cancel_order(ADA, OPEN, key="w")
        assert await shop.state() == "open"

        await shop.run(f"GRANT UPDATE (state, touched) ON trade.purchase TO {user}")
        await shop.run(f"GRANT INSERT ON trade.step, trade.wish TO {user}")
        await shop.run(f"GRANT USAGE ON SEQUENCE trade.step_id_seq TO {user}")
        order = await source.cancel_order(ADA, OPEN, key="w")
        assert order.status is OrderStatus.CANCELLED

        await source.close()
        await shop.run(f"DROP OWNED BY {user}")
        await shop.run(f"DROP ROLE {user}")

    async def test_an_address_needs_rights_to_its_own_columns_and_no_others(
        self, in_postgresql: Served
    ) -> None:
        shop, user = in_postgresql.shop, f"clerk_{in_postgresql.name}"
        await shop.run(f"CREATE ROLE {user} LOGIN")
        await shop.run(f"GRANT USAGE ON SCHEMA trade TO {user}")
        await shop.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA trade TO {user}")
        # Who may cancel may not send elsewhere by that alone.
        await shop.run(f"GRANT UPDATE (state, touched) ON trade.purchase TO {user}")
        await shop.run(f"GRANT INSERT ON trade.wish TO {user}")
        source = await in_postgresql.again(user=user)
        before = await source.order(ADA, OPEN)

        with pytest.raises(SourceRejected):
            await source.change_address(ADA, OPEN, wide_shop.ELSEWHERE, key="w")
        assert (await source.order(ADA, OPEN)).ship_to == before.ship_to
        assert await shop.count("wish") == 0

        columns = "recipient, street1, street2, town, zip, land"
        await shop.run(f"GRANT UPDATE ({columns}) ON trade.purchase TO {user}")
        after = await source.change_address(ADA, OPEN, wide_shop.ELSEWHERE, key="w")
        assert after.ship_to != before.ship_to

        await source.close()
        await shop.run(f"DROP OWNED BY {user}")
        await shop.run(f"DROP ROLE {user}")

    async def test_a_mapping_that_does_not_fit_is_named(
        self, in_postgresql: Served, tmp_path: Path
    ) -> None:
        mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
        text = mapping.read_text("utf-8")
        mapping.write_text(text.replace("type: uuid", "type: text"), "utf-8")
        port = await (cable := Cable(in_postgresql.cable._server_port)).plug_in()
        source = SqlSource.open(
            f"postgresql://hamyar@127.0.0.1:{port}/{in_postgresql.name}", mapping
        )

        with pytest.raises(CrmError, match="holds UUIDs, but is compared as type text"):
            await source.check()
        await source.close()
        await cable.cut()


@pytest.mark.parametrize(
    ("user", "database", "expected"),
    [
        ("hamyar", "no_such_shop", SourceRejected),
        ("nobody", "postgres", SourceRejected),
        ("hamyar", "postgres", SourceRejected),
    ],
)
async def test_a_server_that_refuses_us_is_rejected(
    postgresql: int, tmp_path: Path, user: str, database: str, expected: type[CrmError]
) -> None:
    source = SqlSource.open(
        f"postgresql://{user}:secret@127.0.0.1:{postgresql}/{database}",
        wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL),
    )

    with pytest.raises(expected) as fault:
        await source.customer(ADA)

    assert "secret" not in repr(fault.value)
    await source.close()
