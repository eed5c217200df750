"""
Handing over, merging and answering late, in any order: never two speakers.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.conversations import outbox, owner
from bot.conversations.errors import HandoffOver, NothingOwed, OwnerChanged
from bot.conversations.handoffs import owed, standing, steps, writing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import WAITING, Handoff
from bot.conversations.handoffs.writing import Words
from bot.conversations.messages import HandOver
from bot.conversations.owner import BOT, agent_of, is_bots
from bot.conversations.work import Work
from crm_connector.identity.errors import AlreadyOne, TooMany
from tests.bot.talking import Talking

CUSTOMERS = "ab"
AGENTS = ("1", "2")
ASKED = HandOver("asked", "en")

customers = st.sampled_from(CUSTOMERS)
people = st.sampled_from(AGENTS)
outcomes = st.sampled_from([Settled.SOLVED, Settled.PROMISED])


class House(RuleBasedStateMachine):
    """
    Two customers, who may be one, and two agents who act on what they last saw.

    Turns of the bot begin and end at any time, and agents write whenever they like:
    whoever is heard was the owner in that very moment.
    """

    def __init__(self) -> None:
        super().__init__()
        self.talking = Talking()
        self.turns: list[Work] = []
        self.seen: dict[tuple[str, str], Handoff] = {}
        self.merges: list[int] = []
        self.words = 0

    @initialize(waits=st.sets(customers))
    def some_wait_already(self, waits: set[str]) -> None:
        """
        For a person.
        """
        for customer in CUSTOMERS:
            self.talking.say(customer)
            self.talking.answer(customer, ASKED if customer in waits else None)

    def teardown(self) -> None:
        """
        No connection is left.
        """
        self.talking.close()

    def owner(self, customer: str) -> tuple[str, int]:
        """
        Who may speak to the customer.
        """
        thread = self.talking.place(customer).thread
        return owner.current(self.talking.connection, thread)

    @rule(customer=customers)
    def says(self, customer: str) -> None:
        """
        The customer writes.
        """
        self.talking.say(customer)

    @rule(customer=customers)
    def bot_begins(self, customer: str) -> None:
        """
        The customer writes and a turn begins: one at a time in a thread.
        """
        self.talking.say(customer)
        thread = self.talking.place(customer).thread
        if any(turn.conversation == thread for turn in self.turns):
            return
        taken = self.talking.take(customer)
        if taken is not None:
            self.turns.append(taken)

    @precondition(lambda self: self.turns)
    @rule(which=st.integers(0, 5), hands_over=st.booleans())
    def bot_ends(self, which: int, hands_over: bool) -> None:
        """
        A turn ends, maybe in a wish for a person, maybe too late.
        """
        turn = self.turns.pop(which % len(self.turns))
        who = turn.turn.identity.customer_id
        before = self.owner(who) if who else None
        saved = self.talking.save(turn, ASKED if hands_over else None)
        if before is not None and saved.conversation == turn.conversation:
            may_speak = is_bots(before[0]) and before[1] == turn.epoch
            assert bool(saved.dropped) != may_speak
        if saved.next is not None:
            self.turns.append(saved.next)

    @rule(customer=customers, agent=people)
    def takes(self, customer: str, agent: str) -> None:
        """
        An agent looks at the conversation and claims it if it waits.
        """
        thread = self.talking.place(customer).thread
        found = standing.opened(self.talking.connection, thread)
        if found is None:
            return
        self.seen[agent, customer] = found
        if found.state == WAITING:
            self.claims(customer, agent)

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def claims(self, customer: str, agent: str) -> None:
        """
        What they saw when they looked.
        """
        found = self.seen.get((agent, customer))
        if found is None:
            return
        try:
            now = self.talking.tick()
            claimed = steps.claim(self.talking.connection, found.number, agent, now)
        except (OwnerChanged, HandoffOver):
            return
        self.seen[agent, customer] = claimed
        found_owner = owner.current(self.talking.connection, claimed.thread)
        assert found_owner == (owner.agent(agent), claimed.epoch)

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def writes(self, customer: str, agent: str) -> None:
        """
        By what they last saw: heard if it is theirs and has been all the time.
        """
        found = self.seen.get((agent, customer))
        if found is None:
            return
        connection = self.talking.connection
        thread = standing.find(connection, found.number).thread
        before = owner.current(connection, thread)
        self.words += 1
        words = Words(f"agent{self.words}", "Sara", id=f"w{self.words}")
        now = self.talking.tick()
        try:
            writing.reply(
                connection,
                found.number,
                found.epoch,
                agent,
                words,
                pushed={"push"},
                now=now,
            )
        except OwnerChanged:
            assert words.text not in self.talking.texts(customer)
        else:
            assert before == (owner.agent(agent), found.epoch)
            assert words.text in self.talking.texts(customer)

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people, to=people)
    def transfers(self, customer: str, agent: str, to: str) -> None:
        """
        To a colleague.
        """
        self.try_to(
            customer,
            agent,
            lambda found: steps.transfer(
                self.talking.connection,
                found.number,
                found.epoch,
                self.talking.tick(),
                by=agent,
                agent=to,
            ),
        )

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def vanishes(self, customer: str, agent: str) -> None:
        """
        The clock puts it back.
        """
        self.try_to(
            customer,
            agent,
            lambda found: steps.release(
                self.talking.connection,
                found.number,
                self.talking.tick(),
                by=None,
                expected_agent=agent,
            ),
        )

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people, settled=outcomes)
    def gives_back(self, customer: str, agent: str, settled: Settled) -> None:
        """
        To the bot.
        """
        self.try_to(
            customer,
            agent,
            lambda found: steps.give_back(
                self.talking.connection,
                found.number,
                found.epoch,
                Outcome(settled, "Sara"),
                self.talking.tick(),
                by=agent,
            ),
        )

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def comes_back(self, customer: str, agent: str) -> None:
        """
        To keep what was promised: if it was, and where the bot alone has the customer.
        """
        found = self.seen.get((agent, customer))
        if found is None:
            return
        connection = self.talking.connection
        thread = standing.find(connection, found.number).thread
        before = owner.current(connection, thread)
        promise = owed.open_promise(connection, found.number)
        now = self.talking.tick()
        try:
            opened = owed.come_back(connection, found.number, agent, now)
        except NothingOwed:
            assert promise is None
        except OwnerChanged:
            assert before[0] != BOT
        else:
            assert promise is not None
            assert before == (BOT, opened.epoch - 1)
            assert owner.current(connection, thread)[0] == owner.agent(agent)
            assert owed.open_promise(connection, found.number) == promise
            self.seen[agent, customer] = opened

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def keeps(self, customer: str, agent: str) -> None:
        """
        The promise, which changes no owner.
        """
        found = self.seen.get((agent, customer))
        if found is None:
            return
        connection = self.talking.connection
        before = self.owner(customer)
        owed.keep(connection, found.number, self.talking.tick(), by=agent)
        assert owed.open_promise(connection, found.number) is None
        assert self.owner(customer) == before

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def withdraws(self, customer: str, agent: str) -> None:
        """
        The customer wants nobody any more.
        """
        self.try_to(
            customer,
            agent,
            lambda found: steps.withdraw(
                self.talking.connection, found.number, self.talking.tick()
            ),
        )

    @rule(one=customers, other=customers)
    def merge(self, one: str, other: str) -> None:
        """
        Two turn out to be one.
        """
        with suppress(AlreadyOne, TooMany):
            self.merges.append(self.talking.merge(one, other))

    @precondition(lambda self: self.merges)
    @rule()
    def split(self) -> None:
        """
        And they do not.
        """
        self.talking.split(self.merges.pop())

    @rule()
    def sends(self) -> None:
        """
        The outbox sends what it may, and that is what its owner said in this epoch.
        """
        connection = self.talking.connection
        now = self.talking.tick()
        for ready in outbox.due(connection, b"", now, besides=(), limit=99):
            outbox.settle(connection, ready.item, outbox.DELIVERED)

    @invariant()
    def an_owner_other_than_the_bot_has_a_handoff(self) -> None:
        """
        And where the bot has it, nobody waits.
        """
        for customer in CUSTOMERS:
            thread = self.talking.place(customer).thread
            name, _ = self.owner(customer)
            leading = standing.opened(self.talking.connection, thread)
            if name == BOT:
                assert standing.owner_by(self.talking.connection, thread) == BOT
            else:
                assert leading is not None
                assert leading.agent == agent_of(name)

    @invariant()
    def customers_never_read_what_is_the_desks(self) -> None:
        """
        Neither notes nor what was withheld.
        """
        for customer in CUSTOMERS:
            assert all(each.desk is None for each in self.talking.read(customer))

    def try_to(
        self, customer: str, agent: str, step: Callable[[Handoff], object]
    ) -> None:
        """
        Do a step by what the agent last saw, if it is still so.
        """
        found = self.seen.get((agent, customer))
        if found is None:
            return
        with suppress(OwnerChanged, HandoffOver):
            step(found)


TestHouse = House.TestCase
TestHouse.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
