"""
A conversation goes to a person and comes back: one owner at a time.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversations import outbox
from bot.conversations.errors import HandoffOver, HandoffUnknown, OwnerChanged
from bot.conversations.handoffs import standing, steps, writing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import ENDED, HELD, WAITING, Handoff
from bot.conversations.handoffs.writing import Words, Written
from bot.conversations.history import NOTE, WITHHELD
from bot.conversations.owner import BOT, QUEUE
from tests.bot.handing import ASKED, SOLVED, held, owner_of, waiting
from tests.bot.talking import Talking


def say(talking: Talking, found: Handoff, text: str, *, agent: str = "1") -> Written:
    """
    An agent writes, as they saw the conversation.
    """
    return writing.reply(
        talking.connection,
        found.number,
        found.epoch,
        agent,
        Words(text, "Sara", id=text),
        pushed={"push"},
        now=talking.tick(),
    )


def kinds(talking: Talking, found: Handoff) -> list[str]:
    """
    What happened to a handoff.
    """
    return [each["kind"] for each in standing.history(talking.connection, found.number)]


class TestWaiting:
    """
    From the wish to the agent.
    """

    def test_the_wish_and_the_answer_are_one_step(self, talking: Talking) -> None:
        found = waiting(talking)
        assert owner_of(talking) == (QUEUE, 1)
        assert (found.state, found.reason, found.skill) == (WAITING, "asked", "returns")
        assert talking.texts("a") == ["a1", "a: a1"]
        assert kinds(talking, found) == ["requested"]

    def test_the_bot_answers_until_somebody_comes(self, talking: Talking) -> None:
        waiting(talking)
        talking.say("a")
        taken = talking.take("a")
        assert taken is not None
        assert taken.turn.is_waiting
        talking.save(taken)
        assert talking.texts("a")[-1] == "a: a2"

    def test_who_waits_already_does_not_wait_twice(self, talking: Talking) -> None:
        first = waiting(talking)
        talking.say("a")
        talking.answer("a", ASKED)
        again = standing.opened(talking.connection, first.thread)
        assert again is not None
        assert again.number == first.number
        assert owner_of(talking) == (QUEUE, 1)

    def test_what_is_on_its_way_out_still_leaves(self, talking: Talking) -> None:
        """
        The wish's own answer, and what the bot said before it.
        """
        talking.say("a")
        talking.answer("a")
        waiting(talking)
        ready = outbox.due(talking.connection, b"", talking.tick(), besides=(), limit=9)
        assert [each.message.text for each in ready] == ["a: a1"]
        outbox.settle(talking.connection, ready[0].item, outbox.DELIVERED)
        ready = outbox.due(talking.connection, b"", talking.tick(), besides=(), limit=9)
        assert [each.message.text for each in ready] == ["a: a2"]

    def test_who_wants_nobody_any_more_is_the_bots(self, talking: Talking) -> None:
        found = waiting(talking)
        ended = steps.withdraw(talking.connection, found.number, talking.tick())
        assert (ended.state, owner_of(talking)) == (ENDED, (BOT, 2))
        with pytest.raises(HandoffOver):
            steps.claim(talking.connection, found.number, "1", talking.now)

    def test_a_turn_takes_the_wish_back_with_its_answer(self, talking: Talking) -> None:
        """
        What the bot said while they waited still leaves, and the next turn is usual.
        """
        found = waiting(talking)
        talking.say("a")
        taken = talking.take("a")
        assert taken is not None
        assert talking.save(taken, withdraws=True).handed
        assert owner_of(talking) == (BOT, 2)
        assert kinds(talking, found) == ["requested", "withdrawn"]
        assert talking.texts("a") == ["a1", "a: a1", "a2", "a: a2"]
        sent = talking.connection.exec_driver_sql("select status, epoch from outbox")
        assert list(sent) == [("pending", 2), ("pending", 2)]
        talking.say("a")
        again = talking.take("a")
        assert again is not None
        assert not again.turn.is_waiting
        talking.save(again)
        assert talking.texts("a")[-1] == "a: a3"

    def test_a_claim_comes_before_a_wish_that_is_taken_back_late(
        self, talking: Talking
    ) -> None:
        found = waiting(talking)
        talking.say("a")
        taken = talking.take("a")
        assert taken is not None
        steps.claim(talking.connection, found.number, "1", talking.tick())
        assert not talking.save(taken, withdraws=True).handed
        assert owner_of(talking) == ("agent:1", 2)

    def test_who_does_not_wait_has_nothing_to_take_back(self, talking: Talking) -> None:
        talking.say("a")
        taken = talking.take("a")
        assert taken is not None
        assert not talking.save(taken, withdraws=True).handed
        assert owner_of(talking) == (BOT, 0)


class TestHolding:
    """
    One agent has it, and nobody else speaks.
    """

    def test_the_first_of_two_agents_has_it(self, talking: Talking) -> None:
        found = held(talking)
        assert (found.state, found.agent, owner_of(talking)) == (
            HELD,
            "1",
            ("agent:1", 2),
        )
        with pytest.raises(OwnerChanged):
            steps.claim(talking.connection, found.number, "2", talking.now)
        again = steps.claim(talking.connection, found.number, "1", talking.now)
        assert again == found

    def test_the_agent_is_heard_and_the_bot_is_not(self, talking: Talking) -> None:
        number = waiting(talking).number
        talking.say("a")
        late = talking.take("a")
        assert late is not None
        found = steps.claim(talking.connection, number, "1", talking.tick())
        written = say(talking, found, "hello")
        saved = talking.save(late)
        talking.say("a")
        assert talking.take("a") is None
        assert talking.texts("a") == ["a1", "a: a1", "a2", "hello", "a3"]
        assert written.outgoing
        assert saved.dropped == 1

    def test_the_agent_sees_what_the_bot_would_have_told(
        self, talking: Talking
    ) -> None:
        number = waiting(talking).number
        talking.say("a")
        late = talking.take("a")
        assert late is not None
        steps.claim(talking.connection, number, "1", talking.tick())
        talking.save(late)
        seen = talking.read("a", at_desk=True)[-1]
        assert (seen.text, seen.desk, seen.buttons) == ("a: a2", WITHHELD, ())

    def test_what_the_bot_said_and_could_not_send_is_shown_too(
        self, talking: Talking
    ) -> None:
        held(talking)
        outbox.due(talking.connection, b"", talking.tick(), besides=(), limit=9)
        assert talking.texts("a") == ["a1"]
        assert talking.read("a", at_desk=True)[-1].desk == WITHHELD

    def test_a_word_sent_twice_is_said_once(self, talking: Talking) -> None:
        found = held(talking)
        first = say(talking, found, "hello")
        again = say(talking, found, "hello")
        assert (again.repeated, again.seq) == (True, first.seq)
        assert talking.texts("a").count("hello") == 1

    def test_the_customer_reads_who_wrote(self, talking: Talking) -> None:
        say(talking, held(talking), "hello")
        last = talking.read("a")[-1]
        assert (last.author, last.speaker) == ("agent", "Sara")

    def test_notes_are_for_the_desk(self, talking: Talking) -> None:
        found = held(talking)
        words = Words("beware, an old friend", "Sara", id="n")
        for _ in range(2):
            writing.note(talking.connection, found.conversation, words, talking.tick())
        assert "beware, an old friend" not in talking.texts("a")
        seen = talking.read("a", at_desk=True)
        assert [each.desk for each in seen if each.text == words.text] == [NOTE]

    @pytest.mark.parametrize("agent", ["2", "", "bot"])
    def test_nobody_else_writes(self, talking: Talking, agent: str) -> None:
        found = held(talking)
        with pytest.raises(OwnerChanged):
            say(talking, found, "hello", agent=agent)
        assert "hello" not in talking.texts("a")

    def test_when_the_customer_first_heard_from_a_person_is_kept(
        self, talking: Talking
    ) -> None:
        found = held(talking)
        assert found.answered_at is None
        say(talking, found, "hello")
        first = talking.now
        say(talking, found, "again")
        now = standing.find(talking.connection, found.number)
        assert now.answered_at == first


class TestPassingOn:
    """
    To a colleague, to a skill, back into the queue.
    """

    def test_a_colleague_goes_on(self, talking: Talking) -> None:
        found = held(talking)
        given = steps.transfer(
            talking.connection,
            found.number,
            found.epoch,
            talking.tick(),
            by="1",
            agent="2",
        )
        assert owner_of(talking) == ("agent:2", 3)
        with pytest.raises(OwnerChanged):
            say(talking, found, "late")
        say(talking, given, "hello", agent="2")
        assert talking.texts("a")[-1] == "hello"

    def test_a_skill_is_waited_for(self, talking: Talking) -> None:
        found = held(talking)
        given = steps.transfer(
            talking.connection,
            found.number,
            found.epoch,
            talking.tick(),
            by="1",
            skill="refunds",
        )
        assert (given.state, given.skill, given.agent) == (WAITING, "refunds", None)
        assert given.requested_at == found.requested_at
        assert owner_of(talking)[0] == QUEUE

    def test_of_two_transfers_at_once_one_counts(self, talking: Talking) -> None:
        found = held(talking)

        def transfer(to: str) -> None:
            """
            From what the agent saw at first.
            """
            steps.transfer(
                talking.connection,
                found.number,
                found.epoch,
                talking.tick(),
                by="1",
                agent=to,
            )

        transfer("2")
        with pytest.raises(OwnerChanged):
            transfer("3")
        assert owner_of(talking)[0] == "agent:2"

    def test_an_agent_who_vanished_leaves_it_to_the_queue(
        self, talking: Talking
    ) -> None:
        found = held(talking)
        steps.release(
            talking.connection,
            found.number,
            talking.tick(),
            by=None,
            expected_agent="1",
        )
        assert owner_of(talking) == (QUEUE, 3)
        talking.say("a")
        assert talking.answer("a")
        again = steps.claim(talking.connection, found.number, "2", talking.tick())
        assert again.claimed_at == found.claimed_at
        assert kinds(talking, found) == ["requested", "claimed", "released", "claimed"]
        with pytest.raises(OwnerChanged):
            steps.release(
                talking.connection,
                found.number,
                talking.tick(),
                by=None,
                expected_agent="1",
            )


class TestComingBack:
    """
    The outcome goes to the bot, which goes on.
    """

    def test_the_bot_hears_the_outcome(self, talking: Talking) -> None:
        found = held(talking)
        promised = Outcome(Settled.PROMISED, "Sara", "a call", due=date(2026, 1, 3))
        ended = steps.give_back(
            talking.connection,
            found.number,
            found.epoch,
            promised,
            talking.tick(),
            by="1",
        )
        assert (ended.state, owner_of(talking)) == (ENDED, (BOT, 3))
        taken = talking.take("a")
        assert taken is not None
        choice = taken.turn.choice
        assert choice is not None
        assert choice.intent == "returned"
        assert choice.entities == {
            "handoff": str(found.number),
            "reason": "asked",
            "settled": "promised",
            "by": "Sara",
            "words": "a call",
            "due": "2026-01-03",
            # Whose conversation it was: nobody else is told of it.
            "customer": "a",
        }
        assert taken.turn.channel == "push"

    def test_what_was_written_before_the_claim_is_not_answered_late(
        self, talking: Talking
    ) -> None:
        number = waiting(talking).number
        talking.say("a")  # and the process dies before the bot begins with it
        found = steps.claim(talking.connection, number, "1", talking.tick())
        steps.give_back(
            talking.connection, number, found.epoch, SOLVED, talking.tick(), by="1"
        )
        taken = talking.take("a")
        assert taken is not None
        assert taken.turn.choice is not None
        talking.save(taken)
        assert talking.take("a") is None

    def test_it_can_be_asked_for_again(self, talking: Talking) -> None:
        found = held(talking)
        steps.give_back(
            talking.connection, found.number, 2, SOLVED, talking.tick(), by="1"
        )
        while talking.answer("a"):
            pass
        again = waiting(talking)
        assert again.number != found.number
        with pytest.raises(HandoffOver):
            steps.give_back(
                talking.connection, found.number, 2, SOLVED, talking.tick(), by="1"
            )

    def test_whether_it_was_needed_is_kept(self, talking: Talking) -> None:
        found = held(talking)
        steps.judge(talking.connection, found.number, talking.tick(), was_needed=False)
        kept = talking.connection.exec_driver_sql("select was_needed from handoffs")
        assert kept.scalar() == 0
        with pytest.raises(HandoffUnknown):
            steps.judge(talking.connection, 99, talking.tick(), was_needed=True)
