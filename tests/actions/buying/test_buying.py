"""
From "I want two of ..." to an order, and everything that may come between.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.buying.draft import SLOT, Open
from bot.conversations.messages import Turn
from bot.engine.handing_over import cart_of
from crm_connector.errors import (
    DueChanged,
    NotProven,
    OutcomeUnknown,
    SourceUnavailable,
)
from crm_connector.model import Identity, Money
from crm_connector.operations import MethodKind
from tests.actions.buying.conftest import Chat

in_persian = pytest.mark.parametrize("chat", ["fa"], indirect=True)
in_arabic = pytest.mark.parametrize("chat", ["ar"], indirect=True)


def bought(source):
    """
    What the shop has sold in this test: lines of (piece, number), with where it goes.
    """
    return [
        (
            [(line.variant_id, line.quantity) for line in order.lines],
            order.ship_to.city,
            order.total.amount,
        )
        for order in source.all_orders
        if order.number.startswith("300")
    ]


async def test_all_in_one_sentence_is_read_back_and_ordered_after_a_yes(
    chat, source
) -> None:
    asked = await chat.wants("I want two of the white Tabesh t-shirt in L")
    assert "Express Post" in " ".join(chat.titles)
    assert "ولیعصر ۱۲" in asked

    read_back = await chat.presses("Express Post")
    assert "• Tabesh t-shirt (white, L) × 2: 1,000,000 toman" in read_back
    assert "Total: 1,045,000 toman" in read_back
    assert "Express Post: 45,000 toman, in 2 to 5 days" in read_back
    assert bought(source) == []

    done = await chat.says("yes", "affirm")
    assert "Order 30000 is placed. Total: 1,045,000 toman." in done
    assert "http://127.0.0.1:5005/pay/30000-" in done
    assert bought(source) == [([("white-L", 2)], "تهران", 1_045_000)]
    assert chat.draft.items == ()
    assert chat.draft.placed == "30000"


@in_persian
async def test_in_persian(chat, source) -> None:
    asked = await chat.wants("میخوام دوتا قهوه سفارش بدم")
    assert "کدام «قهوه»" in asked
    assert any(title.startswith("قهوهٔ ترک دمش: ۲۰۰") for title in chat.titles)

    asked = await chat.says("ترک")
    assert "با کدام روش" in asked
    read_back = await chat.says("با پیک چابک")
    assert "قهوهٔ ترک دمش × ۲: ۴۰۰٬۰۰۰ تومان" in read_back
    assert "مبلغ کل: ۴۸۵٬۰۰۰ تومان" in read_back
    assert "همان روز یا روز بعد" in read_back
    done = await chat.says("بله ثبت کن")
    assert "سفارش ۳۰۰۰۰ ثبت شد" in done
    assert bought(source) == [([("turkish-1", 2)], "تهران", 485_000)]


@in_arabic
async def test_in_arabic(chat, source) -> None:
    asked = await chat.wants("أريد قميصين من تابش")
    assert "المتوفر الآن" in asked
    await chat.says("أحمر")
    asked = await chat.says("مقاس M")
    assert "بأي طريقة" in asked
    read_back = await chat.presses("البريد السريع")
    assert "قميص تابش (أحمر، M) × ٢" in read_back
    done = await chat.says("نعم اطلبه")
    assert "سُجّل الطلب ٣٠٠٠٠" in done
    assert bought(source) == [([("red-M", 2)], "تهران", 1_045_000)]


@in_persian
async def test_in_persian_of_latin_letters(chat, source) -> None:
    await chat.wants("ye ketri mikham")
    read_back = await chat.says("post pishtaz")
    assert "کتری برقی آشیوا: ۱٬۲۰۰٬۰۰۰ تومان" in read_back
    await chat.says("bale")
    assert bought(source) == [([("kettle-1", 1)], "تهران", 1_245_000)]


async def test_what_there_is_of_a_thing_is_what_is_asked_for(chat, source) -> None:
    source.stock["red-M"] = 0

    asked = await chat.wants("a Tabesh t-shirt please")

    assert "color: white, red" in asked
    assert len(chat.titles) == 3
    assert not any("red, M" in title for title in chat.titles)
    gone = await chat.says("red in M")
    assert "“Tabesh t-shirt (red, M)” is out of stock now." in gone
    assert chat.draft.open is Open.VARIANT


async def test_what_no_piece_is_is_said(chat) -> None:
    await chat.wants("a Tabesh t-shirt")

    asked = await chat.says("in purple, size L")

    assert "purple" in asked
    assert chat.draft.open is Open.VARIANT


async def test_of_what_is_sold_out_nothing_is_asked(chat, source) -> None:
    source.stock["kettle-1"] = 0

    said = await chat.wants("I want a kettle")

    assert "“Ashiva electric kettle” is out of stock now." in said
    assert "What would you like to buy?" in said


async def test_what_the_shop_has_not_is_said(chat) -> None:
    said = await chat.wants("I want to buy something nice")

    assert said.startswith("What would you like to buy?")
    asked = await chat.says("a kettle and a wallet")
    assert chat.draft.open is Open.DELIVERY
    assert "In which way?" in asked


async def confirming(chat, text="I want a wallet and two Turkish coffees"):
    """
    A cart that has just been read back.
    """
    await chat.wants(text)
    return await chat.presses("Express Post")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("make it three wallets", {"wallet-1": 3, "turkish-1": 2}),
        ("remove the wallet", {"turkish-1": 2}),
        ("no coffee please, remove it: the Turkish coffee", {"wallet-1": 1}),
        ("add a kettle too", {"wallet-1": 1, "turkish-1": 2, "kettle-1": 1}),
        ("a kettle instead of the wallet", {"turkish-1": 2, "kettle-1": 1}),
    ],
)
async def test_before_the_yes_the_cart_may_be_changed(
    chat, source, text, items
) -> None:
    await confirming(chat)
    before = chat.draft.digest

    read_back = await chat.says(text, "place_order", sure=False)

    assert {i.variant: i.quantity for i in chat.draft.items} == items
    assert chat.draft.open is Open.CONFIRM
    assert chat.draft.digest != before
    assert "Shall I place the order?" in read_back
    assert bought(source) == []


async def test_another_piece_is_asked_for_before_the_yes(chat) -> None:
    await confirming(chat, "a white Tabesh t-shirt in L")

    read_back = await chat.says("in red instead")

    assert "Tabesh t-shirt (red, L)" in read_back


async def test_another_way_to_pay_and_to_deliver(chat, source) -> None:
    await confirming(chat)

    read_back = await chat.says("I'd rather pay cash on delivery")
    assert "Payment: in cash on delivery" in read_back
    read_back = await chat.says("the fastest delivery please")
    assert "Chabok Riders: 85,000 toman" in read_back
    done = await chat.says("yes please")

    assert "You pay on delivery." in done
    assert bought(source) == [([("wallet-1", 1), ("turkish-1", 2)], "تهران", 885_000)]
    assert source.payable == set()


async def test_another_address(chat, source) -> None:
    await confirming(chat)

    asked = await chat.says("send it to another address")
    assert "Where shall we send it?" in asked
    assert len(chat.titles) == 2
    read_back = await chat.presses("مریم رضایی, آزادی")

    # The rider does not go there, and post is what was wanted.
    assert "To: مریم رضایی, آزادی ۸, شیراز" in read_back
    await chat.says("yes")
    assert bought(source) == [([("wallet-1", 1), ("turkish-1", 2)], "شیراز", 845_000)]


async def test_who_never_bought_is_asked_where_it_goes(chat, source) -> None:
    source.all_orders = []

    asked = await chat.wants("I want a kettle")
    assert "Where shall we send it?" in asked
    asked = await chat.says("Shiraz, 8 Azadi Street, postal code 7134567890")

    # There is one way only, which is taken.
    assert "Azadi" in asked
    assert "Express Post" in asked
    await chat.says("yes")
    ((_, city, _),) = bought(source)
    assert city.casefold() == "shiraz"


@pytest.mark.parametrize(
    "text", ["ok", "thanks", "lol", "how much is delivery?", "yes?", "maybe", ""]
)
async def test_what_is_no_yes_orders_nothing(chat, source, text) -> None:
    await confirming(chat)

    await chat.says(text)

    assert bought(source) == []
    assert chat.draft.open is Open.CONFIRM


async def test_a_question_in_the_middle_is_for_others(chat) -> None:
    await confirming(chat)

    assert await chat.says("what time do you open tomorrow?", "store_hours") is None


async def test_a_no_asks_what_should_be_otherwise(chat, source) -> None:
    await confirming(chat)

    assert "What should be different?" in await chat.says("no", "deny")
    assert "× 3" in await chat.says("three wallets")
    left = await chat.says("never mind")

    assert "nothing was ordered" in left
    assert chat.draft.items == ()
    assert bought(source) == []


@pytest.mark.parametrize(
    ("chat", "text"),
    [("en", "never mind"), ("fa", "بی‌خیال"), ("ar", "خلاص"), ("fa", "bikhial")],
    indirect=["chat"],
)
async def test_a_cart_may_be_left_at_any_time(chat, source, text) -> None:
    await chat.wants("I want a Tabesh t-shirt")

    await chat.says(text)

    assert chat.draft.items == ()
    assert chat.draft.open is None
    assert bought(source) == []


async def test_after_three_answers_that_are_none_people_take_over(chat) -> None:
    await chat.wants("a Tabesh t-shirt")

    for _ in range(2):
        assert "did not understand" in await chat.says("hmm so well", "nlu_fallback")
    await chat.says("hmm so well", "nlu_fallback")

    assert chat.hands_over
    assert chat.draft.open is None
    # What was collected stays for them.
    assert [each.product for each in chat.draft.items] == ["shirt"]


async def test_the_same_thing_twice_is_one_line(chat) -> None:
    await confirming(chat, "a wallet")

    read_back = await chat.wants("and another wallet")

    assert [(each.variant, each.quantity) for each in chat.draft.items] == [
        ("wallet-1", 2)
    ]
    assert "Safarin wallet × 2" in read_back


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


async def test_strangers_sign_in_first(source) -> None:
    stranger = Chat(source, Identity())

    with pytest.raises(NotProven):
        await stranger.wants("I want a kettle")


async def test_who_pays_is_no_secret_of_the_draft(chat) -> None:
    await confirming(chat)

    assert chat.draft.pay_by in (None, MethodKind.CARD)
    assert "30000" not in (chat.draft.slot or "")


async def test_who_takes_over_finds_the_cart(chat) -> None:
    await chat.wants("two wallets and a Tabesh t-shirt")
    turn = Turn("talk", "", chat.now, chat.who, None, None)

    (asked,) = cart_of({SLOT: chat.draft.slot}, turn)

    assert (asked.kind, asked.came) == ("place_order", "open")
    assert [
        (each["products"], each["variant"], each["quantity"])
        for each in asked.details["items"]
    ] == [(["wallet"], "wallet-1", 2), (["shirt"], "", 1)]
    # In a thread of two nobody is shown what the other wanted.
    assert cart_of({SLOT: chat.draft.slot}, replace(turn, identity=Identity("8"))) == ()
