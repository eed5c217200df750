"""
A policies file: what it says is what is gone by, and every mistake is named.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from crm_connector.errors import BadMapping
from crm_connector.model import OrderStatus
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.__main__ import main
from crm_connector.policies.reading import load
from crm_connector.policies.terms import (
    Change,
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Span,
    Terms,
    Way,
)
from tests.crm_connector.small_shop import ROOT

TEHRAN = ZoneInfo("Asia/Tehran")
DEMO = ROOT / "demo" / "policies.yml"

WHOLE = """
version: 1
currency: IRT
cancel_order:
  from: [placed, preparing]
  until: {hours: 24, after: placed}
  reasons: [no_longer_needed, ordered_by_mistake]
  fee: [{from: [preparing], percent: 10}, {amount: 20000}]
  refund_to: [original]
change_address:
  from: [placed]
change_items:
  from: [placed]
  once: true
  closes: [cancel_order]
  what: [variant]
  difference_by: [any]
  same_variant: true
return_items:
  from: [delivered]
  until: {days: 7, after: delivered}
  reasons: [changed_mind, damaged]
  never: [{fa: کتاب, en: Books}]
  as_new: true
  unopened: ["  Beauty   and care "]
  way_back: customer
  refund_to: [original, gift_card]
  faults:
    reasons: [damaged]
    until: none
    never: []
    as_new: false
    way_back: shop
    photo: true
refunds:
  gift_card: at_once
  wallet: {days: 1}
  others: {working_days: [5, 7]}
