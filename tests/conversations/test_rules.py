"""
The shop's rules as they are asked for: from its policies, and for one's own order.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import formatting, services
from bot.conversations.messages import Choice
from crm_connector.model import Assurance, Identity
from crm_connector.operations import Operation
from crm_connector.policies.terms import Fee
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    NOT_POSSIBLE,
    SHALL_I,
    WAYS,
    YES,
    said,
)
from tests.conversations.wishes import LANGUAGES, SHOP, answer

FEE = {
    "fa": "هزینهٔ لغو سفارش چقدره؟",
    "fa-Latn": "hazineye laghve sefaresh cheghadre?",
    "ar": "كم رسوم إلغاء الطلب؟",
    "en": "How much does it cost to cancel an order?",
}
POLICY = {
    "fa": "شرایط مرجوعی چیه؟",
    "fa-Latn": "sharayete marjui chie?",
    "ar": "ما هي سياسة الإرجاع؟",
    "en": "What is your return policy?",
}
UNTIL_SHIPPED = {
    "fa": "سفارش را تا پیش از ارسال می‌توانید لغو کنید. لغو هزینه‌ای ندارد.",
    "ar": "يمكنك إلغاء الطلب قبل شحنه. الإلغاء من دون رسوم.",
    "en": "You can cancel an order until it is shipped. Cancelling costs nothing.",
}
WEEK = {
    "fa": "تا ۷ روز پس از تحویل می‌توانید کالا را پس بدهید.",
    "ar": "يمكنك إرجاع المنتجات خلال ٧ أيام من الاستلام.",
    "en": "You can return items within 7 days of delivery.",
}
GROCERIES = {"fa": "خواربار", "ar": "البقالة", "en": "Groceries"}
TO_THREE_DAYS = {
    "fa": "۱ تا ۳ روز کاری",
    "ar": "يوم إلى ٣ أيام عمل",
    "en": "1 to 3 working days",
}
NOW_FREE = {
    "fa": "را الان می‌توانید لغو کنید و هزینه‌ای ندارد",
    "ar": "يمكنك الآن إلغاء الطلب",
    "en": "can be cancelled now, and it costs nothing",
}
# Of who has two orders that can be cancelled.
_OF_TWO = """
AND (SELECT count(*) FROM orders y WHERE y.customer_id = o.customer_id
     AND y.status IN ('placed', 'paid', 'preparing')) = 2
