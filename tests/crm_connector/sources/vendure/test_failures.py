"""
Whatever the shop says or does not say becomes an error that tells whose turn it is.
"""

import copy
import json
import traceback

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Contact, ContactKind, Money
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.captured import load

CODE = shop.OPEN.number
EMAIL = Contact(ContactKind.EMAIL, "sara@shop.example")
QUESTIONS = {
    "check": lambda source: source.check(),
    "customer": lambda source: source.customer("1"),
    "find by phone": lambda source: source.find(shop.FAMILY),
    "find by e-mail": lambda source: source.find(EMAIL),
    "orders": lambda source: source.orders("1", limit=20),
    "order": lambda source: source.order("1", CODE),
    "catalogue": lambda source: source.catalogue(),
    "version": lambda source: source.catalogue_version(),
    "shelf": lambda source: source.shelf(["1", "2"]),
}
TOMAN = Money(1000, "IRT")
CHANGES = {
    "cancel": lambda source: source.cancel_order("1", CODE, key="wish"),
    "refund": lambda source: source.refund_order("1", CODE, TOMAN, key="wish"),
}


def says(status=200, content="", **headers):
    """
    A step: this in place of the answer.
    """
    return lambda name, said: httpx.Response(status, text=content, headers=headers)


def failing(*codes, data=None):
    """
    A step: an answer with errors of these codes.
    """
    errors = [
        {"message": "no", **({"extensions": {"code": each}} if each else {})}
        for each in codes
    ]
    return says(content=json.dumps({"errors": errors, "data": data}))


def breaks(error):
    """
    A step: the connection breaks.
    """
    return lambda name, said: error


def never(name, said):
    """
    A step: no answer at all.
    """


