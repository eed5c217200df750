"""
The pages of signing in and of one's own account, as a browser meets them.
"""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette

from bot.accounts import audit, users
from bot.accounts.cookies import DEVICE, SESSION
from bot.accounts.service import Accounts
from bot.accounts.staff import Account
from bot.conversations.database import Database
from tests.bot.accounts.conftest import OPERATOR
from tests.bot.accounts.people import MAIN, OTHER, PASSWORD, PHONE
from tests.bot.accounts.web import HOST, PLAIN, Browser
from tests.fakes.clock import FakeClock

FORM = "application/x-www-form-urlencoded"

# Every page reads and writes through what is tried on both databases elsewhere.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_whoever_knows_the_password_comes_to_their_account(
    browser: Browser, sara: Account
) -> None:
    answer = await browser.sign_in("Sara", PASSWORD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/account")
    page = await browser.open("/desk/account")
    assert page.status_code == 200
    assert "Sara" in page.text
    assert "Firefox, Linux" in page.text
    again = await browser.open("/desk/login")
    assert (again.status_code, again.headers["location"]) == (303, "/desk/account")


@pytest.mark.parametrize(
    ("host", "names", "is_secure"),
    [
        (HOST, ["__Host-hamyar-desk", "__Host-hamyar-desk-device"], True),
        (PLAIN, ["hamyar-desk", "hamyar-desk-device"], False),
    ],
)
async def test_no_script_and_no_other_site_gets_at_the_cookies(
    app: Starlette, sara: Account, host: str, names: list[str], is_secure: bool
) -> None:
    browser = Browser(app, host)
    answer = await browser.sign_in("sara", PASSWORD)

    set_ = answer.headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in set_] == names
    for each in set_:
        assert "HttpOnly" in each
        assert "SameSite=lax" in each
        assert "Path=/" in each
        assert "Domain" not in each
        assert ("Secure" in each) is is_secure
    assert "Max-Age" not in set_[0]
    await browser.client.aclose()


async def test_behind_a_proxy_that_does_not_tell_the_cookies_are_secure(
    app: Starlette, sara: Account
) -> None:
    browser = Browser(app, PLAIN)
    await browser.open("/desk/login")
    answer = await browser.send(
        "/desk/login", headers={"origin": HOST}, login="sara", password=PASSWORD
    )

    assert answer.headers["set-cookie"].startswith("__Host-hamyar-desk=")
    assert "Secure" in answer.headers["set-cookie"]
    await browser.client.aclose()


