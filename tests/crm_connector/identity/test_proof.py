"""
From the wish for a code to the right digits: who gets one, and what nobody is told.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from crm_connector.errors import (
    CodeOver,
    CodeRefused,
    CodeWrong,
    NotSupported,
    SourceUnavailable,
    TooManyCodes,
)
from crm_connector.identity import present
from crm_connector.identity.codes import TRIES
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.identity.proof import Asked, Proofs
from crm_connector.identity.tables import codes, metadata
from crm_connector.model import Assurance, Contact, ContactKind
from tests.crm_connector.small_shop import CUSTOMERS, JOHN, SARA
from tests.fakes.clock import FakeClock
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource

PHONE = Contact(ContactKind.PHONE, SARA.phones[0])
MAIL = Contact(ContactKind.EMAIL, SARA.emails[0])
NOBODYS = Contact(ContactKind.PHONE, "+989120000000")
BROTHER = replace(SARA, id="3", name="علی احمدی", emails=())


class OneConnection:
    """
    A store that runs each transaction at once.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """
        Run it.
        """
        with self.engine.begin() as connection:
            return work(connection)


@pytest.fixture
def store() -> Iterator[OneConnection]:
    """
    A database in memory.
    """
    engine = sa.create_engine("sqlite://", future=True, poolclass=StaticPool)
    metadata.create_all(engine)
    yield OneConnection(engine)
    engine.dispose()


@pytest.fixture
def source() -> FakeSource:
    """
    The shop that Sara and John buy in.
    """
    return FakeSource(CUSTOMERS)


@pytest.fixture
def sender() -> FakeSender:
    """
    What sends to everything.
    """
    return FakeSender()


@pytest.fixture
async def proofs(
    store: OneConnection, source: FakeSource, sender: FakeSender
) -> AsyncIterator[Proofs]:
    """
    Codes for that shop's customers.
    """
    made = Proofs(store, b"k" * 32, source, [sender], clock=FakeClock(), step=0)
    yield made
    await made.close()


def asked(contact: Contact | None = PHONE, session: str = "s1", **more: Any) -> Asked:
    """
    A wish for a code.
    """
    return Asked(session, "203.0.113.7", "fa", contact, **more)


async def outbox(sender: FakeSender, count: int = 1) -> list[str]:
    """
    The codes that went out, once there are so many.
    """
    for _ in range(1000):
        if len(sender.sent) >= count:
            break
        await asyncio.sleep(0)
    return [each.code for each in sender.sent]


async def refusal(proofs: Proofs, session: str, typed: str) -> tuple[object, ...]:
    """
    All that a refusal says.
    """
    with pytest.raises(CodeRefused) as caught:
        await proofs.check_code(session, typed)
    error = caught.value
    return (type(error), str(error), getattr(error, "left", None))


@pytest.mark.parametrize("contact", [PHONE, MAIL])
async def test_which_contact_was_proven_stands_in_the_ledger(
    proofs: Proofs,
    source: FakeSource,
    sender: FakeSender,
    store: OneConnection,
    contact: Contact,
) -> None:
    await proofs.begin_proof(asked(contact))
    (code,) = await outbox(sender)
    await proofs.check_code("s1", code)

    def proven(connection: Connection) -> Any:
        identifier = Identifier.of_contact(contact)
        (person,) = present.people(connection, identifier)
        links = present.links_of(connection, person)
        return {each.identifier: each.assurance for each in links}

    linked = await store.write(proven)
    assert linked[Identifier.of_contact(contact)] is Assurance.FRESH_CODE
    assert Identifier(Kind.SHOP_CUSTOMER_ID, SARA.id, source.name) in linked


async def test_who_signs_in_while_the_shop_is_away_signs_in(
    proofs: Proofs, sender: FakeSender, source: FakeSource
) -> None:
    await proofs.begin_proof(asked())
    (code,) = await outbox(sender)
    source.go_down()

    assert (await proofs.check_code("s1", code)).customer_id == SARA.id


