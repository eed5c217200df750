"""
What was told last, and which words ask of it.
"""

import json
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from actions import services
from actions.services import Services
from actions.shared import last_told
from actions.shared.last_told import STILL, Asked, Of, Origin, Told, asked_of
from crm_connector.model import Identity, Loyalty
from crm_connector.profile.facts import Fact
from tests.actions.training import training
from tests.fakes.orders import NOW, an_order

POINTS = Told(Of.POINTS, NOW.timestamp(), "7", (Origin("club", 1.0, False),))
OTHERS = ("points", "orders", "invoices", "sum", "left", "refunds")
# A training sentence that says the same of points, whether they were told or not.
SAME = {
    "ليش نقاطي قليلة",
    "why did my points go down",
    "emtiazam kam shode chera",
    "چرا امتیازم اضافه نشد",
    "امتیازم کم شده چرا",
}


def told_of(facts, **more):
    """
    What is noted while customer 7 is told these facts.
    """
    house = Services(gate=None, clock=lambda: NOW, zone=timezone.utc)
    with services.acting_for(Identity("7")):
        last_told.note(house, Of.POINTS, facts, **more)
        return services.noted_told()


def a_fact(source, hours_ago, *, is_late=False):
    """
    Points of so many hours ago.
    """
    as_of = NOW - timedelta(hours=hours_ago)
    return Fact(Loyalty("7", 5, None, source, as_of), source, as_of, "", is_late)


def test_of_each_system_the_oldest_is_kept():
    slot = told_of([a_fact("a", 1), a_fact("b", 0), a_fact("a", 3, is_late=True)])
    told = Told.read(slot, "7", NOW)

    assert [(each.source, each.is_late) for each in told.origins] == [
        ("a", True),
        ("b", False),
    ]
    assert told.origins[0].moment == NOW - timedelta(hours=3)
    assert told.moment == NOW


def test_orders_and_days_are_kept():
    days = (date(2026, 11, 1), date(2026, 11, 22))
    orders = [an_order("21963"), an_order("21963"), an_order("5")]
    told = Told.read(told_of([], orders=orders, period=days), "7", NOW)

    assert told.numbers == ("21963", "5")
    assert told.days == days
    assert Told.read(told_of([]), "7", NOW).days is None


@pytest.mark.parametrize(
    ("customer", "later"), [("8", timedelta()), ("", timedelta()), ("7", STILL * 1.01)]
)
def test_it_is_nobody_elses_and_not_for_long(customer, later):
    slot = told_of([a_fact("a", 1)])
    assert Told.read(slot, "7", NOW + STILL) is not None
    assert Told.read(slot, customer, NOW + later) is None


@pytest.mark.parametrize(
    "slot", [None, "", "no JSON", "[]", '{"of": "weather"}', '{"of": "points"}']
)
def test_what_cannot_be_read_is_nothing(slot):
    assert Told.read(slot, "7", NOW) is None


def test_what_the_shop_has_written_is_told_to_everybody():
    slot = last_told.heard(None, "store_hours", NOW)
    for customer in ("", "7", "8"):
        assert Told.read(slot, customer, NOW).of is Of.WRITTEN


def test_small_talk_leaves_it_and_another_wish_does_not():
    slot = POINTS.slot
    for intent in ("thank", "deny", "about_told", "nlu_fallback"):
        assert last_told.heard(slot, intent, NOW) == slot
    assert last_told.heard(slot, "complaint", NOW) is None


def test_outside_a_turn_nothing_is_noted():
    house = Services(gate=None, clock=lambda: NOW, zone=timezone.utc)
    last_told.note(house, Of.POINTS, [])
    last_told.note_silent(house, ["club"])
    assert services.noted_told() is None


def test_who_did_not_answer_is_kept_beside_what_was_told():
    house = Services(gate=None, clock=lambda: NOW, zone=timezone.utc)
    with services.acting_for(Identity("7")):
        last_told.note(house, Of.POINTS, [a_fact("shop", 1)])
        last_told.note_silent(house, ["club"])
        last_told.note_silent(house, ["club", "stock"])
        told = Told.read(services.noted_told(), "7", NOW)

    assert told.of is Of.POINTS
    assert [each.source for each in told.origins] == ["shop"]
    assert told.silent == ("club", "stock")


def test_where_nothing_was_told_the_silence_alone_is_kept():
    house = Services(gate=None, clock=lambda: NOW, zone=timezone.utc)
    with services.acting_for(Identity("7")):
        last_told.note_silent(house, ["shop"])
        told = Told.read(services.noted_told(), "7", NOW)

    assert told.of is Of.NOTHING
    assert told.silent == ("shop",)


def test_what_an_older_version_kept_has_nobody_silent():
    kept = json.loads(POINTS.slot)
    del kept["silent"]

    assert Told.read(json.dumps(kept), "7", NOW) == POINTS


@pytest.mark.parametrize(
    "text",
    [
        "کی درست میشه؟",
        "چرا نمی‌تونی ببینی",
        "chera system ghate?",
        "متى يشتغل النظام؟",
        "لماذا لا تستطيع؟",
        "when will it work again?",
        "why is it down?",
    ],
)
def test_why_and_until_when_is_asked_of_whoever_is_silent_alone(text):
    silent = replace(POINTS, silent=("club",))

    assert asked_of(silent, text, is_sure=True) is Asked.SILENT
    assert asked_of(POINTS, text, is_sure=True) is not Asked.SILENT