def half(name, said):
    """
    A step: the answer stops in the middle.
    """
    return httpx.Response(200, content=said.content[: len(said.content) // 2])


def but_for_signing_in(step):
    """
    A step: the same, but the account is accepted.
    """
    return lambda name, said: said if name == "Login" else step(name, said)


def again(step):
    """
    Enough of the same for every try.
    """
    return [step] * 6


UNAVAILABLE = {
    "its own fault": says(500, "boom"),
    "a gateway": says(502, "<html>"),
    "too busy": says(503, "", **{"Retry-After": "60"}),
    "too many": says(429, "", **{"Retry-After": "60"}),
    "broken": breaks(httpx.ReadError("reset")),
    "cut": breaks(httpx.RemoteProtocolError("closed")),
    "unreachable": breaks(httpx.ConnectError("refused")),
    "slow": never,
    "an error inside": failing("INTERNAL_SERVER_ERROR"),
    "an error without a word": failing(None),
    "half an error": failing(None, data={"customer": None}),
}
REJECTED = {
    "moved": says(302, "", Location="http://elsewhere.example"),
    "not for us": says(401),
    "forbidden": says(403),
    "not there": says(404, "<html>"),
    "another version": says(400, json.dumps(load("not-valid"))),
    "a question it refuses": says(content=json.dumps(load("too-many"))),
}
NOT_ALLOWED = {
    "a right that is missing": but_for_signing_in(
        says(content=json.dumps(load("forbidden")))
    ),
}
BAD = {
    "nothing": says(content=""),
    "a page of a browser": says(content="<html>hello</html>"),
    "half": half,
    "a list": says(content="[]"),
    "a number": says(content="1"),
    "null": says(content="null"),
    "no data": says(content='{"data": null}'),
    "empty data": says(content='{"data": {}}'),
    "other data": says(content='{"data": {"wrong": 1}}'),
    "data that is a list": says(content='{"data": [1]}'),
    "errors that are none": says(content='{"errors": "no", "data": {}}'),
    "a very deep answer": says(content="[" * 100_000),
}


@pytest.fixture
async def hasty(fake):
    """
    The source, signed in, with little patience.
    """
    settings = shop.settings(http=HttpSettings(timeout=0.3, longest_wait=0.1))
    async with settings.http.client(transport=fake.transport) as client:
        source = VendureSource(settings, client=client, clock=lambda: shop.NOW)
        await source.check()
        yield source
        await source.close()


def cases(questions, *groups):
    """
    Each question with each fault, and the error that comes of it.
    """
    return [
        pytest.param(question, step, error, id=f"{asked}, {name}")
        for asked, question in questions.items()
        for steps, error in groups
        for name, step in steps.items()
    ]


@pytest.mark.parametrize(
    ("question", "step", "error"),
    cases(
        QUESTIONS,
        (UNAVAILABLE, SourceUnavailable),
        (REJECTED | NOT_ALLOWED, SourceRejected),
        (BAD, BadSourceData),
    ),
)
async def test_a_question(hasty, fake, question, step, error):
    fake.then(*again(step))

    with pytest.raises(CrmError) as failure:
        await question(hasty)

    assert type(failure.value) is error
    assert failure.value.source == "vendure"


@pytest.mark.parametrize(
    ("step", "error"),
    [
        pytest.param(step, error, id=name)
        for steps, error in (
            (UNAVAILABLE, SourceUnavailable),
            (REJECTED, SourceRejected),
            (BAD, BadSourceData),
        )
        for name, step in steps.items()
    ],
)
async def test_signing_in(hasty, fake, step, error):
    fake.end_sessions()
    fake.then(None, *again(step))

    with pytest.raises(error):
        await hasty.customer("1")
    fake._steps.clear()
    assert await hasty.customer("1") == shop.SARA


async def test_an_account_that_is_not_accepted_is_the_operators_to_mend(fake):
    fake.account = (shop.USERNAME, "another")
    async with shop.settings().http.client(transport=fake.transport) as client:
        source = VendureSource(shop.settings(), client=client)

        with pytest.raises(SourceRejected, match="account"):
            await source.customer("1")


async def test_a_shop_that_gives_no_token_is_told_what_to_set(source, fake):
    fake.gives_tokens = False

    with pytest.raises(SourceRejected, match="tokenMethod"):
        await source.customer("1")


async def test_retry_after_is_passed_on_where_it_is_long(hasty, fake):
    fake.then(says(429, "", **{"Retry-After": "60"}))

    with pytest.raises(SourceUnavailable) as failure:
        await hasty.customer("1")

    assert failure.value.retry_after == 60


async def test_retry_after_is_waited_for_where_it_is_short(hasty, fake):
    fake.then(says(503, "", **{"Retry-After": "0"}))

    assert await hasty.customer("1") == shop.SARA


# Of a change that may have been carried out: the fake has done it each time.
UNKNOWN = {
    "its own fault": says(500, "boom"),
    "a gateway": says(504, ""),
    "broken": breaks(httpx.ReadError("reset")),
    "slow": never,
    "an error inside": failing("INTERNAL_SERVER_ERROR"),
    "an error without a word": failing(None),
    **BAD,
    "another kind of nothing": says(content='{"data": {"cancelOrder": 1}}'),
    "no kind": says(content='{"data": {"cancelOrder": {}, "refundOrder": {}}}'),
    "the kind alone": says(
        content=json.dumps(
            {
                "data": {
                    "cancelOrder": {"__typename": "Order"},
                    "refundOrder": {"__typename": "Refund"},
                }
            }
        )
    ),
}


@pytest.mark.parametrize(("change", "step", "error"), cases(CHANGES, (UNKNOWN, None)))
async def test_a_change_without_an_answer_is_unknown_and_done_once(
    hasty, fake, change, step, error
):
    before = len(fake.asked)
    looks = 1
    fake.then(*[None] * looks, step)

    with pytest.raises(OutcomeUnknown):
        await change(hasty)
    # Not sent again by itself.
    assert len(fake.asked) == before + looks + 1
    done = await change(hasty)

    again = await change(hasty)
    assert again == done
    assert [fake.asked.count(each) for each in ("Cancel", "Refund")] in ([1, 0], [0, 1])
    refunds = [r for o in fake.orders for p in o["payments"] for r in p["refunds"]]
    assert len(refunds) == fake.asked.count("Refund")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_is_carried_out_once_though_the_session_had_ended(
    hasty, fake, change
):
    # The look is answered; then the session ends, and only the change hears of it.
    def end(name, said):
        fake.end_sessions()
        return said

    fake.then(end)

    await change(hasty)

    assert fake.sign_ins == 2
    refunds = [r for o in fake.orders for p in o["payments"] for r in p["refunds"]]
    assert len(refunds) == fake.asked[-1:].count("Refund")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("kind", ["SomethingNewError", "MultipleOrderError"])
async def test_a_refusal_is_one_and_changes_nothing(hasty, fake, change, kind):
    before = copy.deepcopy(fake.orders)
    refusal = {"cancelOrder": {"__typename": kind}, "refundOrder": {"__typename": kind}}

    def refuse(name, said):
        fake.orders = copy.deepcopy(before)
        return httpx.Response(200, json={"data": refusal})

    fake.then(None, refuse)

    with pytest.raises(Refused):
        await change(hasty)


async def test_half_a_cancellation_is_unknown(hasty, fake):
    # Vendure takes the lines out first; then a shop's own rule may forbid the state.
    error = {"cancelOrder": {"__typename": "OrderStateTransitionError"}}

    def forbid(name, said):
        (order,) = [each for each in fake.orders if each["code"] == CODE]
        order["state"] = "PaymentSettled"
        return httpx.Response(200, json={"data": error})

    fake.then(None, forbid)

    with pytest.raises(OutcomeUnknown):
        await CHANGES["cancel"](hasty)


async def test_who_was_quicker_has_cancelled_it_too(hasty, fake):
    error = load("cancel-again")
    fake.then(None, lambda name, said: httpx.Response(200, json=error))

    cancelled = await CHANGES["cancel"](hasty)

    assert cancelled.status is shop.CANCELLED.status


async def test_a_refund_that_failed_is_refused_and_may_be_tried_again(hasty, fake):
    fake.refund_state = "Failed"
    with pytest.raises(Refused):
        await CHANGES["refund"](hasty)

    fake.refund_state = "Pending"
    refund = await CHANGES["refund"](hasty)

    assert refund.is_settled is False
    assert await CHANGES["refund"](hasty) == refund


def leaves(content, path=()):
    """
    Every place of an answer at which there is something.
    """
    inside = content.items() if isinstance(content, dict) else ()
    inside = enumerate(content) if isinstance(content, list) else inside
    for key, each in inside:
        yield (*path, key)
        yield from leaves(each, (*path, key))


SPOILT = {
    "customer": ("customer", QUESTIONS["customer"]),
    "check": ("check", QUESTIONS["check"]),
    "customers": ("find by phone", QUESTIONS["find by phone"]),
    "orders-2": ("order", lambda source: source.orders("2", limit=20)),
    "collections": ("catalogue", QUESTIONS["catalogue"]),
    "version": ("version", QUESTIONS["version"]),
    "shelf": ("shelf", QUESTIONS["shelf"]),
}


@pytest.mark.parametrize("name", SPOILT)
async def test_an_answer_spoilt_anywhere_is_an_error_of_ours_or_harmless(
    hasty, fake, name
):
    _, question = SPOILT[name]
    answers = []
    fake.then(lambda asked, said: (answers.append(said.json()), said)[1])
    await question(hasty)
    (good,) = answers[:1]
    wrong = 0
    for path in list(leaves(good["data"], ("data",))):
        for value in (None, True, -1, 1.5, "", "x", [], {}, [None], "2026-13-01"):
            spoilt = copy.deepcopy(good)
            place = spoilt
            for each in path[:-1]:
                place = place[each]
            place[path[-1]] = value
            # Twice: what does not add up is asked for once more.
            fake.then(
                *[lambda asked, said, it=spoilt: httpx.Response(200, json=it)] * 2
            )
            try:
                await question(hasty)
            except CrmError:
                wrong += 1
            fake._steps.clear()

    assert wrong > 10


SECRETS = (shop.PASSWORD, "سارا", "912", "sara@", "ولیعصر", "token-", CODE)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("status", [200, 400, 500])
async def test_no_error_repeats_what_was_sent_or_said(hasty, fake, question, status):
    def echo(name, said):
        sent = fake.requests[-1]
        text = f"{sent.content.decode()} {sent.headers} {' '.join(SECRETS)}"
        return httpx.Response(
            status, json={"data": {"customer": text, "customers": text}, "errors": text}
        )

    fake.then(*again(echo))

    with pytest.raises(CrmError) as failure:
        await question(hasty)

    told = "".join(traceback.format_exception_only(type(failure.value), failure.value))
    chain = failure.value.__cause__
    told += (
        "".join(traceback.format_exception_only(type(chain), chain)) if chain else ""
    )
    assert [each for each in SECRETS if each in told] == []


async def test_nothing_shows_the_password(source):
    settings = shop.settings()

    assert shop.PASSWORD not in repr(settings)
    assert shop.PASSWORD not in repr(settings.password)
    assert shop.PASSWORD not in str(vars(source))
