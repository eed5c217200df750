"""
One-time codes: who may use one, how often, how long, and what nobody can learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.errors import CodeOver, CodeRefused, CodeWrong, TooManyCodes
from crm_connector.identity import codes
from crm_connector.identity.codes import LIFE, TRIES, Right
from crm_connector.identity.tables import code_limits, metadata
from crm_connector.model import Contact, ContactKind
from tests.fakes.clock import FakeClock

KEY = b"k" * 32
PHONE = Contact(ContactKind.PHONE, "+989121234567")
MAIL = Contact(ContactKind.EMAIL, "sara@example.com")
ADDRESS = "203.0.113.7"


@pytest.fixture
def connection() -> Iterator[Connection]:
    """
    A database with the tables of codes.
    """
    engine = sa.create_engine("sqlite://", future=True)
    with engine.connect() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    """
    The time.
    """
    return FakeClock()


class Desk:
    """
    Codes over one connection, at the clock's time.
    """

    def __init__(self, connection: Connection, clock: FakeClock) -> None:
        self.connection = connection
        self.clock = clock

    def make(
        self, session: str = "s1", who: str | None = "1", contact: Contact = PHONE
    ) -> str:
        return codes.make(self.connection, KEY, session, contact, who, self.clock())

    def check(self, typed: str, session: str = "s1") -> Right | CodeRefused:
        return codes.check(self.connection, KEY, session, typed, self.clock())

    def admit(
        self, session: str = "s1", contact: Contact = PHONE, address: str = ADDRESS
    ) -> None:
        codes.admit(self.connection, KEY, session, contact, address, self.clock())

    def refused(self, **asked) -> float:
        """
        How long one has to wait for another code.
        """
        with pytest.raises(TooManyCodes) as caught:
            self.admit(**asked)
        return caught.value.retry_after


@pytest.fixture
def desk(connection: Connection, clock: FakeClock) -> Desk:
    """
    The codes of this test.
    """
    return Desk(connection, clock)


def another(code: str) -> str:
    """
    A code that is not this one.
    """
    return f"{(int(code) + 1) % 10**6:06}"


def told(answer: Right | CodeRefused) -> tuple[object, ...]:
    """
    All that an answer says.
    """
    if isinstance(answer, Right):
        return (Right, answer.customer_id)
    return (type(answer), str(answer), getattr(answer, "left", None))


class TestCode:
    """
    One code, from its making to its end.
    """

    def test_it_has_six_digits_and_is_seldom_the_same(self, desk: Desk) -> None:
        made = {desk.make() for _ in range(200)}

        assert all(len(code) == 6 and code.isdecimal() for code in made)
        assert all(code.isascii() for code in made)
        assert len(made) > 190

    def test_the_right_one_says_whose_it_is_once(self, desk: Desk) -> None:
        code = desk.make(who="7")

        assert desk.check(code) == Right("7", codes.contact_hash(KEY, PHONE))
        assert isinstance(desk.check(code), CodeOver)

    @pytest.mark.parametrize(
        "written",
        [
            lambda code: f" {code}\n",
            lambda code: f"{code[:3]} {code[3:]}",
            lambda code: f"{code[:3]}-{code[3:]}",
            lambda code: f"\u2068{code}\u2069",
            lambda code: "".join(chr(ord("۰") + int(each)) for each in code),
            lambda code: "".join(chr(ord("٠") + int(each)) for each in code),
            lambda code: f"کد: {code}",
        ],
    )
    def test_it_may_be_typed_as_people_type(self, desk: Desk, written) -> None:
        assert isinstance(desk.check(written(desk.make())), Right)

    @pytest.mark.parametrize(
        "typed",
        ["", "12345", "سلام", "9" * 10_000, "\ud800"],
        ids=["nothing", "five", "a word", "many", "half a letter"],
    )
    def test_what_is_no_code_is_a_wrong_one(self, desk: Desk, typed: str) -> None:
        desk.make()

        assert isinstance(desk.check(typed), CodeWrong)

    def test_it_is_good_for_ten_minutes(self, desk: Desk, clock: FakeClock) -> None:
        code = desk.make()
        clock.advance(seconds=LIFE.total_seconds() - 1)
        in_time = desk.check(code)
        code = desk.make()
        clock.advance(seconds=LIFE.total_seconds())

        assert isinstance(in_time, Right)
        assert isinstance(desk.check(code), CodeOver)

    def test_five_wrong_ones_end_it(self, desk: Desk) -> None:
        code = desk.make()

        answers = [desk.check(another(code)) for _ in range(TRIES)]

        assert [told(each)[::2] for each in answers] == [
            (CodeWrong, left) for left in (4, 3, 2, 1, 0)
        ]
        assert isinstance(desk.check(code), CodeOver)

    def test_the_fifth_try_may_be_the_right_one(self, desk: Desk) -> None:
        code = desk.make()
        for _ in range(TRIES - 1):
            desk.check(another(code))

        assert isinstance(desk.check(code), Right)

    def test_a_new_one_ends_the_old_one_with_its_tries(self, desk: Desk) -> None:
        old = desk.make()
        for _ in range(TRIES):
            desk.check(another(old))
        new = desk.make()
        while new == old:
            new = desk.make()

        assert told(desk.check(old))[::2] == (CodeWrong, 4)
        assert isinstance(desk.check(new), Right)

    def test_another_session_cannot_use_it(self, desk: Desk) -> None:
        code = desk.make("s1")
        other = desk.make("s2", who="2")
        while other == code:
            other = desk.make("s2", who="2")

        assert isinstance(desk.check(code, "s2"), CodeWrong)
        assert isinstance(desk.check(code, "s3"), CodeOver)
        assert isinstance(desk.check(code, "s1"), Right)

    def test_a_row_put_under_another_session_opens_nothing(
        self, desk: Desk, connection: Connection
    ) -> None:
        code = desk.make("s1")
        connection.execute(codes.codes.update().values(session="s2"))

        assert isinstance(desk.check(code, "s2"), CodeWrong)

    def test_a_forgotten_one_is_over(self, desk: Desk, connection: Connection) -> None:
        code, others = desk.make("s1"), desk.make("s2")
        codes.forget(connection, "s1")

        assert isinstance(desk.check(code, "s1"), CodeOver)
        assert isinstance(desk.check(others, "s2"), Right)


class TestNothingIsLearnt:
    """
    Neither from answers nor from what is kept.
    """

    def test_the_unknown_hear_what_the_known_hear(
        self, desk: Desk, clock: FakeClock
    ) -> None:
        """
        Even with the digits that were made for nobody.
        """
        known, nobodys = desk.make("s1", "1"), desk.make("s2", None)

        for _ in range(TRIES + 1):
            one = desk.check(another(known), "s1")
            two = desk.check(nobodys, "s2")
            assert told(one) == told(two)
        assert told(desk.check(known, "s1")) == told(desk.check(nobodys, "s2"))
        clock.advance(minutes=11)
        assert told(desk.check(known, "s1")) == told(desk.check(nobodys, "s2"))

    def test_the_unknown_wait_as_long_as_the_known(self, desk: Desk) -> None:
        for _ in range(3):
            desk.admit("s1", PHONE)
            desk.admit("s2", MAIL)

        waits = [desk.refused(contact=PHONE), desk.refused(contact=MAIL)]
        assert waits[0] == waits[1]

    def test_nothing_readable_is_kept(self, desk: Desk, connection: Connection) -> None:
        made = [desk.make(f"s{each}", "1", PHONE) for each in range(3)]
        desk.admit(contact=MAIL)
        kept = "".join(
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )

        for secret in (*made, PHONE.value, PHONE.value[3:], MAIL.value, ADDRESS):
            assert secret not in kept

    def test_the_same_code_is_kept_in_another_form_each_time(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(codes.secrets, "randbelow", lambda _: 42)
        hashes = set()
        for _ in range(2):
            assert desk.make("s1") == "000042"
            hashes.add(desk.connection.execute(sa.select(codes.codes.c.hash)).scalar())

        assert len(hashes) == 2

    def test_another_servers_key_opens_nothing(
        self, desk: Desk, connection: Connection, clock: FakeClock
    ) -> None:
        code = desk.make()

        answer = codes.check(connection, b"x" * 32, "s1", code, clock())
        assert isinstance(answer, CodeWrong)


class TestLimits:
    """
    How often a code may be asked for.
    """

    def test_a_contact_gets_three_in_ten_minutes(
        self, desk: Desk, clock: FakeClock
    ) -> None:
        for number in range(3):
            desk.admit(f"s{number}", address=f"203.0.113.{number}")
            clock.advance(minutes=1)

        # The first one is three minutes old.
        assert desk.refused(session="s9", address="203.0.113.9") == 7 * 60
        desk.admit("s9", MAIL)
        clock.advance(minutes=7)
        desk.admit("s9")
        assert desk.refused(session="s9") == 60

    def test_a_contact_gets_ten_a_day(self, desk: Desk, clock: FakeClock) -> None:
        for number in range(10):
            desk.admit(f"s{number}")
            clock.advance(minutes=10)

        wait = desk.refused(session="s11", address="203.0.113.9")
        assert wait == timedelta(days=1).total_seconds() - 100 * 60
        clock.advance(seconds=wait)
        desk.admit("s11")

    def test_an_address_gets_thirty_for_whomever(
        self, desk: Desk, clock: FakeClock
    ) -> None:
        for number in range(30):
            mail = Contact(ContactKind.EMAIL, f"a{number}@example.com")
            desk.admit(f"s{number}", mail)

        assert desk.refused(session="s99", contact=PHONE) == 600
        desk.admit("s99", PHONE, "203.0.113.8")
        clock.advance(minutes=10)
        desk.admit("s99", PHONE)

    def test_a_session_gets_five_for_whomever(self, desk: Desk) -> None:
        for number in range(5):
            mail = Contact(ContactKind.EMAIL, f"a{number}@example.com")
            desk.admit("s1", mail, f"203.0.113.{number}")

        desk.refused(session="s1", address="203.0.113.99")
        desk.admit("s2", address="203.0.113.99")

    def test_who_asked_long_ago_is_forgotten(
        self, desk: Desk, connection: Connection, clock: FakeClock
    ) -> None:
        desk.admit()
        desk.make()
        clock.advance(hours=23)
        desk.admit("s2", MAIL, "203.0.113.9")
        clock.advance(hours=1)
        codes.forget_old(connection, clock())

        count = sa.select(sa.func.count()).select_from(code_limits)
        assert connection.execute(count).scalar() == 3
        assert isinstance(desk.check("000000"), CodeOver)
