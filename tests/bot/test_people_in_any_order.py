"""
Talk, merges, splits and consent in any order: everybody has what is theirs.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.conversations import threads
from bot.conversations.history import END, StoredMessage
from crm_connector.identity import consent, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.errors import AlreadyOne, TooMany
from crm_connector.identity.identifiers import Kind
from tests.bot.talking import RULES, Talking

SHOP = "abcde"


class Shop(RuleBasedStateMachine):
    """
    Five customers who talk, are merged and are split, in any order.

    Each has two clients with a cursor: one throws away what it has when it reads
    another thread than before, as it is told to; the other never looks, and still gets
    all that is its customer's own, once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.talking = Talking()
        self.edges: dict[int, tuple[str, str]] = {}
        self.own: dict[str, dict[str, int]] = {each: {} for each in SHOP}
        self.shown: dict[str, list[str]] = {each: [] for each in SHOP}
        self.thread = dict.fromkeys(SHOP, "")
        self.naive: dict[str, list[str]] = {each: [] for each in SHOP}
        self.cursors = dict.fromkeys(SHOP, -END)
        self.naive_cursors = dict.fromkeys(SHOP, -END)

    @initialize(several=st.sets(st.sampled_from(SHOP)))
    def some_have_talked(self, several: set[str]) -> None:
        """
        Before anything is merged.
        """
        for customer in sorted(several):
            self.talking.say(customer)
            self.talking.answer(customer)

    def teardown(self) -> None:
        """
        No connection is left.
        """
        self.talking.close()

    def together(self, customer: str) -> set[str]:
        """
        All whom a chain of merges leads to.
        """
        found, waiting = {customer}, [customer]
        while waiting:
            here = waiting.pop()
            for pair in self.edges.values():
                if here in pair:
                    waiting += set(pair) - found
                    found |= set(pair)
        return found

    @rule(customer=st.sampled_from(SHOP))
    def says(self, customer: str) -> None:
        """
        A message.
        """
        self.talking.say(customer)

    @rule(customer=st.sampled_from(SHOP))
    def hears(self, customer: str) -> None:
        """
        Whatever waits longest in their thread is answered.
        """
        self.talking.answer(customer)

    @rule(customer=st.sampled_from(SHOP), which=st.integers(0, 20))
    def presses(self, customer: str, which: int) -> None:
        """
        One of the buttons that they are shown, which always can be pressed.
        """
        tokens = self.talking.tokens(customer)
        if tokens:
            self.talking.say(customer, button=tokens[which % len(tokens)])

    @rule(customer=st.sampled_from(SHOP), is_new=st.booleans())
    def signs_in(self, customer: str, is_new: bool) -> None:
        """
        With something said as a stranger, or nothing.
        """
        talking = self.talking
        stranger = None
        if is_new:
            stranger = threads.create(talking.connection, talking.now)
            talking.said += 1
            talking.write(stranger, None, f"{customer}{talking.said}", None)
        talking.sign_in(customer, stranger)

    @rule(one=st.sampled_from(SHOP), other=st.sampled_from(SHOP))
    def merges(self, one: str, other: str) -> None:
        """
        If they may be one.
        """
        both = self.together(one) | self.together(other)
        try:
            number = self.talking.merge(one, other)
        except AlreadyOne:
            assert other in self.together(one)
        except TooMany:
            assert len(both) > RULES.limits[Kind.SHOP_CUSTOMER_ID]
        else:
            self.edges[number] = (one, other)

    @rule(which=st.integers(0, 20))
    def splits(self, which: int) -> None:
        """
        Any merge, not only the last one.
        """
        if self.edges:
            number = sorted(self.edges)[which % len(self.edges)]
            del self.edges[number]
            self.talking.split(number)

    @rule(one=st.sampled_from(SHOP), other=st.sampled_from(SHOP))
    def tries(self, one: str, other: str) -> None:
        """
        Merge then split changes nothing.
        """
        before = self.seen()
        try:
            number = self.talking.merge(one, other)
        except (AlreadyOne, TooMany):
            return
        self.talking.split(number)
        assert self.seen() == before

    @rule(customer=st.sampled_from(SHOP), is_granted=st.booleans())
    def agrees(self, customer: str, is_granted: bool) -> None:
        """
        Or does not.
        """
        person = self.talking.person(customer)
        now = self.talking.tick()
        consent.say(
            self.talking.connection,
            Statement(person, Purpose.MARKETING, is_granted, "?", "web", now),
        )

    @rule(customer=st.sampled_from(SHOP))
    def reads(self, customer: str) -> None:
        """
        From the cursor on, with both clients.
        """
        place = self.talking.place(customer)
        if place.thread != self.thread[customer]:
            self.thread[customer] = place.thread
            self.shown[customer] = []
            self.cursors[customer] = -END
        for message in self.talking.read(customer, self.cursors[customer]):
            self.shown[customer].append(_name(message))
            self.cursors[customer] = message.seq
        visible = [_name(each) for each in self.talking.read(customer)]
        assert self.shown[customer] == visible
        for message in self.talking.read(customer, self.naive_cursors[customer]):
            self.naive[customer].append(_name(message))
            self.naive_cursors[customer] = message.seq
        own = [each for each in self.naive[customer] if each[0] == customer]
        assert own == [each for each in visible if each[0] == customer]

    @invariant()
    def everybody_reads_what_their_person_said_and_nothing_else(self) -> None:
        """
        Neither words nor buttons nor what the bot has in mind.
        """
        talking = self.talking
        for customer in SHOP:
            place = talking.place(customer)
            if place.conversation == "none":
                continue
            together = self.together(customer)
            names = talking.connection.exec_driver_sql(
                "select coalesce(client_id, text) as name from messages"
            )
            expected = sorted(row.name for row in names if row.name[0] in together)
            assert sorted(_name(each) for each in talking.read(customer)) == expected
            assert {each for each in SHOP if self._shares(each, place)} <= together
            state = talking.row(place.thread).engine_state
            assert set((state or b"").decode()) <= together
            assert {each[0] for each in talking.titles(customer)} <= together

    @invariant()
    def numbers_never_change(self) -> None:
        """
        Of what is one's own.
        """
        for customer, known in self.own.items():
            for message in self.talking.read(customer):
                name = _name(message)
                if name[0] == customer:
                    assert known.setdefault(name, message.seq) == message.seq

    @invariant()
    def nothing_is_left_over(self) -> None:
        """
        A thread that several share has all of theirs, and no other one has any.
        """
        connection = self.talking.connection
        for table in ("messages", "inbox", "buttons", "outbox"):
            query = (
                f"select count(*) from {table} join joined_threads "  # noqa: S608
                "using (conversation)"
            )
            assert connection.exec_driver_sql(query).scalar() == 0

    def _shares(self, other: str, place: threads.Place) -> bool:
        return self.talking.place(other).thread == place.thread

    def seen(self) -> object:
        """
        All that can be asked.
        """
        connection = self.talking.connection
        people = [self.talking.person(each) for each in SHOP]
        return (
            self.talking.everything(),
            [present.root(connection, each) for each in people],
            [consent.standing(connection, each) for each in people],
        )


def _name(message: StoredMessage) -> str:
    """
    What a message is called here: a name that is its own and begins with whose it is.
    """
    return message.client_id or message.text


TestShop = Shop.TestCase
TestShop.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