async def test_over_https_a_cookie_of_a_neighbouring_host_is_not_read(
    browser: Browser, accounts: Accounts, sara: Account
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    browser.client.cookies.set(SESSION, begun.secret)

    page = await browser.open("/desk/account")

    assert page.status_code == 303


async def test_a_session_that_was_planted_is_not_signed_in(
    browser: Browser, accounts: Accounts, sara: Account
) -> None:
    planted = await accounts.sign_in("mina", PASSWORD, PHONE)
    await browser.open("/desk/login")
    jar = browser.client.cookies
    jar.set(f"__Host-{SESSION}", planted.secret, domain="desk.example")

    answer = await browser.send("/desk/login", login="sara", password=PASSWORD)

    (fresh,) = re.findall(rf"__Host-{SESSION}=([^;]+)", answer.headers["set-cookie"])
    assert fresh != planted.secret
    assert await accounts.find(planted.secret) is None
    who = await accounts.find(fresh)
    assert who is not None
    assert who.account.login == "sara"


async def test_the_pages_are_kept_out_of_frames_caches_and_scripts(
    signed_in: Browser,
) -> None:
    answers = [
        signed_in.page,
        await signed_in.open("/desk/account/second-factor"),
        await signed_in.open("/desk/login?next=/desk/account"),
        await Browser(signed_in.client._transport.app).open("/desk/login"),  # type: ignore[attr-defined]
        await signed_in.client.get(
            "/desk/account", headers={"accept": "application/json"}
        ),
    ]

    for each in answers:
        policy = each.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert each.headers["cache-control"] == "no-store"
        assert each.headers["x-frame-options"] == "DENY"
        assert each.headers["referrer-policy"] == "same-origin"
        assert not re.search(r"<script|style=| on\w+=|javascript:", each.text)


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled"])
async def test_every_refusal_is_the_same_page(
    browser: Browser,
    accounts: Accounts,
    database: Database,
    sara: Account,
    clock: FakeClock,
    case: str,
) -> None:
    if case == "disabled":
        await database.write(
            lambda c: users.disable(c, sara.id, by=OPERATOR, now=clock())
        )
    login = "nobody" if case == "unknown" else "sara"
    password = "wrong" if case == "wrong" else PASSWORD

    page = await browser.sign_in(login, password)

    assert page.status_code == 403
    assert "is not right, or the account is closed" in page.text
    assert browser.cookie(SESSION) is None
    assert browser.cookie(DEVICE) is None
    assert password not in page.text
    other = await browser.sign_in("another", "thing")
    unlike = re.compile(r'value="[^"]*"')
    assert unlike.sub("", page.text) == unlike.sub("", other.text)
    assert page.headers.keys() == other.headers.keys()


FORGED = {
    "foreign origin": ({"origin": "https://evil.example"}, {}),
    "the same host without tls": ({"origin": "http://desk.example"}, {}),
    "another port": ({"origin": "https://desk.example:8443"}, {}),
    "a neighbouring host": ({"origin": "https://x.desk.example"}, {}),
    "no page": ({"origin": "null"}, {}),
    "no origin": ({"origin": ""}, {}),
    "no token": ({}, {"csrf": ""}),
    "another token": ({}, {"csrf": "0" * 64}),
    "a strange token": ({}, {"csrf": "é\ud7ff"}),
}


@pytest.mark.parametrize("case", FORGED)
async def test_a_form_from_elsewhere_signs_nobody_in(
    browser: Browser, accounts: Accounts, sara: Account, case: str
) -> None:
    headers, fields = FORGED[case]
    await browser.open("/desk/login")
    before = accounts.passwords.hashings

    page = await browser.send(
        "/desk/login",
        headers=headers,
        **{"login": "sara", "password": PASSWORD, **fields},
    )

    assert page.status_code == 403
    assert browser.cookie(SESSION) is None
    assert accounts.passwords.hashings == before


async def test_the_token_of_one_browser_is_none_in_another(
    app: Starlette, browser: Browser, sara: Account
) -> None:
    other = Browser(app)
    await other.open("/desk/login")
    await browser.open("/desk/login")

    page = await browser.send(
        "/desk/login", login="sara", password=PASSWORD, csrf=other.token()
    )
    browser.client.cookies.clear()
    without_cookie = await browser.send("/desk/login", login="sara", password=PASSWORD)

    assert (page.status_code, without_cookie.status_code) == (403, 403)
    await other.client.aclose()


DEEDS = (
    ("/desk/logout", {}),
    ("/desk/account/password", {"present": PASSWORD, "new": OTHER, "again": OTHER}),
    ("/desk/account/sessions", {"number": "others"}),
    ("/desk/account/second-factor", {"step": "begin", "password": PASSWORD}),
)


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.parametrize(("path", "fields"), DEEDS)
async def test_a_form_from_elsewhere_changes_nothing(
    signed_in: Browser,
    accounts: Accounts,
    database: Database,
    case: str,
    path: str,
    fields: dict[str, str],
) -> None:
    headers, forged = FORGED[case]
    entries = (await database.read(audit.read)).entries
    kept = signed_in.cookie(SESSION) or ""

    page = await signed_in.send(path, headers=headers, **{**fields, **forged})

    assert page.status_code == 403
    assert (await database.read(audit.read)).entries == entries
    assert await accounts.find(kept) is not None


async def test_the_token_of_somebody_elses_session_is_none(
    app: Starlette, signed_in: Browser
) -> None:
    admin = Browser(app)
    await admin.sign_in("mina", PASSWORD)
    await admin.open("/desk/account")

    page = await signed_in.send("/desk/logout", csrf=admin.token())

    assert page.status_code == 403
    await admin.client.aclose()


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/desk/account?x=1", "/desk/account?x=1"),
        ("/reports/today", "/reports/today"),
        ("/", "/"),
        ("//evil.example", "/desk/account"),
        ("/\\evil.example", "/desk/account"),
        ("/a\\b", "/desk/account"),
        ("\\\\evil.example", "/desk/account"),
        ("https://evil.example", "/desk/account"),
        ("javascript:alert(1)", "/desk/account"),
        ("evil.example", "/desk/account"),
        ("/\t/evil.example", "/desk/account"),
        ("/\n/evil.example", "/desk/account"),
        (" //evil.example", "/desk/account"),
        ("/desk\r\nset-cookie: a=b", "/desk/account"),
        ("/فروشگاه", "/desk/account"),
        ("/" + "a" * 600, "/desk/account"),
        ("", "/desk/account"),
    ],
    ids=range(17),
)
async def test_after_signing_in_nobody_is_led_to_another_host(
    browser: Browser, sara: Account, wanted: str, goes_to: str
) -> None:
    await browser.open("/desk/login", params={"next": wanted})
    assert "evil" not in browser.page.text
    answer = await browser.send(
        "/desk/login", login="sara", password=PASSWORD, next=wanted
    )
    assert answer.headers["location"] == goes_to

    again = await browser.open("/desk/login", params={"next": wanted})
    assert again.headers["location"] == goes_to