@pytest.mark.parametrize(
    "text", ["متى يرجع لي المبلغ", "when does my order arrive?", "کی پولم برمی‌گرده"]
)
def test_something_else_may_come_back_as_well(text):
    silent = replace(POINTS, silent=("club",))

    assert asked_of(silent, text, is_sure=True) is not Asked.SILENT


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("این عددها به‌روز هستن؟", "age"),
        ("اطلاعاتتون مال چه تاریخیه؟", "age"),
        ("منبع این چیه؟", "age"),
        ("ina be ruzan?", "age"),
        ("in etelaat male che vaghtie?", "age"),
        ("az koja avordi ino?", "age"),
        ("هل هذه البيانات حديثة؟", "age"),
        ("متى تم تحديث النقاط؟", "age"),
        ("ما مصدر هذا الرقم؟", "age"),
        ("How old are these numbers?", "age"),
        ("so when was that last updated", "age"),
        ("according to whom?", "age"),
        ("مطمئنی؟", "age"),
        ("متأكد من هذا؟", "age"),
        ("are you sure about that?", "age"),
        ("چرا فقط ۳۲۰ تا امتیاز؟", "parts"),
        ("همش همین؟", "parts"),
        ("این مبلغ چطور حساب شده؟", "parts"),
        ("chera inghadr kam shode?", "parts"),
        ("jozeiyatesh ro begu", "parts"),
        ("لماذا فقط ٣٢٠ نقطة؟", "parts"),
        ("المفروض تكون أكثر", "parts"),
        ("why just 320 points?", "parts"),
        ("how did you work that out?", "parts"),
        ("shouldn't there be more?", "parts"),
        ("which orders are in it?", "parts"),
        ("my points went down, why?", "parts"),
        ("بقیه‌اش کجا رفت؟", "parts"),
        ("baghie emtiazam ku?", "parts"),
        ("ليش نزلت نقاطي؟", "parts"),
        ("what's the date of this info?", "age"),
        ("could you look it up again?", "again"),
        ("یک بار دیگر بررسی کنید", "again"),
    ],
)
def test_of_what_was_told(text, asked):
    assert asked_of(POINTS, text, is_sure=True) is Asked(asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("چرا؟", "parts"),
        ("قدیمیه؟", "age"),
        ("chera?", "parts"),
        ("صحيح؟", "age"),
        ("why?", "parts"),
        ("is that correct?", "age"),
    ],
)
def test_what_may_be_of_something_else_counts_only_where_nothing_else_is_open(
    text, asked
):
    assert asked_of(POINTS, text, is_sure=True) is None
    assert asked_of(POINTS, text, is_sure=False) is Asked(asked)


@pytest.mark.parametrize(
    "text",
    [
        "why is my order late?",
        "how old is your company?",
        "how old are you?",
        "is there an update on my parcel?",
        "when will it be updated with the tracking code?",
        "where do I get points?",
        "why only cash?",
        "سفارشم چرا دیر شده؟",
        "چرا فقط تهران ارسال دارید؟",
        "این کفش جدیده؟",
        "برنامه‌تون رو آپدیت کنید",
        "من أين أشتري؟",
        "متى يصل طلبي؟",
        "لماذا تأخر طلبي؟",
        "x" * 4000,
        "چرا " * 60,
        "is it " * 25,
    ],
)
def test_anything_else(text):
    assert asked_of(POINTS, text, is_sure=True) is None


def test_what_nobody_was_told_is_made_of_nothing():
    assert asked_of(None, "is that up to date?", is_sure=True) is Asked.AGE
    assert asked_of(None, "why only 320?", is_sure=True) is None
    # A mere "update" asks for news.
    assert asked_of(None, "update", is_sure=True) is None
    assert asked_of(POINTS, "update", is_sure=True) is Asked.AGAIN
    assert asked_of(None, "where did you get that from?", is_sure=False) is None
    written = Told(Of.WRITTEN, NOW.timestamp())
    assert asked_of(written, "how old is that?", is_sure=True) is Asked.AGE
    assert asked_of(written, "why so few?", is_sure=True) is None


@pytest.mark.parametrize("of", OTHERS)
def test_no_sentence_of_a_wish_is_taken_for_one_of_what_was_told(of):
    told = Told(Of(of), NOW.timestamp(), "7")
    texts = {each.text for each in training()}
    taken = {text for text in texts if asked_of(told, text, is_sure=True)}

    assert taken - SAME == set()
    assert texts >= SAME


GOES_ON = {
    Of.SENT_BACK: [
        *("باشه مرسی فقط بگو کجا بفرستم؟", "koja befrestam?", "وين أرسله؟"),
        *("ok thanks, where do I send it?", "how do I send it back"),
    ],
    Of.DIFFERENCE: [
        *("چطوری مابه‌التفاوتش رو بدم؟", "chetori pulesho bedam", "كيف أدفع الفرق؟"),
        *("how do I pay the difference?", "send me the link"),
    ],
    Of.REFUNDS: [
        *("دو روز پیش لغو کردم", "laghv kardam 2 rooz pish", "لغيته قبل يومين"),
        "I cancelled it two days ago",
    ],
}


@pytest.mark.parametrize("of", GOES_ON)
def test_how_what_was_done_goes_on_is_asked_of_that_alone(of):
    told = Told(of, NOW.timestamp(), "7")
    expected = Asked.AGAIN if of is Of.REFUNDS else Asked.DEED

    for text in GOES_ON[of]:
        assert asked_of(told, text, is_sure=True) is expected, text
        assert asked_of(POINTS, text, is_sure=True) is None, text
    assert asked_of(told, "cancel it", is_sure=True) is None
