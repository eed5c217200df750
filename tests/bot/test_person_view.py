"""
`./hamyar person`: why somebody is one person, merges with a dry run, and their undoing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from bot import cli, person_view
from bot.conversations import threads
from bot.conversations.clock import utc_now
from bot.person_view import Wish
from bot.settings import Settings
from bot.unusable import Unusable
from crm_connector.identity import ledger, present
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from tests.bot.persons_at_hand import Run, agree, how_many, in_database, meet, say
from tests.crm_connector.small_shop import JOHN, SARA

DECIDED = {"by": "mina", "reason": "she called"}
TO_COME = (
    "  customer 9 of club is the same person by rule: the phone and the name agree "
    "(not written down before they write)."
)
AGAINST = (
    f"  the names differ: {SARA.name}; {JOHN.name}",
    "  the telephones differ: +989…67; +989…99",
    (
        "  WARNING: neither the name nor a telephone or an e-mail agrees. "
        "Are these the two you mean?"
    ),
)


@pytest.fixture
def run(settings: Settings, capsys: Any) -> Run:
    """
    Runs the command and gives what it prints.
    """

    def run(what: str, *whom: str, **parts: Any) -> list[str]:
        wish = Wish(what, whom, **parts)
        person_view.check(wish)
        assert person_view.main(settings, wish) == 0
        lines: list[str] = capsys.readouterr().out.splitlines()
        return lines

    return run


def test_why_names_everything_that_makes_one_person(
    settings: Settings, run: Run
) -> None:
    meet(settings, "1")

    lines = run("why", "1")

    assert re.fullmatch(r"Person \d+", lines[0])
    assert "customer 1 of demo-shop belongs to this person" in lines[1]


def test_a_dry_run_says_what_would_be_and_joins_nothing(
    settings: Settings, run: Run
) -> None:
    meet(settings, "1", "2")
    for text in ("hi", "there"):
        in_database(settings, say("1", text))
    in_database(settings, agree("1", True))
    in_database(settings, agree("2", False))

    lines = run("merge", "1", "2", is_dry=True)

    assert lines == [
        "These would be one person, with one thread:",
        f"  person 1 ({SARA.name}): 2 messages",
        "    customer 1 of demo-shop",
        f"  person 2 ({JOHN.name}): no messages",
        "    customer 2 of demo-shop",
        "  consent to marketing: yes of person 1, no of person 2; no for both",
        *AGAINST,
        TO_COME,
        "Nothing was joined.",
    ]
    assert run("why", "2")[0] == "Person 2"


def test_a_merge_and_its_undoing_with_who_decided_it(
    settings: Settings, run: Run
) -> None:
    in_database(settings, say("1", "from one"))
    in_database(settings, say("2", "from two"))

    done = run("merge", "1", "customer:demo-shop/2", **DECIDED)

    number = re.search(r"split (\d+) --by", done[-1])
    assert number is not None
    assert done[0] == ("Person 1 and person 2 are one person now, with one thread.")
    assert done[1] == f"On file they are {SARA.name} and {JOHN.name}."
    said = " ".join(run("why", "2"))
    assert "decided by mina: she called" in said
    assert said.startswith("Person 1 ")

    def shared(connection: Connection) -> bool:
        places = [
            threads.place(connection, str(threads.of_customer(connection, each)))
            for each in "12"
        ]
        return places[0].thread == places[1].thread

    assert in_database(settings, shared)
    (undone,) = run("split", number[1], **DECIDED)
    assert undone == (
        f"Merge {number[1]} is undone: person 1 and person 2 are two people again, "
        "each with their own messages and consent."
    )
    assert not in_database(settings, shared)
    with pytest.raises(Unusable, match=f"no merge {number[1]}, or it was undone"):
        run("split", number[1], **DECIDED)


def test_who_has_said_that_they_are_two_is_named_before_they_are_joined(
    settings: Settings, run: Run
) -> None:
    """
    A customer has said no to a card; and people have undone a merge of theirs.
    """
    meet(settings, "1", "2")

    def disclaim(connection: Connection) -> None:
        card = Identifier(Kind.SHOP_CUSTOMER_ID, "9", "club")
        other = ledger.meet(
            connection, card, source="club", now=utc_now(), rules=Rules()
        )
        (person,) = present.people(
            connection, Identifier(Kind.SHOP_CUSTOMER_ID, "1", "demo-shop")
        )
        reason = "they said no to: Is this card yours?"
        ledger.keep_apart(
            connection, person, other, by="customer", reason=reason, now=utc_now()
        )

    in_database(settings, disclaim)
    day = utc_now().strftime("%Y-%m-%d")
    said = (
        f"  it was said that they are two, by customer on {day}: "
        "they said no to: Is this card yours?"
    )

    assert said in run("merge", "1", "customer:club/9", is_dry=True)
    assert said not in run("merge", "2", "customer:club/9", is_dry=True)
    done = run("merge", "1", "customer:club/9", **DECIDED)
    assert said in done
    number = re.search(r"split (\d+) --by", done[-1])
    assert number is not None
    run("split", number[1], by="omid", reason="it is her sister")
    again = run("merge", "customer:club/9", "1", is_dry=True)
    undone = (
        f"  merge {number[1]} of them was undone, by omid on {day}: it is her sister"
    )
    assert said in again
    assert undone in again


def test_undoing_a_merge_leaves_the_others_as_they_are(run: Run) -> None:
    numbers = [
        re.search(r"split (\d+) --by", run("merge", *pair, **DECIDED)[-1])
        for pair in (("1", "2"), ("2", "customer:club/9"))
    ]
    assert numbers[0] is not None

    with pytest.raises(Unusable, match="they are one person already: person 1"):
        run("merge", "customer:club/9", "1", **DECIDED)
    (undone,) = run("split", numbers[0][1], **DECIDED)

    assert "are two people again" in undone
    assert run("why", "2")[0] == run("why", "customer:club/9")[0] == "Person 2"


def test_why_not_is_said(
    settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("merge", "1", "2", **DECIDED)
    few = person_view.Rules(limits=dict.fromkeys(Kind, 2))
    monkeypatch.setattr(person_view, "Rules", lambda: few)

    lines = run("merge", "1", "3", is_dry=True)
    with pytest.raises(Unusable, match="they would have more than 2 of shop_customer"):
        run("merge", "1", "3", **DECIDED)

    assert lines[0] == (
        "Person 1 and customer 3 of demo-shop cannot be one: they would have "
        "more than 2 of shop_customer_id."
    )
    assert "  customer 3 of demo-shop (نگین احمدی): not met before" in lines
    assert "Nothing is known of customer 3" in run("why", "3")[0]


@pytest.mark.parametrize("typed", ["02", "۲", "customer:demo-shop/002", " 2"])
def test_another_spelling_of_a_number_is_the_same_customer(
    settings: Settings, run: Run, typed: str
) -> None:
    """
    Whether met before or not.
    """
    meet(settings, "1")
    with pytest.raises(Unusable, match="one person already: customer 2 of demo-shop"):
        run("merge", typed, "2", is_dry=True)
    run("merge", typed, "1", **DECIDED)

    with pytest.raises(Unusable, match="they are one person already: person 1"):
        run("merge", typed, "1", **DECIDED)
    assert run("why", typed) == run("why", "2") == run("why", "1")
    assert how_many(settings) == 2


def test_looking_makes_nobody(settings: Settings, run: Run) -> None:
    meet(settings, "1")

    why = run("why", "2")
    lines = run("merge", "1", "2", is_dry=True)

    assert why == [
        "Nothing is known of customer 2 of demo-shop yet but that there is one."
    ]
    assert lines == [
        "These would be one person, with one thread:",
        f"  person 1 ({SARA.name}): no messages",
        "    customer 1 of demo-shop",
        f"  customer 2 of demo-shop ({JOHN.name}): not met before",
        *AGAINST,
        TO_COME,
        "Nothing was joined.",
    ]
    assert how_many(settings) == 1


def test_a_dry_run_warns_of_nobody_whom_a_contact_or_the_name_joins(run: Run) -> None:
    by_both = run("merge", "1", "customer:club/9", is_dry=True)
    by_phone = run("merge", "1", "3", is_dry=True)

    assert f"  customer 1 of demo-shop ({SARA.name}): not met before" in by_both
    assert "  customer 9 of club (AHMADI Sara): not met before" in by_both
    assert not any("differ" in line or "WARNING" in line for line in by_both)
    # The card is the other side already.
    assert TO_COME not in by_both
    assert f"  the names differ: {SARA.name}; نگین احمدی" in by_phone
    assert "  the e-mails differ: s…@example.com; n…@example.com" in by_phone
    assert not any("telephones" in line or "WARNING" in line for line in by_phone)


def test_a_source_that_is_away_is_no_reason_not_to_look(
    settings: Settings, run: Run
) -> None:
    meet(settings, "1")
    (settings.sources.parent / "club.csv").unlink()
    card = Identifier(Kind.SHOP_CUSTOMER_ID, "9", "club")
    in_database(
        settings,
        lambda c: ledger.meet(c, card, source="club", now=utc_now(), rules=Rules()),
    )

    lines = run("merge", "1", "customer:club/9", is_dry=True)

    assert "  person 2: no messages" in lines
    # Nothing is known of it: nothing speaks against it, or for it.
    assert not any("differ" in line for line in lines)


def test_somebody_known_is_found_though_the_source_has_them_no_more(
    settings: Settings, run: Run
) -> None:
    meet(settings, "77")

    assert run("why", "77")[0] == "Person 1"
    with pytest.raises(Unusable, match="no such customer"):
        run("why", "78")
    # A card's number alone is looked for in the shop.
    with pytest.raises(Unusable, match="is written customer:club/78"):
        run("why", "78")


@pytest.mark.parametrize("parts", [{"is_dry": True}, DECIDED])
def test_nobody_is_joined_with_themselves(
    settings: Settings, run: Run, parts: dict[str, Any]
) -> None:
    """
    Tried or in earnest, it ends as what cannot be done.
    """
    meet(settings, "1")

    with pytest.raises(Unusable, match=r"they are one person already: person 1\."):
        run("merge", "1", "1", **parts)


def test_a_person_may_be_named_by_number(settings: Settings, run: Run) -> None:
    meet(settings, "1")

    assert run("why", "person:1")[0] == "Person 1"
    with pytest.raises(Unusable, match="no such person"):
        run("why", "person:77")
    with pytest.raises(Unusable, match="no such customer"):
        run("merge", "1", "99", **DECIDED)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["why"], "WHOM"),
        (["why", "1", "2"], "why takes one identity"),
        (["merge", "1", "--by", "a"], "merge takes two"),
        (["merge", "1", "2", "--reason", "b"], "merge is kept with --by"),
        (["merge", "1", "2", "--by", "a"], "merge is kept with --reason"),
        (["merge", "1", "2"], "merge is kept with --by and --reason"),
        (["merge", "1", "2", "--by", "a" * 81, "--reason", "b"], "at most 80"),
        (["split", "x", "--by", "a", "--reason", "b"], "the number of one merge"),
        (["split", "1", "--by", "a"], "split is kept with --reason"),
        (["split", "1", "--dry-run"], "--dry-run goes with merge alone"),
        (["join", "1", "2"], "invalid choice"),
    ],
)
def test_what_nobody_can_do_is_said(
    arguments: list[str], said: str, capsys: Any, tmp_path: Path
) -> None:
    try:
        code = cli.main(["person", *arguments, "--data", str(tmp_path)])
    except SystemExit as stopped:
        code = int(str(stopped.code))

    assert code == cli.UNUSABLE
    assert said in capsys.readouterr().err