@pytest.mark.parametrize("contact", [PHONE, MAIL])
async def test_whoever_has_it_on_file_gets_a_code_and_proves_it(
    proofs: Proofs, sender: FakeSender, contact: Contact
) -> None:
    assert await proofs.begin_proof(asked(contact)) == contact

    (code,) = await outbox(sender)
    (message,) = sender.sent
    assert (message.contact, message.language) == (contact, "fa")
    assert (await proofs.check_code("s1", code)).customer_id == SARA.id
    assert (await refusal(proofs, "s1", code))[0] is CodeOver


async def test_another_session_cannot_use_it(
    proofs: Proofs, sender: FakeSender
) -> None:
    await proofs.begin_proof(asked())
    (code,) = await outbox(sender)

    assert (await refusal(proofs, "s2", code))[0] is CodeOver
    assert (await proofs.check_code("s1", code)).customer_id == SARA.id


async def test_a_contact_that_nobody_has_sounds_like_one_that_somebody_has(
    proofs: Proofs, sender: FakeSender, store: OneConnection
) -> None:
    """
    Every answer, and what is kept, until nothing is left to try.
    """
    assert await proofs.begin_proof(asked(PHONE, "known")) == PHONE
    assert await proofs.begin_proof(asked(NOBODYS, "unknown")) == NOBODYS
    (code,) = await outbox(sender)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _ in range(TRIES + 2):
        known = await refusal(proofs, "known", wrong)
        assert await refusal(proofs, "unknown", wrong) == known
    kept = await store.write(
        lambda c: c.execute(sa.select(codes.c.tries, codes.c.expires_at)).all()
    )
    assert len(kept) == 2
    assert kept[0] == kept[1]
    assert len(sender.sent) == 1


async def test_the_answer_does_not_wait_for_the_sending(
    proofs: Proofs, sender: FakeSender
) -> None:
    """
    Else its time would tell who is known.
    """
    sender.gate.clear()
    await asyncio.wait_for(proofs.begin_proof(asked()), 5)
    assert sender.sent == []

    sender.gate.set()
    assert len(await outbox(sender)) == 1


