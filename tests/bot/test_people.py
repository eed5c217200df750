"""
Whoever is one person has one thread, and exactly their own again when they are not.
"""

from __future__ import annotations

import pytest

from bot.conversations import joint, outbox, owner, threads
from bot.conversations.errors import ButtonUnknown, ButtonUsed
from bot.conversations.handoffs import standing, steps
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.messages import HandOver
from bot.conversations.owner import BOT, QUEUE
from crm_connector.identity import consent, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.errors import AlreadyOne, NoSuchEntry, TooMany
from crm_connector.identity.identifiers import Kind
from tests.bot.talking import KEY, RULES, Talking

SHOP = "abcde"


def both_talk(talking: Talking) -> None:
    """
    First a, then b, each with an answer; then a says something that waits.
    """
    for customer in "ab":
        talking.say(customer)
        talking.answer(customer)
    talking.say("a")


def numbered(talking: Talking, customer: str) -> dict[str, int]:
    """
    What the customer reads, with the numbers under which they do.
    """
    return {each.text: each.seq for each in talking.read(customer)}


def test_who_is_merged_has_one_thread(talking: Talking) -> None:
    both_talk(talking)

    talking.merge("a", "b")

    assert talking.place("a").thread == talking.place("b").thread
    assert talking.texts("a") == talking.texts("b")
    assert talking.texts("a") == ["b2", "b: b2", "a1", "a: a1", "a3"]


def test_merge_then_split_changes_nothing(talking: Talking) -> None:
    both_talk(talking)
    before = talking.everything()

    talking.split(talking.merge("a", "b"))

    assert talking.everything() == before


def test_what_is_said_while_they_are_one_is_whose_session_wrote_it(
    talking: Talking,
) -> None:
    both_talk(talking)
    merged = talking.merge("a", "b")
    talking.say("b")
    while talking.answer("a"):
        pass
    assert talking.texts("b")[-4:] == ["a3", "b4", "a: a3", "b: b4"]

    talking.split(merged)

    assert talking.texts("a") == ["a1", "a: a1", "a3", "a: a3"]
    assert talking.texts("b") == ["b2", "b: b2", "b4", "b: b4"]


def test_what_waits_is_answered_with_whom_it_belongs_to(talking: Talking) -> None:
    both_talk(talking)
    merged = talking.merge("a", "b")
    talking.say("b")
    talking.split(merged)

    assert talking.answer("b")
    assert talking.answer("a")
    assert not talking.answer("a")
    assert talking.texts("a")[-1] == "a: a3"
    assert talking.texts("b")[-1] == "b: b4"


def test_everybodys_numbers_stay_as_they_have_seen_them(talking: Talking) -> None:
    both_talk(talking)
    own = {each: numbered(talking, each) for each in "ab"}

    merged = talking.merge("a", "b")

    for customer, seen in own.items():
        now = numbered(talking, customer)
        assert now.items() >= seen.items()
        assert len(set(now.values())) == len(now)
    talking.say("b")
    during = {each: numbered(talking, each) for each in "ab"}
    talking.split(merged)
    for customer, seen in during.items():
        now = numbered(talking, customer)
        assert now.items() <= seen.items()
    talking.say("a")
    assert talking.read("a")[-1].seq > max(during["a"].values())


def test_to_who_spoke_last_the_others_words_stand_before_their_own(
    talking: Talking,
) -> None:
    both_talk(talking)
    last = {each: talking.read(each)[-1].seq for each in "ab"}

    talking.merge("a", "b")

    assert [m.text for m in talking.read("a", last["a"])] == []
    assert [m.seq for m in talking.read("a")][:2] == [-2, -1]
    assert [m.text for m in talking.read("b", last["b"])] == ["a1", "a: a1", "a3"]


def test_a_button_is_good_for_both_while_they_are_one_and_then_its_owners_alone(
    talking: Talking,
) -> None:
    both_talk(talking)
    (of_a,), (of_b,) = talking.tokens("a"), talking.tokens("b")
    with pytest.raises(ButtonUnknown):
        talking.say("b", button=of_a)
    merged = talking.merge("a", "b")
    assert talking.tokens("a") == talking.tokens("b") == [of_b, of_a]
    talking.say("b", button=of_a)
    talking.split(merged)

    assert talking.tokens("b") == [of_b]
    assert talking.tokens("a") == []
    with pytest.raises(ButtonUsed):
        talking.say("a", button=of_a)
    with pytest.raises(ButtonUnknown):
        talking.say("a", button=of_b)


