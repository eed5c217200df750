"""
What can go wrong between the source and the shop, as steps of the fake.
"""

import json

import httpx
import pytest

from crm_connector.model import Contact, ContactKind, Money
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
