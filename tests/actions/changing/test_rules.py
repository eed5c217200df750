"""
A shop's rules in words: every key of the file is heard of, in each language.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.changing.telling import rules
from actions.shared.voice import Voice, without_numbers
from bot import HOUSE
from crm_connector.policies.reading import load
from crm_connector.policies.terms import Policies
from tests.fakes.domain import wording

TEHRAN = ZoneInfo("Asia/Tehran")
LANGUAGES = ("fa", "ar", "en")
BASE = """
version: 1
currency: IRT
"""
CANCEL = """
cancel_order:
  from: [placed, paid]
  refund_to: [original]
"""
RETURN = """
return_items:
  from: [delivered]
  reasons: [changed_mind, damaged]
  refund_to: [original, wallet]
"""


def told(tmp_path, text, lang="en"):
    """
    The fields of a shop with this file.
    """
    file = tmp_path / "policies.yml"
    file.write_text(BASE + text, "utf-8")
    return rules.fields(load(file, zone=TEHRAN), wording, lang, TEHRAN)


def test_where_there_is_no_rule_nothing_takes_the_place_of_the_text():
    assert rules.fields(Policies(), wording, "en", TEHRAN) == {}
    assert not any(rules.are_told(Policies(), each) for each in ("returns", "refunds"))


def test_a_rule_takes_the_place_of_its_own_topics_alone(tmp_path):
    assert set(told(tmp_path, CANCEL)) == {"policy_cancellation", "policy_refunds"}
    assert set(told(tmp_path, RETURN)) == {"policy_returns", "policy_refunds"}


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ("", "at these stages: placed, paid."),
        ("", "Cancelling costs nothing."),
        ("  until: {hours: 24, after: placed}\n", "24 hours for it, counted from"),
        ("  until: {days: 1, after: paid}\n", "1 day for it, counted from paying"),
        ("  fee: {amount: 20000}\n", "It costs 20,000 toman."),
        ("  fee: {percent: 10}\n", "It costs 10% of the order's total."),
        (
            "  fee: [{from: [paid], percent: 5}, {amount: 7000}]\n",
            "paid: 5% of the order's total\n• at other stages: 7,000 toman",
        ),
        ("  fee: [{from: [paid], amount: 9000}]\n", "• at other stages: free"),
    ],
)
def test_what_the_file_says_of_cancelling_is_heard(tmp_path, more, heard):
    assert heard in told(tmp_path, CANCEL + more)["policy_cancellation"]


def test_what_costs_something_is_not_said_to_be_free(tmp_path):
    text = told(tmp_path, CANCEL + "  fee: {amount: 20000}\n")["policy_cancellation"]

    assert "nothing" not in text


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ("", "You can return items once they have been delivered."),
        ("  until: {days: 14, after: delivered}\n", "within 14 days of delivery."),
        ("  until: {days: 30, after: shipped}\n", "within 30 days of shipping."),
        ("  as_new: true\n", "unused and in their original packing"),
        ("  never: [{fa: طلا, en: Gold}]\n", "are not taken back: Gold."),
        ("  never: [Gold]\n", "are not taken back: Gold."),
        ("  unopened: [{fa: غذا, en: Food}]\n", "only unopened things are taken back"),
        ("  fee: {percent: 15}\n", "15% of what the items cost"),
        ("  way_back: customer\n", "You pay for sending it back."),
        ("  photo: true\n", "We need a photo."),
        (
            "  way_back: customer\n  faults: {reasons: [damaged], way_back: shop}\n",
            "(Damaged): We pay for sending it back.",
        ),
        (
            (
                "  until: {days: 3, after: delivered}\n"
                "  faults: {reasons: [damaged], until: {days: 60, after: delivered}}\n"
            ),
            "(Damaged): you have 60 days, counted from delivery.",
        ),
        (
            (
                "  until: {days: 3, after: delivered}\n"
                "  faults: {reasons: [damaged], until: none}\n"
            ),
            "(Damaged): there is no time limit.",
        ),
        (
            "  unopened: [Food]\n  faults: {reasons: [damaged], unopened: []}\n",
            "(Damaged): opened things are taken back too.",
        ),
        (
            "  never: [Gold]\n  faults: {reasons: [damaged], never: []}\n",
            "(Damaged): these are taken back too: Gold.",
        ),
        (
            (
                "  never: [{fa: طلا, en: Gold}, Food]\n"
                "  faults: {reasons: [damaged], never: [طلا]}\n"
            ),
            "(Damaged): these are taken back too: Food.",
        ),
        (
            "  fee: {percent: 5}\n  faults: {reasons: [damaged], fee: none}\n",
            "(Damaged): it costs nothing.",
        ),
        (
            "  faults: {reasons: [damaged], photo: true}\n",
            "(Damaged): we need a photo.",
        ),
    ],
)
def test_what_the_file_says_of_returning_is_heard(tmp_path, more, heard):
    assert heard in told(tmp_path, RETURN + more)["policy_returns"]


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ("", "Your money comes back the way you paid or to your wallet."),
        ("refunds:\n  others: at_once\n", "Once we have sent it, it is there at once."),
        ("refunds:\n  others: {days: [2, 4]}\n", "it takes 2 to 4 days."),
        (
            "refunds:\n  wallet: at_once\n  others: {working_days: 3}\n",
            (
                "• wallet: it is there at once\n"
                "• anything else: it is there within 3 working days"
            ),
        ),
    ],
)
def test_what_the_file_says_of_money_is_heard(tmp_path, more, heard):
    assert heard in told(tmp_path, RETURN + more)["policy_refunds"]


def test_where_it_goes_another_way_after_cancelling_both_are_heard(tmp_path):
    text = told(tmp_path, CANCEL + RETURN)["policy_refunds"]

    assert "For what you return, your money comes back the way you paid or to" in text
    assert "If you cancel an order, your money comes back the way you paid." in text


def test_where_it_goes_the_same_way_it_is_heard_once(tmp_path):
    same = RETURN.replace("[original, wallet]", "[original]")

    text = told(tmp_path, CANCEL + same)["policy_refunds"]

    assert text == "Your money comes back the way you paid."


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        # Midnight is the end of the day before it.
        (datetime(2026, 11, 25, tzinfo=TEHRAN), "Tuesday 24 November 2026"),
        (datetime(2026, 11, 24, 15, tzinfo=TEHRAN), "Tuesday 24 November 2026, 15:00"),
    ],
)
def test_the_last_day_is_told_and_not_the_one_after_it(ends, told):
    assert Voice("en", wording, TEHRAN).until(ends) == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_shop_is_told_whole_in_each_language(lang):
    policies = load(HOUSE / "demo" / "policies.yml", zone=TEHRAN)

    texts = rules.fields(policies, wording, lang, TEHRAN)

    assert set(texts) == {"policy_cancellation", "policy_returns", "policy_refunds"}
    for text in texts.values():
        assert "{" not in text
        assert "  " not in text
        latin = any(sign.isascii() and sign.isalpha() for sign in text)
        assert latin is (lang == "en")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Visa ending in 1111", "Visa ending in 1111"),
        ("Visa 4111 1111 1111 1234", "Visa •••• 1234"),
        ("کارت ۶۰۳۷۹۹۱۸۹۹۹۹۱۲۳۴", "کارت •••• ۱۲۳۴"),
        ("IBAN 12-3456-7890", "IBAN •••• 7890"),
    ],
)
def test_of_a_long_number_the_last_digits_are_shown(name, shown):
    assert without_numbers(name) == shown
