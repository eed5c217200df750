"""
`./hamyar profile` shows a customer with every fact's source, age and rule.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import person_view, profile_view
from bot.conversations import threads
from bot.conversations.clock import utc_now
from bot.conversations.database import Database, make_engine
from bot.migrations import migrate
from bot.person_view import Wish
from bot.profiles import open_profiles
from bot.settings import Settings
from bot.sources import open_shop
from bot.unusable import Unusable
from crm_connector.gate import CustomerGate
from crm_connector.identity import ledger
from crm_connector.identity.ageing import by_shop
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.tables import events, identifiers, links, persons
from crm_connector.model import Assurance, Identity
from crm_connector.profile.facts import Field
from tests.bot.conftest import CARDS, FAMILY, write_cards
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import JOHN, ROOT, SARA


def shown(settings: Settings, identity: str, capsys) -> dict:
    """
    What the command prints as JSON.
    """
    # The command's log goes elsewhere than what it prints.
    with capture_logs():
        assert profile_view.main(settings, identity, as_json=True) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "identity",
    [
        "1",
        "customer:1",
        "customer:demo-shop/1",
        "sara@example.com",
        "email:SARA@example.com",
        "email: Sara@Example.com ",
    ],
)
def test_a_customer_is_found_by_any_identity_with_facts_of_both_sources(
    settings: Settings, capsys, identity: str
) -> None:
    found = shown(settings, identity, capsys)

    facts = {(fact["field"], fact["source"]): fact for fact in found["facts"]}
    assert facts["name", "demo-shop"]["value"] == SARA.name
    assert facts["loyalty", "club"]["value"] == {"points": 120, "tier": None}
    assert facts["phones", "demo-shop"]["rule"] == "several sources agree"
    orders = [fact for fact in found["facts"] if fact["field"] == "orders"]
    assert [fact["value"]["number"] for fact in orders][:2] == ["Web-10043", "10042"]
    assert all(fact["as_of"].endswith("+00:00") for fact in found["facts"])
    assert found["missing"] == found["unsure"] == []
    assert "the phone and the name agree" in " ".join(found["why"])


@pytest.mark.parametrize(
    "identity", ["+98 912 123 4567", "09121234567", "phone:۰۹۱۲۱۲۳۴۵۶۷"]
)
def test_of_a_phone_that_two_have_both_are_named(
    settings: Settings, identity: str
) -> None:
    with pytest.raises(Unusable, match=r"^2 customers have .*: 1, 3\.$"):
        profile_view.main(settings, identity, as_json=True)


def test_a_phone_that_one_has_is_theirs(settings: Settings, capsys) -> None:
    found = shown(settings, JOHN.phones[0], capsys)

    names = [f["value"] for f in found["facts"] if f["field"] == "name"]
    assert names == [JOHN.name]


@pytest.mark.parametrize(
    "identity",
    [
        "09558088434",
        "0955 808 8434",
        "0955-808-8434",
        "(0955) 808-8434",
        "۰۹۵۵۸۰۸۸۴۳۴",
        "٠٩٥٥ ٨٠٨ ٨٤٣٤",
        "\u202a+98 955 808 8434\u202c",
        "phone:\u200e0955 808 8434",
        "00989558088434",
    ],
)
def test_a_phone_is_read_as_people_write_it(
    settings: Settings, capsys, identity: str
) -> None:
    """
    Also one that no list of the country's mobiles has.
    """
    small_shop.change(
        settings.sources.parent / "shop.db",
        "UPDATE customers SET phone = '+989558088434' WHERE id = 2",
    )

    found = shown(settings, identity, capsys)

    names = [f["value"] for f in found["facts"] if f["field"] == "name"]
    assert names == [JOHN.name]


def everything(settings: Settings) -> list[list[tuple[Any, ...]]]:
    """
    All that Hamyar knows of people.
    """
    migrate(settings.database)
    engine = make_engine(settings.database)
    with engine.begin() as connection:
        found = [
            [tuple(row) for row in connection.execute(table.select())]
            for table in (persons, identifiers, links, events)
        ]
    engine.dispose()
    return found


def test_looking_writes_nothing_down(settings: Settings, capsys) -> None:
    """
    Neither that there is somebody, nor that a rule would make one of two records.
    """
    first = shown(settings, "1", capsys)
    again = shown(settings, "customer:club/9", capsys)

    assert first["person"] is again["person"] is None
    assert first["why"] == [
        "Nothing is known of customer 1 of demo-shop yet but that there is one.",
        (
            "customer 9 of club is the same person by rule: "
            "the phone and the name agree (not written down before they write)."
        ),
    ]
    assert {each["name"] for each in first["names"]} == {SARA.name, "AHMADI Sara"}
    assert everything(settings) == [[], [], [], []]


def test_what_was_looked_at_is_believed_no_less_later(
    settings: Settings, capsys
) -> None:
    """
    Who signs in by the shop's token is proven, whoever looked before.
    """
    shown(settings, "2", capsys)

    async def signs_in() -> tuple[Any, ...]:
        opened = await open_shop(settings)
        database = Database(settings.database)
        try:
            async with open_profiles(opened, database) as profiles:
                gate = CustomerGate(profiles, database, opened.home)
                who = Identity("2", Assurance.PROVEN, by_shop(utc_now()))
                await gate.profile(who, fields=(Field.NAME,))
        finally:
            await database.close()
            await opened.close()
        return ()

    asyncio.run(signs_in())

    found = shown(settings, "2", capsys)
    assert found["person"] == 1
    assert "(proven on" in found["why"][0]


def test_of_two_made_one_both_names_are_told_and_whose_points_are(
    settings: Settings, capsys
) -> None:
    wish = Wish("merge", ("1", "2"), by="mina", reason="she called")
    person_view.main(settings, wish)
    capsys.readouterr()

    profile_view.main(settings, "2", as_json=False)

    lines = capsys.readouterr().out.splitlines()
    for number, name, points in (("1", SARA.name, 120), ("2", JOHN.name, 0)):
        assert f"  known as  {name}  [customer {number} of demo-shop]" in lines
        (told,) = (
            line for line in lines if f"{points} points, of customer {number} " in line
        )
        assert "demo-shop" in told
    orders = [line for line in lines if line.startswith("  orders")]
    assert {line.partition(", of customer ")[2][0] for line in orders} == {"1", "2"}


def test_a_family_with_one_phone_is_a_question(settings: Settings, capsys) -> None:
    write_cards(settings.sources.parent, CARDS + FAMILY)

    found = shown(settings, "1", capsys)

    assert {each["id"] for each in found["unsure"]} == {"9", "10"}
    assert all(fact["source"] != "club" for fact in found["facts"])


def test_no_rule_makes_one_of_two_customers_of_a_source(
    settings: Settings, capsys
) -> None:
    """
    A card that is one customer's fits another one, too: their talks stay apart.
    """
    engine = make_engine(settings.database)
    migrate(settings.database)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN")
        for customer in ("1", "2"):
            threads.join(connection, customer, None, small_shop.NOW)
        card = Identifier(Kind.SHOP_CUSTOMER_ID, "9", "club")
        other = Identifier(Kind.SHOP_CUSTOMER_ID, "2", "demo-shop")
        met = [
            ledger.meet(
                connection, each, source="test", now=small_shop.NOW, rules=Rules()
            )
            for each in (card, other)
        ]
        ledger.merge(
            connection,
            *met,
            by="test",
            reason="a card",
            now=small_shop.NOW,
            rules=Rules(),
        )

    found = shown(settings, "1", capsys)

    assert all(fact["source"] != "club" for fact in found["facts"])
    with engine.begin() as connection:
        places = [
            threads.place(connection, str(threads.of_customer(connection, each)))
            for each in ("1", "2")
        ]
    engine.dispose()
    assert places[0].thread != places[1].thread


def test_for_people_it_is_a_line_for_each_fact(settings: Settings, capsys) -> None:
    profile_view.main(settings, "1", as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Nobody has met this customer yet"
    (points,) = (line for line in lines if "120 points" in line and "club" in line)
    assert points.startswith("  loyalty   120 points  [club, as of ")
    assert "Why this is one person:" in lines


def test_of_an_invoice_its_sums_are_told(settings: Settings, capsys) -> None:
    profile_view.main(settings, "1", as_json=False)
    lines = capsys.readouterr().out.splitlines()
    found = shown(settings, "1", capsys)

    invoices = [line for line in lines if line.startswith("  invoices")]
    assert any("10042: 2026-05-09, 1,400,000 toman, 1,400,000 toman unpaid" in line
               for line in invoices)  # fmt: skip
    (given,) = (line for line in invoices if "given back" in line)
    assert "10041: 2026-03-01, 350,000 toman, 50,000 toman given back  [" in given
    (told,) = (
        fact["value"]
        for fact in found["facts"]
        if fact["field"] == "invoices" and fact["value"]["number"] == "10041"
    )
    assert (told["order"], told["unpaid"], told["refunded"]) == ("10041", 0, 50000)


def test_what_the_ledger_would_refuse_is_not_called_the_same_person(
    settings: Settings, capsys
) -> None:
    """
    The card is found by its telephone and name, but would be a telephone too many.
    """
    migrate(settings.database)
    engine = make_engine(settings.database)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN")
        for number, source in ((1, "demo-shop"), (9, "club")):
            person = ledger.meet(
                connection,
                Identifier(Kind.SHOP_CUSTOMER_ID, str(number), source),
                source=source,
                now=small_shop.NOW,
                rules=Rules(),
            )
            for digit in range(5):
                ledger.link(
                    connection,
                    person,
                    Identifier(Kind.PHONE, f"+9893500000{number}{digit}"),
                    assurance=Assurance.CHANNEL,
                    source=source,
                    now=small_shop.NOW,
                    rules=Rules(),
                )
    engine.dispose()

    found = shown(settings, "1", capsys)

    assert not any("is the same person" in each for each in found["why"])
    assert all(fact["source"] != "club" for fact in found["facts"])


def test_two_made_one_before_they_were_looked_for_lose_no_card(
    settings: Settings, capsys
) -> None:
    folder = settings.sources.parent
    small_shop.change(
        folder / "shop.db",
        "UPDATE customers SET phone = '+989558088434' WHERE id = 2",
    )
    write_cards(folder, f"{CARDS}11,{JOHN.name},+989558088434,77\n")
    wish = Wish("merge", ("1", "2"), by="mina", reason="she called")
    person_view.main(settings, wish)
    capsys.readouterr()

    found = shown(settings, "2", capsys)

    points = [
        fact["value"]["points"]
        for fact in found["facts"]
        if fact["field"] == "loyalty" and fact["source"] == "club"
    ]
    assert sorted(points) == [77, 120]


def test_a_source_that_cannot_be_read_is_named(settings: Settings, capsys) -> None:
    (settings.sources.parent / "club.csv").unlink()

    found = shown(settings, "1", capsys)

    assert any(fact["source"] == "demo-shop" for fact in found["facts"])
    assert all(fact["source"] != "club" for fact in found["facts"])
    lacks = {(each["source"], each["field"]) for each in found["missing"]}
    assert ("club", "loyalty") in lacks


def test_what_is_logged_is_not_among_the_facts(settings: Settings) -> None:
    write_cards(settings.sources.parent, CARDS + "11,Nobody,,few\n")
    environment = {
        **os.environ,
        "HAMYAR_SOURCES": str(settings.sources),
        "HAMYAR_SHOP": str(settings.shop),
        "HAMYAR_DATA": str(settings.data),
    }

    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "profile", "1", "--json"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )

    assert json.loads(done.stdout)["facts"]
    assert b"exported_file.rows_left_out" in done.stderr


def test_a_mistake_in_a_mapping_is_named_with_its_place(settings: Settings) -> None:
    mapping = settings.sources.parent / "shop.yml"
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace("placed_at: placed_at", "placed_at: placedat"))

    with pytest.raises(Unusable, match=r"orders.columns.placed_at: .* 'placed_at'"):
        profile_view.main(settings, "1", as_json=True)


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ("99", "no such customer"),
        ("nobody@nowhere.example", "Nobody is known by"),
        ("telegram:5", "Nobody is known by telegram:5"),
        ("telegram:x", "is no identity: expected"),
        ("phone:12", "is no identity: expected"),
        ("phone:sara@example.com", "is no identity: expected"),
        ("face:7", "is no identity: expected"),
        ("customer:shoop/1", "there is no source 'shoop'; there are: demo-shop, club"),
    ],
)
def test_who_is_not_there_is_said(settings: Settings, identity: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        profile_view.main(settings, identity, as_json=True)