def test_buttons_that_were_made_while_they_were_one_end_with_it(
    talking: Talking,
) -> None:
    both_talk(talking)
    merged = talking.merge("a", "b")
    before = talking.tokens("a")
    talking.answer("a")
    assert len(talking.tokens("a")) == len(before) + 1

    talking.split(merged)

    assert talking.tokens("a") == before[1:]
    assert talking.tokens("b") == before[:1]


def test_who_said_nothing_meanwhile_goes_on_where_they_were(talking: Talking) -> None:
    both_talk(talking)
    a, b = talking.place("a").thread, talking.place("b").thread
    merged = talking.merge("a", "b")
    assert talking.row(talking.place("b").thread).engine_state == b"a"
    talking.say("b")
    while talking.answer("b"):
        pass
    assert talking.row(talking.place("b").thread).engine_state == b"ab"
    talking.split(merged)

    # Both were answered meanwhile, from what was known of both.
    for customer, thread in (("a", a), ("b", b)):
        assert talking.row(thread).engine_state is None
        assert talking.row(thread).language == f"lang-{customer}"

    again = talking.merge("a", "b")
    talking.say("b")
    talking.answer("b")
    talking.split(again)
    talking.say("c")
    talking.answer("c")
    with_c = talking.merge("b", "c")
    talking.say("b")
    talking.answer("b")
    talking.split(with_c)
    assert talking.row(talking.place("c").thread).engine_state == b"c"
    assert talking.row(b).engine_state is None


def test_an_owner_is_as_before_unless_one_came_meanwhile(talking: Talking) -> None:
    both_talk(talking)
    a, b = talking.place("a").thread, talking.place("b").thread
    connection = talking.connection

    def ask(customer: str) -> int:
        """
        The bot gives the customer's thread to the queue; which handoff that is.
        """
        talking.say(customer)
        talking.answer(customer, HandOver("asked", "en"))
        found = standing.opened(connection, talking.place(customer).thread)
        assert found is not None
        return found.number

    steps.claim(connection, ask("b"), "1", talking.now)
    merged = talking.merge("a", "b")
    shared = talking.place("a").thread
    assert owner.current(connection, shared) == ("agent:1", 0)
    talking.split(merged)
    assert owner.current(connection, a) == (BOT, 0)
    assert owner.current(connection, b) == ("agent:1", 2)

    given = standing.opened(connection, b)
    assert given is not None
    back = Outcome(Settled.SOLVED, "Sara")
    steps.give_back(connection, given.number, 2, back, talking.now, by="1")
    while talking.answer("b"):
        pass
    merged = talking.merge("a", "b")
    ask("a")
    talking.split(merged)
    assert owner.current(connection, a) == (QUEUE, 1)
    assert owner.current(connection, b) == (BOT, 4)


def test_what_is_on_its_way_out_is_still_said_and_what_is_stale_is_not(
    talking: Talking,
) -> None:
    def epochs() -> list[int]:
        rows = talking.connection.exec_driver_sql("select epoch from outbox")
        return [row.epoch for row in rows]

    both_talk(talking)
    owner.change(
        talking.connection, talking.place("b").thread, to=BOT, expected_epoch=0
    )

    merged = talking.merge("a", "b")

    assert epochs() == [0, joint.STALE]
    owner.change(
        talking.connection, talking.place("a").thread, to=QUEUE, expected_epoch=0
    )
    talking.split(merged)
    assert epochs() == [joint.STALE, joint.STALE]


def test_an_answer_goes_out_to_whom_it_was_given(talking: Talking) -> None:
    def due() -> dict[str, str]:
        """
        By text, who is to get it.
        """
        found = {}
        while True:
            ready = outbox.due(
                talking.connection, KEY, talking.tick(), besides=(), limit=5
            )
            for each in ready:
                found[each.message.text] = each.to
                outbox.settle(talking.connection, each.item, outbox.DELIVERED)
            if not ready:
                return found

    both_talk(talking)
    own = {each: talking.place(each).conversation for each in "ab"}
    merged = talking.merge("a", "b")
    talking.say("b")
    talking.answer("a")

    expected = {"b: b2": own["b"], "a: a1": own["a"], "a: a3": own["a"]}
    assert due() == expected
    talking.answer("a")
    talking.split(merged)
    assert due() == {"b: b4": own["b"]}


