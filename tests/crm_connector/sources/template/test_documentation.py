"""
The guide speaks of every capability, every rule and every error, and names real files.
"""

from __future__ import annotations

import re

import pytest

from crm_connector import errors
from crm_connector.source import METHODS
from tests.crm_connector.small_shop import ROOT
from tests.crm_connector.test_quality import EVIDENCE

GUIDE = (ROOT / "docs" / "developer" / "writing-a-source.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`]+)`", GUIDE))


@pytest.mark.parametrize(
    "word",
    [
        *(each.value for each in METHODS),
        *(method for methods in METHODS.values() for method in methods),
        *EVIDENCE,
        *("SourceUnavailable", "SourceRejected", "BadSourceData", "CustomerNotFound"),
        *("OrderNotFound", "Refused", "OutcomeUnknown"),
    ],
)
def test_the_guide_names_it(word: str) -> None:
    assert word in NAMED


def test_the_errors_it_names_are_real() -> None:
    named = {each for each in NAMED if re.fullmatch(r"[A-Z]\w+(Found|Data)", each)}

    assert named
    assert all(hasattr(errors, each) for each in named)


def test_the_files_it_names_are_there() -> None:
    places = {each for each in NAMED if re.match(r"(crm_connector|tests|docs)/", each)}

    assert len(places) > 5
    missing = [
        each for each in places if "<name>" not in each and not (ROOT / each).exists()
    ]
    assert missing == []
