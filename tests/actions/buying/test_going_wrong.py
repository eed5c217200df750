"""
Between the yes and the order.
"""

from __future__ import annotations

from dataclasses import replace

from crm_connector.errors import (
    DueChanged,
    OutcomeUnknown,
    SourceUnavailable,
)
from crm_connector.model import Money
from tests.actions.buying.carts import bought, confirming


class TestWhenItGoesWrong:
    """
    Between the yes and the order.
    """

    async def test_a_price_that_rose_is_read_back_anew(self, chat, source) -> None:
        await confirming(chat)
        goods = source.goods["wallet-1"]
        source.goods["wallet-1"] = replace(goods, price=Money(450_000, "IRT"))

        said = await chat.says("yes")

        assert "Meanwhile a price or the stock has changed" in said
        assert "Total: 895,000 toman" in said
        assert bought(source) == []
        await chat.says("yes")
        assert [total for _, _, total in bought(source)] == [895_000]

    async def test_of_the_last_pieces_as_many_as_there_are(self, chat, source) -> None:
        await confirming(chat, "three wallets")
        source.stock["wallet-1"] = 2

        said = await chat.says("yes")

        assert "There are only 2 of “Safarin wallet” left" in said
        assert bought(source) == []
        await chat.says("yes")
        assert [lines for lines, _, _ in bought(source)] == [[("wallet-1", 2)]]

    async def test_what_was_sold_meanwhile_leaves_the_cart(self, chat, source) -> None:
        await confirming(chat)
        source.stock["wallet-1"] = 0

        said = await chat.says("yes")

        assert "“Safarin wallet” is out of stock now." in said
        assert bought(source) == []
        assert [each.variant for each in chat.draft.items] == ["turkish-1"]

    async def test_without_an_answer_it_is_looked_for_and_not_ordered_twice(
        self, chat, source
    ) -> None:
        await confirming(chat)
        source.forgets_to_answer = True

        said = await chat.says("yes")

        assert "Order 30000 is placed." in said
        assert "http://127.0.0.1:5005/pay/30000-" in said
        assert len(bought(source)) == 1

    async def test_while_the_shop_is_down_nothing_is_ordered_twice(
        self, chat, source
    ) -> None:
        await confirming(chat)
        key = chat.draft.key
        place = source.place_order

        async def down(*_args, **_more):
            raise SourceUnavailable("down", source="fake")

        source.place_order = down
        said = await chat.says("yes")
        assert "Shall I try again?" in said
        assert chat.draft.key == key
        source.place_order = place
        await chat.says("yes")
        assert len(bought(source)) == 1

    async def test_beside_what_may_come_about_no_other_cart_is_ordered(
        self, chat, source
    ) -> None:
        await confirming(chat)

        async def lost(*_args, **_more):
            raise OutcomeUnknown("lost", source="fake")

        place, source.place_order = source.place_order, lost
        assert "Shall I try again?" in await chat.says("yes")
        source.place_order = place
        goods = source.goods["wallet-1"]
        source.goods["wallet-1"] = replace(goods, price=Money(450_000, "IRT"))

        said = await chat.says("yes")

        assert chat.hands_over
        assert "a colleague" in said
        assert bought(source) == []

    async def test_what_was_refused_after_all_has_another_name(
        self, chat, source
    ) -> None:
        await confirming(chat)
        key = chat.draft.key

        async def lost(*_args, **_more):
            raise OutcomeUnknown("lost", source="fake")

        async def dearer(*_args, **_more):
            raise DueChanged("dearer", source="fake")

        place, source.place_order = source.place_order, lost
        await chat.says("yes")
        source.place_order = dearer
        await chat.says("yes")
        assert chat.draft.key not in ("", key)
        source.place_order = place
        await chat.says("yes")
        assert len(bought(source)) == 1

    async def test_what_failed_twice_is_for_people(self, chat, source) -> None:
        await confirming(chat)

        async def down(*_args, **_more):
            raise SourceUnavailable("down", source="fake")

        source.place_order = down
        await chat.says("yes")
        said = await chat.says("yes")

        assert "a colleague" in said
        assert chat.hands_over
        assert [each.variant for each in chat.draft.items] == ["wallet-1", "turkish-1"]

    async def test_a_button_of_an_older_question_is_no_answer(self, chat) -> None:
        await confirming(chat)
        old = chat.draft.answer_of("yes")
        await chat.says("three wallets")

        assert chat.draft.answer_in(old) is None

    async def test_a_cart_is_forgotten_in_time(self, chat) -> None:
        await confirming(chat)
        slot = chat.draft.slot
        later = chat.now.replace(hour=chat.now.hour + 1)

        assert type(chat.draft).read(slot, later).items == ()
