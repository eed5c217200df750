"""
Whatever happens in whatever order: a merge and its split change nothing.
"""

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from crm_connector.identity import consent, ledger, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.errors import (
    AlreadyOne,
    TooMany,
)
from crm_connector.identity.identifiers import Kind
from crm_connector.identity.tables import metadata, persons
from tests.crm_connector.identity.people import (
    RULES,
    after,
    meet,
    merge,
    split,
    telegram,
)


class People(RuleBasedStateMachine):
    """
    Whatever happens in whatever order, those are one whom merges that hold connect.
    """

    someone = Bundle("someone")
    joined = Bundle("joined")

    @initialize()
    def begin(self) -> None:
        """
        An empty ledger, and none of it known.
        """
        self.engine = sa.create_engine("sqlite://", future=True)
        metadata.create_all(self.engine)
        self.connection = self.engine.connect()
        self.edges: dict[int, tuple[int, int]] = {}
        self.everybody: list[int] = []
        self.minute = 0

    def teardown(self) -> None:
        """
        No connection is left.
        """
        if hasattr(self, "connection"):
            self.connection.close()
            self.engine.dispose()

    @rule(target=someone)
    def met(self) -> int:
        """
        Somebody new.
        """
        person = meet(self.connection, telegram(len(self.everybody)))
        self.everybody.append(person)
        return person

    @rule(target=joined, one=someone, other=someone)
    def merged(self, one: int, other: int) -> int:
        """
        Two are one, if they are not and may be.
        """
        self.minute += 1
        try:
            number = merge(self.connection, one, other, after(self.minute))
        except AlreadyOne:
            assert self.together(one) == self.together(other)
            return 0
        except TooMany:
            both = self.together(one) | self.together(other)
            assert len(both) > RULES.limits[Kind.TELEGRAM_ID]
            return 0
        self.edges[number] = (one, other)
        return number

    @rule(number=consumes(joined))
    def undone(self, number: int) -> None:
        """
        A merge was a mistake.
        """
        self.minute += 1
        if number:
            split(self.connection, number, after(self.minute))
            del self.edges[number]

    @rule(one=someone, other=someone)
    def tried(self, one: int, other: int) -> None:
        """
        A merge and its split change nothing that can be seen.
        """
        before = self.seen()
        self.minute += 1
        try:
            number = merge(self.connection, one, other, after(self.minute))
        except (AlreadyOne, TooMany):
            return
        split(self.connection, number, after(self.minute))
        assert self.seen() == before

    @rule(one=someone, is_granted=st.booleans())
    def said(self, one: int, is_granted: bool) -> None:
        """
        Somebody agrees, or does not.
        """
        self.minute += 1
        consent.say(
            self.connection,
            Statement(
                one, Purpose.MARKETING, is_granted, "?", "test", after(self.minute)
            ),
        )

    @invariant()
    def those_are_one_whom_merges_connect(self) -> None:
        """
        Walked the slow way.
        """
        if not hasattr(self, "connection"):
            return
        for person in self.everybody:
            expected = self.together(person)
            root = present.root(self.connection, person)
            assert set(present.members(self.connection, root)) == expected
            assert root == min(expected)

    @invariant()
    def the_present_follows_from_the_ledger(self) -> None:
        """
        Computed anew it is the same.
        """
        if not hasattr(self, "connection"):
            return
        before = self.roots()
        self.connection.execute(persons.update().values(root=0))
        ledger.rebuild(self.connection)
        assert self.roots() == before

    def together(self, person: int) -> set[int]:
        """
        All whom a chain of merges leads to.
        """
        found, waiting = {person}, [person]
        while waiting:
            here = waiting.pop()
            for one, other in self.edges.values():
                for a, b in ((one, other), (other, one)):
                    if a == here and b not in found:
                        found.add(b)
                        waiting.append(b)
        return found

    def roots(self) -> list[tuple[int, int]]:
        """
        Everybody's root.
        """
        rows = self.connection.execute(sa.select(persons).order_by(persons.c.id))
        return [tuple(row) for row in rows]

    def seen(self) -> object:
        """
        All that can be asked.
        """
        return (
            self.roots(),
            [present.links_of(self.connection, each) for each in self.everybody],
            [consent.standing(self.connection, each) for each in self.everybody],
        )


TestPeople = People.TestCase
TestPeople.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
