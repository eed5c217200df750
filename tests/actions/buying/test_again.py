"""
What was bought before, once more.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.actions.buying.carts import bought, confirming


class TestAgain:
    """
    What was bought before.
    """

    @pytest.fixture
    async def before(self, chat, source):
        """
        An order of two things.
        """
        await confirming(chat)
        await chat.says("yes")
        return "30000"

    async def test_the_last_order_once_more(self, chat, source, before) -> None:
        read_back = await chat.wants("the same order again please", "reorder")

        assert "The same as order 30000, at today's prices:" in read_back
        assert [(e.variant, e.quantity) for e in chat.draft.items] == [
            ("wallet-1", 1),
            ("turkish-1", 2),
        ]
        await chat.presses("Express Post")
        await chat.says("yes")
        assert len(bought(source)) == 2

    async def test_by_its_number(self, chat, source, before) -> None:
        await chat.wants(f"order {before} again", "reorder")

        assert len(chat.draft.items) == 2

    async def test_one_thing_of_it(self, chat, before) -> None:
        await chat.wants("the same coffee again", "reorder")

        assert [each.variant for each in chat.draft.items] == ["turkish-1"]

    @pytest.mark.parametrize(
        ("chat", "text"),
        [
            ("en", "reorder the wallet"),
            ("fa", "دوباره همون کیف پول رو می‌خوام"),
            ("ar", "أريد نفس المحفظة مرة ثانية"),
            ("en", "order 30000 again but only the wallet"),
        ],
        indirect=["chat"],
    )
    async def test_a_thing_by_what_it_is_called(self, chat, before, text) -> None:
        told = await chat.wants(text, "reorder")

        assert [each.variant for each in chat.draft.items] == ["wallet-1"]
        names = {"en": "Safarin wallet", "fa": "کیف پول سفرین", "ar": "محفظة سفرين"}
        assert names[chat.lang] in told

    async def test_each_is_of_the_newest_order_that_holds_it(
        self, chat, source, before
    ) -> None:
        await confirming(chat, "I want a kettle")
        await chat.says("yes")

        told = await chat.wants("reorder the kettle and the wallet", "reorder")

        assert {each.variant for each in chat.draft.items} == {"kettle-1", "wallet-1"}
        assert "order 30000" in told
        assert "order 30001" in told

    async def test_what_was_never_bought_is_not_put_in(self, chat, before) -> None:
        told = await chat.wants("reorder the kettle", "reorder")

        assert chat.draft.items == ()
        assert "wallet" not in told

    @pytest.mark.parametrize(
        ("text", "many"),
        [
            ("the same coffee again, three packs please", 3),
            ("same coffee twice", 2),
            ("the same coffee I bought 5 days ago", 2),
        ],
    )
    async def test_so_many_of_one_thing_as_are_said(
        self, chat, before, text, many
    ) -> None:
        await chat.wants(text, "reorder")

        assert [(e.variant, e.quantity) for e in chat.draft.items] == [
            ("turkish-1", many)
        ]

    @pytest.mark.parametrize(
        "text", ["no, only the wallet", "just the wallet", "فقط کیف پول"]
    )
    async def test_only_some_of_it(self, chat, before, text) -> None:
        await chat.wants("the same order again please", "reorder")
        await chat.says(text)

        assert [each.variant for each in chat.draft.items] == ["wallet-1"]

    async def test_just_one_of_a_thing_leaves_the_others(self, chat, before) -> None:
        await chat.wants("the same order again please", "reorder")
        await chat.says("just one of the coffee")

        assert {e.variant: e.quantity for e in chat.draft.items} == {
            "wallet-1": 1,
            "turkish-1": 1,
        }

    async def test_what_is_no_longer_sold_is_said(self, chat, source, before) -> None:
        del source.goods["wallet-1"]

        said = await chat.wants("the same order again", "reorder")

        assert "“Safarin wallet” is no longer sold." in said
        assert [each.variant for each in chat.draft.items] == ["turkish-1"]

    async def test_somebody_elses_is_as_one_that_is_not(
        self, chat, source, before
    ) -> None:
        theirs = replace(source.all_orders[0], number="99999", customer_id="8")
        source.all_orders.append(theirs)

        told = [
            (await chat.wants(f"order {number} again", "reorder")).replace(number, "N")
            for number in ("99999", "88888")
        ]

        assert told[0] == told[1]
        assert chat.draft.items == ()
