"""
Links as the database knows them: who may open, answer and settle one, and until when.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.channels.links import Asker, Step
from bot.channels.telegram import chats, linking
from bot.channels.telegram.chats import Held, Who
from bot.channels.telegram.linking import LIFE, Link
from bot.channels.telegram.tables import links
from bot.conversations import threads
from bot.conversations.database import make_engine
from crm_connector.model import Assurance
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database

NOW = FakeClock()()
SARA, EVE = 501, 666
SESSION = "a" * 64


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """
    Give a database of its own.
    """
    engine = make_engine(fresh_database(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """
    Give a connection to it.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection


def web(connection: Connection, customer: str | None = None) -> Asker:
    """
    A session of the web chat with a conversation.
    """
    conversation = threads.create(connection, NOW, customer_id=customer)
    return Asker(SESSION, conversation, customer)


def chat(connection: Connection, person: int) -> Held:
    """
    Somebody's private chat.
    """
    return chats.meet(connection, Who(person, person, is_private=True), NOW)


def asked(connection: Connection, asker: Asker, person: int = SARA) -> Link:
    """
    A link that a chat wants.
    """
    chat(connection, person)
    token = linking.begin(connection, asker, NOW)
    link = linking.opened(connection, token, person, "Sara (@sara)", NOW)
    assert link is not None
    said = linking.said_here(connection, link.id, person, NOW, yes=True)
    assert said is not None
    return said


def agreed(connection: Connection, asker: Asker, person: int = SARA) -> Link:
    """
    A link on which both agree.
    """
    link = asked(connection, asker, person)
    said = linking.said_there(connection, link.id, asker.session, NOW, yes=True)
    assert said is not None
    assert said.is_agreed
    return said


def settled(connection: Connection, link: Link, asker: Asker | None) -> Step | None:
    """
    What becomes of a link whose session is held like this now.
    """
    return linking.settle(connection, link, lambda *_: asker, NOW).outcome


def test_the_token_is_nowhere(connection: Connection) -> None:
    """
    Whoever reads the database can open no link.
    """
    token = linking.begin(connection, web(connection), NOW)
    (row,) = connection.execute(sa.select(links)).all()
    assert token not in str(tuple(row))
    assert len(token) == 43
    assert len({linking.begin(connection, web(connection), NOW) for _ in range(9)}) == 9


def test_what_nobody_made_opens_nothing(connection: Connection) -> None:
    """
    Guesses, and the id by which a link is answered.
    """
    token = linking.begin(connection, web(connection), NOW)
    found = linking.of_session(connection, SESSION)
    assert found is not None
    for guess in ("", "x" * 43, token[1:] + token[0] * 2, token.swapcase(), found.id):
        assert linking.opened(connection, guess, EVE, "Eve", NOW) is None
    assert linking.of_session(connection, SESSION) == found


def test_one_chat_alone_opens_it(connection: Connection) -> None:
    """
    It again, and nobody else, whatever they say.
    """
    token = linking.begin(connection, web(connection), NOW)
    first = linking.opened(connection, token, SARA, "Sara", NOW)
    assert first is not None
    assert linking.opened(connection, token, EVE, "Eve", NOW) is None
    assert linking.said_here(connection, first.id, EVE, NOW, yes=True) is None
    assert linking.opened(connection, token, SARA, "Sara", NOW) == first