"""
DO_CANCEL = {"fa": "لغو این سفارش", "ar": "إلغاء هذا الطلب", "en": "Cancel this order"}
DO_RETURN = {"fa": "پس دادن کالا", "ar": "إرجاع منتج", "en": "Return something"}
NOT_FOUND = {
    "fa": "در حساب شما پیدا نکردم",
    "ar": "لم أجد طلبًا بالرقم",
    "en": "I can't find order",
}
ONLY_UNOPENED = {"fa": "فقط بازنشده", "ar": "إن لم يُفتح", "en": "only unopened"}
NOTHING_BACK = {
    "fa": "چیزی برنمی‌گردد",
    "ar": "ولا يُعاد شيء",
    "en": "nothing would come back",
}
IF_PAID = {
    "fa": "را پرداخته باشید",
    "ar": "إن كنت قد دفعت",
    "en": "if you have paid the",
}
OTHERWISE = {"fa": "هرگز نمی‌شود", "ar": "لا أبدًا", "en": "It is never possible"}


def number_in(order, lang):
    return formatting.digits(order.number, lang)


@pytest.fixture
def came(buyer):
    """
    An order of theirs that came three days ago.
    """
    since = (buyer.now - timedelta(days=5)).isoformat()
    found = demo_orders.to_return(buyer.file, since)
    buyer.sign_in(found.customer)
    return found


def policies(operation, **terms):
    """
    Let the shop have these terms for an operation.
    """
    house = services.services()
    rule = house.policies.rules[operation]
    rule = replace(rule, terms=replace(rule.terms, **terms))
    rules = {**house.policies.rules, operation: rule}
    services.configure(replace(house, policies=replace(house.policies, rules=rules)))


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_hears_the_rule_of_cancelling_and_nothing_else(buyer, way):
    lang = ANSWERED_IN[way]

    (reply,) = await buyer.says(FEE[way])

    assert UNTIL_SHIPPED[lang] in reply.text
    assert not any(each in buyer.buttons for each in DO_CANCEL.values())


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_hears_the_rule_of_returning_in_their_language(buyer, way):
    lang = ANSWERED_IN[way]

    (reply,) = await buyer.says(POLICY[way])

    for text in (WEEK, GROCERIES, TO_THREE_DAYS):
        assert text[lang] in reply.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("check_cancellation_fee", "cancellation"),
        ("check_refund_policy", "returns"),
        ("check_refund_policy", "refunds"),
        ("track_refund", "refunds"),
    ],
)
async def test_a_text_that_says_otherwise_is_not_told(buyer, intent, topic, lang):
    texts = {**SHOP.policies, topic: OTHERWISE}
    house = services.services()
    services.configure(replace(house, shop=replace(SHOP, policies=texts)))

    told = said(await answer(buyer, lang, intent))

    assert OTHERWISE[lang] not in told
    assert SHOP.policies[topic][lang] not in told


@pytest.mark.parametrize("way", WAYS)
async def test_what_cancelling_ones_own_order_comes_to_leads_to_doing_it(
    buyer, order, way
):
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(FEE[way]))

    assert UNTIL_SHIPPED[lang] in told
    assert NOW_FREE[lang] in told
    assert number_in(order, lang) in told
    asked = said(await buyer.presses(DO_CANCEL[lang]))
    assert SHALL_I[lang] in asked
    assert number_in(order, lang) in asked
    await buyer.says(YES[way])
    assert demo_orders.status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_a_number_after_it_was_asked_which_is_for_the_cost(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.an_order(buyer.file, "paid", lines=1, more=_OF_TWO)
    buyer.sign_in(order.customer)

    asked = said(await buyer.says(FEE[way]))
    assert NOW_FREE[lang] not in asked
    told = said(await buyer.says(order.number))

    assert NOW_FREE[lang] in told
    assert number_in(order, lang) in told


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_fee_is_told_with_what_would_come_back(buyer, order, lang):
    policies(Operation.CANCEL_ORDER, fees=(Fee(percent=10),))
    question = "SELECT total FROM orders WHERE number = ?"
    total = demo_orders.value(buyer.file, question, order.number)
    fee = total * 10 // 100

    told = said(await answer(buyer, lang, "check_cancellation_fee"))

    assert formatting.number(fee, lang) in told
    assert formatting.number(total - fee, lang) in told
    assert NOW_FREE[lang] not in told or lang == "ar"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_of_less_than_the_fee_nothing_comes_back(buyer, order, lang):
    policies(Operation.CANCEL_ORDER, fees=(Fee(percent=10),))
    demo_orders.write(
        buyer.file,
        "UPDATE payments SET amount = 7 WHERE order_id ="
        " (SELECT id FROM orders WHERE number = ?)",
        order.number,
    )

    told = said(await answer(buyer, lang, "check_cancellation_fee"))

    assert f" {formatting.number(7, lang)} " in told
    assert NOTHING_BACK[lang] in told


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_where_nobody_tells_what_was_paid_it_comes_back_if_it_was(
    buyer, order, lang
):
    policies(Operation.CANCEL_ORDER, fees=(Fee(percent=10),))
    demo_orders.write(buyer.file, "DROP VIEW paid_with")
    demo_orders.write(
        buyer.file,
        "CREATE VIEW paid_with AS"
        " SELECT id AS order_id, NULL AS method_id, NULL AS paid FROM orders",
    )

    told = said(await answer(buyer, lang, "check_cancellation_fee"))

    assert IF_PAID[lang] in told


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_was_sent_is_told_with_the_reason(buyer, lang):
    sent = demo_orders.an_order(buyer.file, "shipped")
    buyer.sign_in(sent.customer)

    told = said(
        await answer(buyer, lang, "check_cancellation_fee", order_number=sent.number)
    )

    assert NOT_POSSIBLE[lang] in told
    assert number_in(sent, lang) in told
    assert DO_CANCEL[lang] not in buyer.buttons


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("intent", ["check_cancellation_fee", "check_refund_policy"])
async def test_anothers_order_and_one_that_is_not_sound_alike(
    buyer, order, intent, lang
):
    other = demo_orders.an_order(
        buyer.file, "paid", more="AND o.customer_id != ?", values=(order.customer,)
    )
    told = []

    for number in (other.number, "98765"):
        replies = await answer(buyer, lang, intent, order_number=number)
        text = said(replies)
        assert NOT_FOUND[lang] in text
        told.append(text.replace(formatting.digits(number, lang), "#"))

    assert told[0] == told[1]
    assert all(name not in told[0] for name in other.names.values())


@pytest.mark.parametrize("way", WAYS)
async def test_in_the_middle_of_cancelling_it_is_answered_and_leads_back(
    buyer, order, way
):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    first, *rest = await buyer.says(POLICY[way])

    assert WEEK[lang] in first.text
    assert SHALL_I[lang] in said(rest)
    assert not any(each in buyer.buttons for each in (*DO_CANCEL.values(),))


@pytest.mark.parametrize("way", WAYS)
async def test_what_of_ones_own_order_can_be_returned_until_when(buyer, came, way):
    lang = ANSWERED_IN[way]
    await answer(buyer, lang, "track_order", order_number=came.number)
    question = (
        "SELECT h.at FROM order_status_history h JOIN orders o ON o.id = h.order_id"
        " WHERE o.number = ? AND h.status = 'delivered' ORDER BY h.at DESC"
    )
    at = demo_orders.value(buyer.file, question, came.number)
    zone = services.services().zone
    day = formatting.datetime.fromisoformat(at).astimezone(zone).date()

    told = said(await buyer.says(POLICY[way]))

    assert formatting.day(day + timedelta(days=7), lang) in told
    assert came.names[lang] in told
    asked = said(await buyer.presses(DO_RETURN[lang]))
    assert number_in(came, lang) in asked or came.names[lang] in asked


async def test_food_of_ones_own_order_comes_back_unopened_alone(buyer):
    since = (buyer.now - timedelta(days=5)).isoformat()
    more = (
        "AND o.updated_at > ? AND p.category_id IN"
        " (SELECT id FROM categories WHERE name_en = 'Groceries')"
    )
    found = demo_orders.an_order(buyer.file, "delivered", more=more, values=(since,))
    buyer.sign_in(found.customer)

    for lang in LANGUAGES:
        told = said(
            await answer(buyer, lang, "check_refund_policy", order_number=found.number)
        )
        line = next(e for e in told.split("\n") if found.names[lang] in e)
        assert ONLY_UNOPENED[lang] in line


async def test_too_late_is_told_with_the_last_day(buyer):
    since = "2000-01-01"
    found = demo_orders.an_order(
        buyer.file, "delivered", more="AND o.updated_at > ?", values=(since,)
    )
    buyer.sign_in(found.customer)

    told = said(
        await answer(buyer, "en", "check_refund_policy", order_number=found.number)
    )

    assert "the time for it ended on" in told
    assert DO_RETURN["en"] not in buyer.buttons


async def test_too_little_proof_leaves_the_rule(buyer, order):
    buyer.who = Identity(order.customer, Assurance.CHANNEL)

    (reply,) = await answer(buyer, "en", "check_cancellation_fee")

    assert UNTIL_SHIPPED["en"] in reply.text
    assert order.number not in reply.text


async def test_a_button_of_a_rule_names_the_order_and_no_more(buyer, order):
    await answer(buyer, "en", "check_cancellation_fee")

    button = buyer.buttons[DO_CANCEL["en"]]

    assert button.choice == Choice("cancel_order", {"order_number": order.number})
