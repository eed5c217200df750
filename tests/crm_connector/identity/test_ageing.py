"""
Proof falls with time, level by level, and never rises.
"""

from datetime import datetime, timedelta, timezone

import pytest

from crm_connector.identity import ageing
from crm_connector.model import Assurance, Identity, Proof, ProofKind

THEN = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
TICK = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("channel", "life"),
    [
        ("web", timedelta(hours=12)),
        ("telegram", timedelta(days=30)),
        ("a later one", timedelta(hours=12)),
    ],
)
def test_a_code_is_fresh_for_a_quarter_and_good_for_its_channels_time(
    channel: str, life: timedelta
) -> None:
    sara = Identity("1", Assurance.FRESH_CODE, ageing.by_code(channel, THEN))

    def level(passed: timedelta) -> Assurance:
        return ageing.level(sara, THEN + passed)

    assert level(timedelta(0)) is Assurance.FRESH_CODE
    assert level(QUARTER - TICK) is Assurance.FRESH_CODE
    assert level(QUARTER) is Assurance.PROVEN
    assert level(life - TICK) is Assurance.PROVEN
    assert level(life) is Assurance.CHANNEL


def test_the_shops_word_lasts_as_long_as_the_session_that_has_it() -> None:
    sara = Identity("1", Assurance.PROVEN, ageing.by_shop(THEN))

    assert ageing.level(sara, THEN + timedelta(days=365)) is Assurance.PROVEN


@pytest.mark.parametrize("assurance", Assurance)
def test_what_nobody_knows_how_it_was_proven_is_not_proven(
    assurance: Assurance,
) -> None:
    somebody = Identity("1", assurance)

    assert ageing.level(somebody, THEN) is min(assurance, Assurance.CHANNEL)


def test_what_is_no_code_is_no_fresh_code() -> None:
    sara = Identity("1", Assurance.FRESH_CODE, ageing.by_shop(THEN))

    assert ageing.level(sara, THEN) is Assurance.PROVEN


@pytest.mark.parametrize("said", [Assurance.PROVEN, Assurance.FRESH_CODE])
def test_an_accounts_own_telephone_lasts_as_long_as_a_code_and_is_never_one(
    said: Assurance,
) -> None:
    sara = Identity("1", said, ageing.by_contact("telegram", THEN))

    assert ageing.level(sara, THEN) is Assurance.PROVEN
    month = THEN + timedelta(days=30)
    assert ageing.level(sara, month - TICK) is Assurance.PROVEN
    assert ageing.level(sara, month) is Assurance.CHANNEL


@pytest.mark.parametrize("assurance", [Assurance.ANONYMOUS, Assurance.CHANNEL])
def test_nobody_rises_by_growing_old(assurance: Assurance) -> None:
    somebody = Identity(None, assurance, ageing.by_code("web", THEN))

    assert ageing.level(somebody, THEN + timedelta(days=1)) is assurance


@pytest.mark.parametrize(
    "proof",
    [
        None,
        Proof(ProofKind.SHOP, THEN),
        ageing.by_code("web", THEN),
        ageing.by_code("telegram", THEN),
        ageing.by_contact("telegram", THEN),
    ],
)
def test_what_was_written_down_is_read_again(proof: Proof | None) -> None:
    is_web = proof is None or proof.until in (None, ageing.by_code("web", THEN).until)
    channel = "web" if is_web else "telegram"
    kind = proof.kind.value if proof else None

    assert ageing.read(kind, proof.at if proof else None, channel) == proof