async def test_who_is_known_and_who_is_not_cost_the_same_questions(
    proofs: Proofs, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    real = source.find

    async def find(contact: Contact, *, limit: int = 10) -> Any:
        questions.append(contact.value)
        return await real(contact, limit=limit)

    monkeypatch.setattr(source, "find", find)
    await proofs.begin_proof(asked(PHONE, "known"))
    await proofs.begin_proof(asked(NOBODYS, "unknown"))

    assert questions == [PHONE.value, NOBODYS.value]


async def test_a_row_that_makes_no_sense_sounds_like_none(
    proofs: Proofs, source: FakeSource, sender: FakeSender
) -> None:
    source.go_bad()
    with structlog.testing.capture_logs() as logs:
        assert await proofs.begin_proof(asked()) == PHONE

    assert (await refusal(proofs, "s1", "000000"))[0] is CodeWrong
    assert sender.sent == []
    # But the shop can read why nobody gets codes.
    assert [each["event"] for each in logs] == ["contact_not_readable"]


@pytest.mark.parametrize("contact", [PHONE, NOBODYS])
async def test_a_stranger_is_answered_no_sooner_than_a_look_may_take(
    store: OneConnection, source: FakeSource, contact: Contact
) -> None:
    step = 0.1
    made = Proofs(
        store, b"k" * 32, source, [FakeSender()], clock=FakeClock(), step=step
    )
    source.delay = 0.01 if contact == PHONE else 0.0
    began = time.monotonic()
    await made.begin_proof(asked(contact))
    took = time.monotonic() - began
    await made.close()

    assert took >= step


async def test_a_familys_telephone_proves_none_of_them(
    proofs: Proofs, source: FakeSource, sender: FakeSender
) -> None:
    source.customers[BROTHER.id] = BROTHER
    await proofs.begin_proof(asked(PHONE, "s1"))
    await proofs.begin_proof(asked(MAIL, "s2"))

    (code,) = await outbox(sender)
    assert sender.sent[0].contact == MAIL
    assert (await proofs.check_code("s2", code)).customer_id == SARA.id


async def test_codes_are_counted_also_where_nobody_is_known(proofs: Proofs) -> None:
    for number in range(3):
        await proofs.begin_proof(asked(NOBODYS, f"s{number}"))

    with pytest.raises(TooManyCodes) as caught:
        await proofs.begin_proof(asked(NOBODYS, "s9"))
    assert caught.value.retry_after == 600


class TestSignedIn:
    """
    A customer whom the session knows already asks for a fresh code.
    """

    async def test_it_goes_to_what_is_on_file(
        self, proofs: Proofs, sender: FakeSender
    ) -> None:
        given = await proofs.begin_proof(asked(None, customer_id=SARA.id))

        (code,) = await outbox(sender)
        assert given == sender.sent[0].contact == PHONE
        assert (await proofs.check_code("s1", code)).customer_id == SARA.id

    async def test_it_goes_to_what_a_sender_can_reach(
        self, store: OneConnection, source: FakeSource
    ) -> None:
        mails = FakeSender(ContactKind.EMAIL)
        proofs = Proofs(store, b"k" * 32, source, [mails], clock=FakeClock(), step=0)

        given = await proofs.begin_proof(asked(None, customer_id=SARA.id))
        assert given == MAIL
        with pytest.raises(NotSupported):
            await proofs.begin_proof(asked(None, customer_id=JOHN.id))
        await proofs.close()

    async def test_a_familys_telephone_is_theirs_as_well(
        self, proofs: Proofs, source: FakeSource, sender: FakeSender
    ) -> None:
        source.customers[BROTHER.id] = BROTHER
        await proofs.begin_proof(asked(PHONE, customer_id=BROTHER.id))

        (code,) = await outbox(sender)
        assert (await proofs.check_code("s1", code)).customer_id == BROTHER.id

    async def test_somebody_elses_contact_proves_nothing(
        self, proofs: Proofs, sender: FakeSender
    ) -> None:
        theirs = Contact(ContactKind.PHONE, JOHN.phones[0])
        assert await proofs.begin_proof(asked(theirs, customer_id=SARA.id)) == theirs

        await asyncio.sleep(0)
        assert sender.sent == []
        assert (await refusal(proofs, "s1", "000000"))[0] is CodeWrong

    async def test_a_stranger_says_where_to(self, proofs: Proofs) -> None:
        with pytest.raises(ValueError, match="stranger"):
            await proofs.begin_proof(asked(None))


class TestTrouble:
    """
    What fails is told where it tells nothing about the customer.
    """

    async def test_a_shop_that_is_down_is_told_to_everybody(
        self, proofs: Proofs, source: FakeSource, sender: FakeSender
    ) -> None:
        source.go_down()
        for number, contact in enumerate((PHONE, NOBODYS)):
            with pytest.raises(SourceUnavailable):
                await proofs.begin_proof(asked(contact, f"s{number}"))

        assert sender.sent == []

    async def test_a_code_that_did_not_go_out_is_told_to_the_operator_alone(
        self, proofs: Proofs, sender: FakeSender
    ) -> None:
        sender.go_down()
        with structlog.testing.capture_logs() as logs:
            assert await proofs.begin_proof(asked()) == PHONE
            await proofs.close()

        (line,) = logs
        assert line["event"] == "code_not_sent"
        assert line["kind"] == "SourceUnavailable"
        assert PHONE.value not in str(line)

    async def test_what_no_sender_reaches_is_told_to_everybody(
        self, store: OneConnection, source: FakeSource
    ) -> None:
        mails = FakeSender(ContactKind.EMAIL)
        proofs = Proofs(store, b"k" * 32, source, [mails], clock=FakeClock(), step=0)

        for contact in (PHONE, NOBODYS):
            with pytest.raises(NotSupported):
                await proofs.begin_proof(asked(contact))
        await proofs.close()

    async def test_the_end_waits_for_codes_on_their_way_and_not_for_ever(
        self,
        proofs: Proofs,
        sender: FakeSender,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await proofs.begin_proof(asked(PHONE, "s1"))
        await proofs.close()
        assert len(sender.sent) == 1
        assert sender.is_closed

        monkeypatch.setattr("crm_connector.identity.proof.GRACE_SECONDS", 0.01)
        sender.gate.clear()
        await proofs.begin_proof(asked(PHONE, "s2"))
        await asyncio.wait_for(proofs.close(), 5)
        assert len(sender.sent) == 1
