"""
The demo shop's site: its page, and the tokens it signs for the chat.
"""

import asyncio
import re
from datetime import date

import jwt
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import HOUSE
from bot.settings import Secret, Settings
from bot.shop import load_shop
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.identity.senders.port import CodeMessage, Purpose
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import Contact, ContactKind
from crm_connector.secret import Secret as BellSecret
from demo.site import TOKEN_SECONDS, demo_routes

KEY = "a key of the tests, long enough for HS256"
PAGE = HOUSE / "demo" / "page"


@pytest.fixture(scope="module")
def database(demo_shop_of):
    return demo_shop_of(date(2026, 5, 11))


@pytest.fixture
def codes():
    return DemoSender(CodeTexts({"fa": "نیک‌سرا"}))


@pytest.fixture
def client(database, codes):
    settings = Settings(chat_jwt_secret=Secret(KEY), chat_jwt_audience="the-chat")
    shop = load_shop(HOUSE / "demo" / "shop.yml")
    routes = demo_routes(settings, shop, database, codes, BellSecret("ding dong"))
    return TestClient(Starlette(routes=routes))


def test_ten_customers_wait_for_orders(client):
    customers = client.get("/demo/customers").json()
    assert len(customers) == 10
    for customer in customers:
        assert customer.keys() == {"id", "name", "phone", "open_orders"}
        assert customer["phone"].startswith("+")
        assert isinstance(customer["id"], str)
        assert customer["open_orders"]
        assert all(isinstance(number, str) for number in customer["open_orders"])


def test_a_token_says_who_for_whom_and_how_long(client):
    customer = client.get("/demo/customers").json()[0]["id"]
    tokens = [
        client.post("/demo/token", json={"customer": customer}).json()["customer_token"]
        for _ in range(2)
    ]
    claims, other = (
        jwt.decode(token, KEY, ["HS256"], audience="the-chat") for token in tokens
    )
    assert claims["sub"] == customer
    assert claims["exp"] - claims["iat"] == TOKEN_SECONDS
    assert claims["jti"] != other["jti"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_request"),
        (b"{", 400, "bad_request"),
        (b"\xff\xfe", 400, "bad_request"),
        (b"[" * 900, 400, "bad_request"),
        (b"[]", 400, "bad_request"),
        (b"{}", 400, "bad_request"),
        (b'{"customer": 7}', 400, "bad_request"),
        (b'{"customer": "7", "more": 1}', 400, "bad_request"),
        (b'{"customer": "' + b"7" * 2000 + b'"}', 400, "bad_request"),
        (b'{"customer": ""}', 404, "customer_unknown"),
        (b'{"customer": "0"}', 404, "customer_unknown"),
        (b'{"customer": "7 OR 1=1"}', 404, "customer_unknown"),
        ('{"customer": "٧"}'.encode(), 404, "customer_unknown"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_makes_no_sense_gets_no_token(client, body, status, code):
    answer = client.post("/demo/token", content=body)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


def test_a_token_is_asked_for_not_read(client):
    assert client.get("/demo/token").status_code == 405


def test_the_last_code_is_told_instead_of_being_sent(client, codes):
    assert client.get("/demo/code").json()["error"]["code"] == "no_code"
    phone = Contact(ContactKind.PHONE, "+989121234567")
    for code in ("111111", "222222"):
        asyncio.run(codes.send(CodeMessage(phone, code, "fa")))
    told = client.get("/demo/code")
    assert told.json()["code"] == "222222"
    assert told.json()["contact"] == phone.value
    assert 0 <= told.json()["age"] < 5
    assert "222222" in told.json()["text"]
    assert told.headers["cache-control"] == "no-store"


def test_pages_hear_by_themselves_of_codes_that_the_desk_asked_for(client, codes):
    phone = Contact(ContactKind.PHONE, "+989121234567")
    assert client.get("/demo/code?told").status_code == 204
    asyncio.run(codes.send(CodeMessage(phone, "111111", "fa")))
    # A page that asks for itself is told by its own question alone.
    assert client.get("/demo/code?told").status_code == 204
    asyncio.run(codes.send(CodeMessage(phone, "333333", "fa", Purpose.TOLD)))
    told = client.get("/demo/code?told")
    assert (told.status_code, told.json()["code"]) == (200, "333333")


def test_the_page_trusts_only_itself(client):
    page = client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert '<html lang="fa" dir="rtl">' in page.text
    assert "<title>نیک‌سرا</title>" in page.text
    assert not re.search(r"(src|href)=\"(?!/)|style=| on\w+=|<script>", page.text)


def test_all_that_the_page_needs_is_there(client):
    page = client.get("/").text
    wanted = set(re.findall(r'(?:src|href)="(/demo/page/[^"]+)"', page))
    style = (PAGE / "page.css").read_text(encoding="utf-8")
    wanted |= {f"/demo/page/{name}" for name in re.findall(r"url\('([^']+)'\)", style)}
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    wanted |= {
        f"/demo/page/pictures/{name}.svg"
        for name in re.findall(r"picture: '(\w+)'", words)
    }
    assert len(wanted) > 12
    assert {path: client.get(path).status_code for path in wanted} == dict.fromkeys(
        wanted, 200
    )


def test_the_page_says_the_same_in_three_languages():
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    words = words[: words.index("demoExamples")]
    blocks = re.split(r"^  (?:fa|ar|en): \{$", words, flags=re.MULTILINE)[1:]
    keys = [re.findall(r"^    (\w+):", block, re.MULTILINE) for block in blocks]
    assert len(keys) == 3
    assert keys[0] == keys[1] == keys[2]
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'data-say="(\w+)"', page)) <= set(keys[0])
