"""
Whom to believe is data: a file that says it, and functions that follow it.
"""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from crm_connector.errors import BadMapping
from crm_connector.profile import rules
from crm_connector.profile.facts import Fact, Field
from crm_connector.profile.keeper import Budget
from crm_connector.profile.rules import Choose, Rule, pick, strictest, unite

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
BUDGET = Budget(1, 2, 3)


def fact(value: str, source: str, minutes: float = 0) -> Fact[str]:
    """
    What a source said so many minutes ago.
    """
    return Fact(value, source, NOW - timedelta(minutes=minutes), "")


def rule(choose: Choose, *sources: str) -> Rule:
    """
    A rule that prefers these sources.
    """
    return Rule(choose, sources, BUDGET)


def test_a_preferred_source_wins_over_a_newer_one() -> None:
    facts = [fact("Sara", "club", 0), fact("سارا", "shop", 60)]

    found = pick(facts, rule(Choose.PREFERRED, "erp", "shop"))

    assert found is not None
    assert (found.value, found.rule) == ("سارا", "the preferred source")


def test_the_newest_wins_where_no_source_is_preferred() -> None:
    facts = [fact("سارا", "shop", 60), fact("Sara", "club", 0)]

    for each in (rule(Choose.PREFERRED, "erp"), rule(Choose.NEWEST, "shop")):
        found = pick(facts, each)
        assert found is not None
        assert (found.value, found.rule) == ("Sara", "the newest")


def test_one_source_needs_no_rule() -> None:
    found = pick([fact("سارا", "shop")], rule(Choose.NEWEST))

    assert found is not None
    assert found.rule == "the only source"
    assert pick([], rule(Choose.NEWEST)) is None


def test_of_several_each_is_kept_once_and_preferred_ones_first() -> None:
    facts = [
        fact("+1", "club", 0),
        fact("+2", "club", 0),
        fact("+2", "shop", 60),
        fact("+3", "shop", 60),
    ]

    found = unite(facts, rule(Choose.ALL, "shop"), str)

    assert [(each.value, each.source, each.rule) for each in found] == [
        ("+2", "shop", "several sources agree"),
        ("+3", "shop", "one source says it"),
        ("+1", "club", "one source says it"),
    ]


def test_an_answer_for_several_fields_keeps_the_strictest_budget() -> None:
    own = {
        Field.NAME: Rule(Choose.NEWEST, (), Budget(1, 20, 30)),
        Field.PHONES: Rule(Choose.ALL, (), Budget(2, 5, 900)),
    }

    assert strictest(own, own) == Budget(1, 5, 30)


def test_our_own_rules_speak_of_every_field() -> None:
    assert set(rules.load()) == set(Field)


def test_a_shop_may_say_some_of_it(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("name: {choose: newest, sources: [erp]}\norders: {fresh: 5.5}\n")

    own, ours = rules.load(path), rules.load()

    assert own[Field.NAME].choose is Choose.NEWEST
    assert own[Field.NAME].sources == ("erp",)
    assert own[Field.NAME].budget == ours[Field.NAME].budget
    assert own[Field.ORDERS].budget.fresh == 5.5
    assert own[Field.PHONES] == ours[Field.PHONES]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nam: {choose: newest}", "nam: there is no such setting (did you mean 'name'"),
        ("name: {chose: newest}", "name.chose: there is no such setting (did you mean"),
        ("name: {choose: all}", "name.choose: must be one of preferred, newest"),
        ("phones: {choose: newest}", "phones.choose: must be one of all"),
        ("name: {sources: erp}", "name.sources: must be a list"),
        ("name: {fresh: soon}", "name.fresh: must be a number of seconds"),
        ("name: {fresh: true}", "name.fresh: must be a number of seconds"),
        ("name: {fresh: -1}", "name.fresh: must be a number of seconds"),
        ("name: {fresh: 9999999}", "name.fresh: must grow"),
        ("name: preferred", "name: must hold further settings"),
        ("- name", "must hold settings"),
        ("name: [", "line 2, column 1"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(content)

    with pytest.raises(BadMapping) as caught:
        rules.load(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="cannot be read"):
        rules.load(tmp_path / "none.yml")