def test_a_customer_who_comes_later_gets_the_persons_thread(talking: Talking) -> None:
    talking.say("a")
    merged = talking.merge("a", "b")
    assert talking.texts("a") == ["a1"]

    talking.sign_in("b")

    assert talking.texts("b") == ["a1"]
    talking.say("b")
    assert talking.texts("a") == ["a1", "b2"]
    talking.split(merged)
    assert talking.texts("a") == ["a1"]
    assert talking.texts("b") == ["b2"]


def test_a_strangers_words_go_with_the_customer_they_are(talking: Talking) -> None:
    both_talk(talking)
    merged = talking.merge("a", "b")
    stranger = threads.create(talking.connection, talking.now)
    talking.write(stranger, None, "who am I", None)

    talking.sign_in("b", stranger)

    assert talking.texts("a")[-1] == "who am I"
    talking.split(merged)
    assert talking.texts("a") == ["a1", "a: a1", "a3"]
    assert talking.texts("b") == ["b2", "b: b2", "who am I"]


def test_who_is_one_by_others_is_parted_where_the_merge_was(talking: Talking) -> None:
    for customer in "abc":
        talking.say(customer)
    first = talking.merge("a", "b")
    second = talking.merge("b", "c")
    assert talking.texts("a") == ["a1", "b2", "c3"]

    talking.split(first)

    assert talking.texts("a") == ["a1"]
    assert talking.texts("b") == talking.texts("c") == ["b2", "c3"]
    talking.split(second)
    assert talking.texts("b") == ["b2"]
    assert talking.texts("c") == ["c3"]


def test_a_joint_thread_goes_on_when_a_third_is_parted_from_it(
    talking: Talking,
) -> None:
    for customer in "abc":
        talking.say(customer)
        talking.answer(customer)
    talking.merge("a", "b")
    talking.say("b")
    talking.answer("b")
    before = talking.everything()

    talking.split(talking.merge("b", "c"))

    assert talking.everything() == before


def test_no_merge_of_too_many(talking: Talking) -> None:
    for customer in SHOP:
        talking.say(customer)
    for other in SHOP[1:4]:
        talking.merge("a", other)
    before = talking.everything()

    with pytest.raises(TooMany):
        talking.merge("a", "e")
    with pytest.raises(AlreadyOne):
        talking.merge("b", "d")
    with pytest.raises(NoSuchEntry):
        talking.split(10_000)

    assert talking.everything() == before


def test_a_plan_says_what_would_be_and_changes_nothing(talking: Talking) -> None:
    both_talk(talking)
    one, other = talking.person("a"), talking.person("b")
    for person, is_granted in ((one, True), (other, False)):
        consent.say(
            talking.connection,
            Statement(
                person, Purpose.MARKETING, is_granted, "?", "web", talking.tick()
            ),
        )
    before = talking.everything(), present.root(talking.connection, other)

    plan = talking.people.plan(
        talking.connection, one, other, now=talking.now, rules=RULES
    )

    assert [side.messages for side in plan.sides] == [3, 2]
    assert [side.person for side in plan.sides] == [one, other]
    assert plan.sides[0].consent[Purpose.MARKETING].is_granted
    assert not plan.consent[Purpose.MARKETING].is_granted
    assert not plan.is_one
    assert (talking.everything(), present.root(talking.connection, other)) == before
    talking.merge("a", "b")
    plan = talking.people.plan(
        talking.connection, one, other, now=talking.now, rules=RULES
    )
    assert plan.is_one


def test_a_plan_names_what_there_would_be_too_many_of(talking: Talking) -> None:
    for other in SHOP[1:4]:
        talking.merge("a", other)

    plan = talking.people.plan(
        talking.connection,
        talking.person("d"),
        talking.person("e"),
        now=talking.now,
        rules=RULES,
    )

    assert plan.too_many == (Kind.SHOP_CUSTOMER_ID,)