def test_two_at_once_are_one(engine: Engine) -> None:
    """
    However many open it, or answer, at the same moment.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        token = linking.begin(connection, web(connection), NOW)
        connection.commit()

    def opens(person: int) -> Link | None:
        with engine.connect() as one:
            # As the one writer of SQLite does it.
            one.exec_driver_sql("BEGIN IMMEDIATE")
            link = linking.opened(one, token, person, str(person), NOW)
            one.commit()
            return link

    with ThreadPoolExecutor(8) as pool:
        found = [each for each in pool.map(opens, range(1, 9)) if each]
    assert len(found) == 1


def test_nobody_is_named_before_they_want_it(connection: Connection) -> None:
    """
    Whoever only presses start gives nothing away, and cannot be agreed to.
    """
    asker = web(connection)
    token = linking.begin(connection, asker, NOW)
    assert linking.of_session(connection, SESSION).state(NOW).step is Step.OPEN
    link = linking.opened(connection, token, SARA, "Sara (@sara)", NOW)
    assert link is not None
    state = link.state(NOW)
    assert (state.step, state.account) == (Step.WAITING, "")
    assert linking.said_there(connection, link.id, SESSION, NOW, yes=True) is None
    said = linking.said_here(connection, link.id, SARA, NOW, yes=True)
    assert said is not None
    state = said.state(NOW)
    assert (state.step, state.account) == (Step.ASKED, "Sara (@sara)")


@pytest.mark.parametrize("late", [LIFE, LIFE + timedelta(days=1)])
def test_after_its_time_nothing_is_done(
    connection: Connection, late: timedelta
) -> None:
    """
    Neither opened nor answered, on either side.
    """
    asker, then = web(connection), NOW + late
    token = linking.begin(connection, asker, NOW)
    assert linking.opened(connection, token, SARA, "Sara", then) is None
    link = asked(connection, asker)
    assert linking.said_there(connection, link.id, SESSION, then, yes=True) is None
    assert link.step(then) is Step.OVER
    assert link.step(then - late) is Step.ASKED


def test_a_no_is_the_end(connection: Connection) -> None:
    """
    From either side, and nothing follows it.
    """
    link = asked(connection, web(connection))
    refused = linking.said_there(connection, link.id, SESSION, NOW, yes=False)
    assert refused is not None
    assert refused.outcome is Step.REFUSED
    for yes in (True, False):
        assert linking.said_there(connection, link.id, SESSION, NOW, yes=yes) is None
        assert linking.said_here(connection, link.id, SARA, NOW, yes=yes) is None


def test_another_session_answers_nothing(connection: Connection) -> None:
    """
    Also with the right id, and one's own session not for another's link.
    """
    link = asked(connection, web(connection))
    assert linking.said_there(connection, link.id, "b" * 64, NOW, yes=True) is None
    assert linking.of_session(connection, "b" * 64) is None
    assert linking.find(connection, link.id).yes_there is None


def test_a_new_link_ends_the_former(connection: Connection) -> None:
    """
    What was displayed with the former's id is no answer to the new one.
    """
    asker = web(connection)
    former = asked(connection, asker)
    eves = asked(connection, asker, EVE)
    assert linking.said_there(connection, former.id, SESSION, NOW, yes=True) is None
    assert linking.find(connection, eves.id).yes_there is None


def test_a_stranger_s_chat_goes_on_with_the_session_s(connection: Connection) -> None:
    """
    What it held is part of that then, and nothing of it is left.
    """
    asker = web(connection)
    own = chat(connection, SARA).conversation
    assert settled(connection, agreed(connection, asker), asker) is Step.DONE
    held = chat(connection, SARA)
    assert held.conversation == asker.conversation
    assert (held.identity.customer_id, held.linked_at) == (None, NOW)
    assert threads.still(connection, [own]) == {}


def test_a_customer_s_session_brings_no_proof(connection: Connection) -> None:
    """
    It is known who it is said to be, at level 1.
    """
    asker = web(connection, "7")
    assert settled(connection, agreed(connection, asker), asker) is Step.DONE
    identity = chat(connection, SARA).identity
    assert (identity.customer_id, identity.assurance) == ("7", Assurance.CHANNEL)
    assert identity.proof is None


@pytest.mark.parametrize("now", ["gone", "stranger", "moved", "another"])
def test_the_session_is_still_who_it_was(connection: Connection, now: str) -> None:
    """
    What was agreed for one customer is not done for another, or for nobody.
    """
    asker = web(connection, "7")
    link = agreed(connection, asker)
    other = threads.create(connection, NOW)
    present = {
        "gone": None,
        "stranger": Asker(SESSION, asker.conversation, None),
        "moved": Asker(SESSION, other, "7"),
        "another": Asker(SESSION, asker.conversation, "8"),
    }[now]
    assert settled(connection, link, present) is Step.OVER
    assert chat(connection, SARA).identity.customer_id is None


@pytest.mark.parametrize("customer", [None, "8"])
def test_a_chat_that_is_somebody_s_stays_theirs(
    connection: Connection, customer: str | None
) -> None:
    """
    Neither a stranger's session nor another customer's gets hold of it.
    """
    first = web(connection, "7")
    settled(connection, agreed(connection, first), first)
    before = chat(connection, SARA)
    second = Asker(
        "b" * 64, threads.create(connection, NOW, customer_id=customer), customer
    )
    assert settled(connection, agreed(connection, second), second) is Step.TAKEN
    assert chat(connection, SARA) == before


def test_words_shared_with_one_session_go_to_no_other(connection: Connection) -> None:
    """
    A chat that leaves one stranger's session for another's takes nothing along.
    """
    first = web(connection)
    settled(connection, agreed(connection, first), first)
    second = Asker("b" * 64, threads.create(connection, NOW), None)
    assert settled(connection, agreed(connection, second), second) is Step.DONE
    assert chat(connection, SARA).conversation == second.conversation
    assert set(threads.still(connection, [first.conversation])) == {first.conversation}


def test_a_linked_stranger_s_chat_is_nobody_s_once_somebody_signs_in(
    connection: Connection,
) -> None:
    """
    The conversation is its customer's then; the chat begins another one.
    """
    asker = web(connection)
    settled(connection, agreed(connection, asker), asker)
    assert threads.join(connection, "7", asker.conversation, NOW) == asker.conversation
    assert chats.of_conversation(connection, asker.conversation) is None
    assert chats.holder(connection, asker.conversation, NOW) is None
    held = chat(connection, SARA)
    assert held.conversation != asker.conversation
    assert held.linked_at is None


def test_nothing_is_left_of_a_conversation_that_goes(connection: Connection) -> None:
    """
    A link, and a chat, go with what they hold.
    """
    threads.create(connection, NOW, customer_id="7")
    asker = web(connection)
    settled(connection, agreed(connection, asker), asker)
    threads.join(connection, "7", asker.conversation, NOW)
    assert linking.of_session(connection, SESSION) is None
    assert chats.find(connection, SARA, SARA) is None


def test_old_ones_are_forgotten(connection: Connection) -> None:
    """
    With the name in them: what came to nothing after a day, the others after a month.
    """
    askers = [Asker(each * 64, threads.create(connection, NOW), None) for each in "abc"]
    settled(connection, agreed(connection, askers[0]), askers[0])
    asked(connection, askers[1], EVE)

    def left(after: timedelta) -> int:
        moment: datetime = NOW + after
        linking.begin(connection, askers[2], moment)
        linking.forget(connection, askers[2].session)
        return len(connection.execute(sa.select(links)).all())

    assert left(timedelta(hours=1)) == 2
    assert left(linking.KEPT_UNDONE) == 1
    assert left(linking.KEPT_DONE) == 0