"""


def written(folder: Path, text: str) -> Path:
    """
    This text as a file.
    """
    file = folder / "policies.yml"
    file.write_text(text, "utf-8")
    return file


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    found = load(written(tmp_path, WHOLE), zone=TEHRAN)

    week = Terms(
        until=Limit(OrderStatus.DELIVERED, days=7),
        never=frozenset({"books", "کتاب"}),
        unopened=frozenset({"beauty and care"}),
        as_new=True,
        never_names=({"fa": "کتاب", "en": "Books"},),
        unopened_names=({"": "  Beauty   and care "},),
        way_back=Payer.CUSTOMER,
    )
    placed = frozenset({OrderStatus.PLACED})
    day = Terms(
        until=Limit(OrderStatus.PLACED, hours=24),
        fees=(
            Fee(frozenset({OrderStatus.PREPARING}), percent=10),
            Fee(amount=20_000),
        ),
    )
    assert found == Policies(
        rules={
            Operation.CANCEL_ORDER: Rule(
                frozenset({OrderStatus.PLACED, OrderStatus.PREPARING}),
                day,
                reasons=(Reason.NO_LONGER_NEEDED, Reason.ORDERED_BY_MISTAKE),
                at_fault=day,
                ways=frozenset({Way.ORIGINAL}),
            ),
            Operation.CHANGE_ADDRESS: Rule(placed),
            Operation.CHANGE_ITEMS: Rule(
                placed,
                closes=frozenset({Operation.CHANGE_ITEMS, Operation.CANCEL_ORDER}),
                ways=frozenset({Way.ANY}),
                changes=frozenset({Change.VARIANT}),
                same_variant=True,
            ),
            Operation.RETURN_ITEMS: Rule(
                frozenset({OrderStatus.DELIVERED}),
                week,
                reasons=(Reason.CHANGED_MIND, Reason.DAMAGED),
                faults=frozenset({Reason.DAMAGED}),
                at_fault=Terms(
                    unopened=week.unopened,
                    way_back=Payer.SHOP,
                    photo=True,
                    unopened_names=week.unopened_names,
                ),
                ways=frozenset({Way.ORIGINAL, Way.GIFT_CARD}),
            ),
        },
        takes={
            MethodKind.GIFT_CARD: Span(0, 0, working=False),
            MethodKind.WALLET: Span(1, 1, working=False),
            None: Span(5, 7, working=True),
        },
        currency="IRT",
        zone=TEHRAN,
    )


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("cancel_order:", "cancel_oder:", "cancel_oder: there is no such setting (did"),
        ("version: 1", "version: 2", "version: must be 1"),
        ("currency: IRT", "currency: toman", "currency: must be three capital letters"),
        ("currency: IRT", "", "cancel_order.fee.2.amount: needs a `currency`"),
        (
            "from: [placed, preparing]",
            "from: [placed, prepairing]",
            "cancel_order.from: 'prepairing' is not of placed, paid, preparing, ",
        ),
        ("preparing]", "prepairing]", "returned (did you mean 'preparing'?)"),
        ("from: [delivered]", "from: []", "return_items.from: must name at least one"),
        ("from: [delivered]", "", "return_items.from: this setting is missing"),
        (
            "from: [delivered]",
            "from: [delivered, delivered]",
            "return_items.from: must name each once",
        ),
        ("hours: 24, ", "", "cancel_order.until: needs either days or hours"),
        ("hours: 24", "hours: 24, days: 1", "until: needs either days or hours"),
        ("days: 7", "days: 0", "return_items.until.days: must be a whole number"),
        ("after: delivered", "after: deliverd", "(did you mean 'delivered'?)"),
        (
            "{days: 7, after: delivered}",
            "seven days",
            "return_items.until: must hold further settings",
        ),
        ("percent: 10", "percent: 101", "cancel_order.fee.1.percent: must be at most"),
        ("percent: 10", "percent: 10, amount: 5", "fee.1.amount: give either amount"),
        ("reasons: [damaged]", "reasons: [wrong_item]", "not among the reasons of"),
        ("closes: [cancel_order]", "closes: [cancel]", "mean 'cancel_order'?)"),
        ("what: [variant]", "what: [size]", "change_items.what: 'size' is not of"),
        ("what: [variant]", "", "change_items.what: this setting is missing"),
        ("once: true", "once: yes", "change_items.once: must be true or false"),
        ("refund_to: [original]", "", "cancel_order.refund_to: this setting is miss"),
        ("way_back: customer", "way_back: us", "way_back: must be one of shop, cust"),
        ("[{fa: کتاب, en: Books}]", "Books", "return_items.never: must be a list of"),
        ("en: Books}", "en: 7}", "return_items.never: must be a list of"),
        ("[5, 7]", "[7, 5]", "refunds.others.working_days: must be a number of days"),
        ("at_once", "soon", "refunds.gift_card: must hold further settings"),
        ("wallet:", "walet:", "refunds.walet: there is no such setting (did you mean"),
        ("{days: 1}", "{}", "refunds.wallet: must be at_once, or have days or working"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    assert was in WHOLE
    file = written(tmp_path, WHOLE.replace(was, becomes, 1))

    with pytest.raises(BadMapping) as caught:
        load(file, zone=TEHRAN)

    assert str(caught.value).startswith(str(file))
    assert said in str(caught.value)


def _keys(value: object, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """
    The way to every key of a file.
    """
    if not isinstance(value, dict):
        return []
    found = []
    for key, below in value.items():
        found += [(*way, key), *_keys(below, (*way, key))]
    return found


@pytest.mark.parametrize("way", _keys(yaml.safe_load(WHOLE)), ids=".".join)
def test_every_misspelt_key_is_named_with_the_right_one(
    tmp_path: Path, way: tuple[str, ...]
) -> None:
    content = yaml.safe_load(WHOLE)
    holder = content
    for key in way[:-1]:
        holder = holder[key]
    holder[f"{way[-1]}x"] = holder.pop(way[-1])

    with pytest.raises(BadMapping, match=f"did you mean '{way[-1]}'") as caught:
        load(written(tmp_path, yaml.safe_dump(content)), zone=TEHRAN)

    assert ".".join((*way[:-1], f"{way[-1]}x")) in str(caught.value)


class TestTheDemo:
    """
    The demo shop's own file.
    """

    def test_it_is_right_and_told_in_words(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(DEMO), "Asia/Tehran"]) == 0

        out = capsys.readouterr().out
        assert "return_items: while delivered.\n  within 7 days after it was" in out
        assert "a refund to wallet is there at once." in out
        assert "a refund to anything else is there in 1-3 working days." in out

    def test_a_wrong_one_is_an_error_of_one_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(written(tmp_path, "version: 3"))]) == 1
        assert capsys.readouterr().err.count("\n") == 1

    def test_the_shops_system_takes_what_the_rules_allow(self) -> None:
        mapping = yaml.safe_load((ROOT / "demo" / "mapping.yml").read_text("utf-8"))
        rules = load(DEMO, zone=TEHRAN).rules

        # What is bought is an order of its own; these are done with one that is there.
        of_orders = set(mapping["operations"]) - {"place_order"}
        for name in of_orders:
            operation = mapping["operations"][name]
            allowed = {each.value for each in rules[Operation(name)].statuses}
            assert allowed <= set(operation["from"])

    def test_the_categories_are_those_of_its_catalogue(self) -> None:
        names = {
            " ".join(name.split()).casefold()
            for file in (ROOT / "demo" / "catalogue").glob("*.yml")
            for name in yaml.safe_load(file.read_text("utf-8"))["name"].values()
        }

        for rule in load(DEMO, zone=TEHRAN).rules.values():
            for terms in (rule.terms, rule.at_fault):
                assert terms.never | terms.unopened <= names
