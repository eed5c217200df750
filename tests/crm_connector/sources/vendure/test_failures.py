"""
Whatever the shop says or does not say becomes an error that tells whose turn it is.
"""

import json
import traceback

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.faults import (
    BAD,
    CODE,
    NOT_ALLOWED,
    QUESTIONS,
    REJECTED,
    UNAVAILABLE,
    again,
    cases,
    says,
)


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
    written = json.dumps(good)
    wrong = 0
    for path in list(leaves(good["data"], ("data",))):
        for value in (None, True, -1, 1.5, "", "x", [], {}, [None], "2026-13-01"):
            spoilt = json.loads(written)
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
