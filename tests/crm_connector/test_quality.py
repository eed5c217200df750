"""
Every source keeps a quality list, and what it calls done is there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.crm_connector.small_shop import ROOT

SOURCES = sorted(
    each.parent for each in (ROOT / "crm_connector" / "sources").glob("*/__init__.py")
)

# What must be there for a rule to be done; {name} is the source's folder.
EVIDENCE = {
    "timeout": "crm_connector/sources/{name}/settings.py",
    "fake": "tests/fakes/source.py",
    "contract": "tests/crm_connector/sources/{name}/test_contract.py",
    "errors_mapped": "tests/crm_connector/sources/{name}/test_failures.py",
    "personal_data_redacted": "tests/crm_connector/sources/{name}",
    "read_only": "tests/crm_connector/sources/{name}",
    "constant_queries": "tests/crm_connector/sources/{name}",
    "checked_at_start": "tests/crm_connector/sources/{name}",
    "documented": "docs/developer/{name}-source.md",
    "fixtures_captured": "tests/crm_connector/sources/{name}/fixtures",
    "retry_after": "tests/crm_connector/sources/{name}",
}


@pytest.fixture(params=SOURCES, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    """
    Each source's folder in turn.
    """
    return Path(request.param)


def rules(folder: Path) -> dict[str, object]:
    """
    A source's quality list.
    """
    content = yaml.safe_load((folder / "quality.yaml").read_text("utf-8"))
    return dict(content["rules"])


def test_the_list_speaks_of_every_rule(folder: Path) -> None:
    assert sorted(rules(folder)) == sorted(EVIDENCE)


def test_a_rule_is_done_or_exempt_with_a_reason(folder: Path) -> None:
    unclear = [
        rule
        for rule, state in rules(folder).items()
        if state != "done"
        and not (isinstance(state, dict) and len(str(state.get("exempt", ""))) > 20)
    ]

    assert unclear == []


def test_what_is_done_can_be_seen(folder: Path) -> None:
    missing = [
        rule
        for rule, state in rules(folder).items()
        if state == "done"
        and not (ROOT / EVIDENCE[rule].format(name=folder.name)).exists()
    ]

    assert missing == []


def test_every_source_has_the_same_files(folder: Path) -> None:
    expected = {"__init__.py", "client.py", "mapping.py", "settings.py", "quality.yaml"}

    assert expected - {each.name for each in folder.iterdir()} == set()