async def test_who_is_not_signed_in_is_led_to_the_page_and_back(
    browser: Browser, sara: Account
) -> None:
    answer = await browser.open("/desk/account/second-factor")
    assert answer.headers["location"] == (
        "/desk/login?next=/desk/account/second-factor"
    )
    await browser.open(answer.headers["location"])
    hidden = re.search(r'name="next" value="([^"]+)"', browser.page.text)
    assert hidden is not None
    answer = await browser.send(
        "/desk/login", login="sara", password=PASSWORD, next=hidden[1]
    )

    assert answer.headers["location"] == "/desk/account/second-factor"


async def test_who_is_signed_in_is_past_the_page_of_the_code(
    signed_in: Browser,
) -> None:
    away = await signed_in.open("/desk/second-factor")

    assert (away.status_code, away.headers["location"]) == (303, "/desk/account")


async def test_a_page_that_refuses_offers_languages_that_lead_somewhere(
    signed_in: Browser,
) -> None:
    page = await signed_in.send("/desk/logout", csrf="")
    assert page.status_code == 403
    for link in re.findall(r'href="(/desk/[^"]+lang=[^"]+)"', page.text):
        assert (await signed_in.open(link)).status_code == 200


async def test_a_program_hears_it_without_a_page(browser: Browser) -> None:
    answer = await browser.open("/desk/account", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()) == (401, {"error": "not_signed_in"})


async def test_who_tried_too_often_is_told_how_long_to_wait(
    browser: Browser, sara: Account, clock: FakeClock
) -> None:
    for _ in range(10):
        assert (await browser.sign_in("sara", "wrong")).status_code == 403

    page = await browser.sign_in("sara", PASSWORD)

    assert (page.status_code, page.headers["retry-after"]) == (429, "901")
    assert "minutes to wait: 15" in page.text
    clock.advance(minutes=15)
    assert (await browser.sign_in("sara", PASSWORD)).status_code == 303


async def test_what_was_typed_is_text_and_nothing_else(browser: Browser) -> None:
    page = await browser.sign_in('"><script>alert(1)</script>', "x")

    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_a_name_is_text_and_nothing_else(
    browser: Browser, accounts: Accounts, sara: Account, database: Database
) -> None:
    await database.write(
        lambda c: users.describe(
            c,
            sara.id,
            by=OPERATOR,
            now=accounts.clock(),
            names={"en": "<b>Sara</b>"},
        )
    )
    await browser.sign_in("sara", PASSWORD)

    assert "&lt;b&gt;Sara&lt;/b&gt;" in (await browser.open("/desk/account")).text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fa", "از میز خارج شده‌اید"),
        ("ar", "انتهت جلستكم"),
        ("en", "You have been signed out"),
    ],
)
async def test_whose_session_is_over_hears_so(
    browser: Browser, lang: str, words: str
) -> None:
    sent_away = await browser.open(f"/desk/login?next=/desk&ended=1&lang={lang}")
    assert words in sent_away.text
    came = await browser.open(f"/desk/login?next=/desk&lang={lang}")
    assert words not in came.text
