"""
The pages of signing in and of one's own account, as a browser meets them.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot import HOUSE
from bot.accounts import audit, users
from bot.accounts.cookies import DEVICE, SESSION
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import Account
from bot.conversations.database import Database
from bot.shop import load_shop
from tests.bot.accounts.conftest import OPERATOR, code_of, enrol
from tests.bot.accounts.people import MAIN, OTHER, PASSWORD, PHONE, quick_passwords
from tests.bot.accounts.web import HOST, PLAIN, Browser, app_of
from tests.fakes.clock import FakeClock

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
FORM = "application/x-www-form-urlencoded"

# Every page reads and writes through what is tried on both databases elsewhere.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def app(accounts: Accounts) -> Starlette:
    """
    The pages over the accounts.
    """
    return app_of(account_routes(accounts, make_guard(accounts, SHOP), SHOP))


@pytest.fixture
async def browser(app: Starlette) -> AsyncIterator[Browser]:
    """
    A browser that nobody has signed in from.
    """
    browser = Browser(app)
    yield browser
    await browser.client.aclose()


@pytest.fixture
async def signed_in(browser: Browser, sara: Account) -> Browser:
    """
    The browser of an agent who is signed in and looks at her account.
    """
    assert (await browser.sign_in("sara", PASSWORD)).status_code == 303
    await browser.open("/desk/account")
    return browser


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


async def test_with_a_second_factor_a_code_is_asked_for(
    browser: Browser, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")
    answer = await browser.sign_in("sara", PASSWORD, next="/reports")
    assert answer.headers["location"] == "/desk/second-factor?next=/reports"
    half = browser.cookie(SESSION)
    assert browser.cookie(DEVICE) is None
    for closed in ("/desk/account", "/desk/account/second-factor"):
        away = await browser.open(closed)
        assert away.headers["location"] == "/desk/second-factor"
    await browser.open("/desk/second-factor?next=/reports")
    page = await browser.send("/desk/second-factor", code="000000", next="/reports")
    assert (page.status_code, "was used before" in page.text) == (403, True)

    answer = await browser.send(
        "/desk/second-factor", code=code_of(secret, clock), next="/reports"
    )

    assert answer.headers["location"] == "/reports"
    assert browser.cookie(SESSION) not in (None, half)
    assert (await browser.open("/desk/account")).status_code == 200


async def test_who_has_only_half_signed_in_can_begin_with_another_account(
    browser: Browser, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    await enrol(accounts, clock, "sara")
    await browser.sign_in("sara", PASSWORD)
    half = browser.cookie(SESSION) or ""
    await browser.open("/desk/second-factor")

    answer = await browser.send("/desk/logout")

    assert answer.headers["location"] == "/desk/login"
    assert await accounts.find(half) is None
    assert (await browser.sign_in("mina", PASSWORD)).status_code == 303


async def test_a_second_factor_is_set_up_and_its_secret_is_shown_once(
    signed_in: Browser, accounts: Accounts, clock: FakeClock
) -> None:
    page = await signed_in.open("/desk/account/second-factor")
    wrong = await signed_in.send(
        "/desk/account/second-factor", step="begin", password="wrong"
    )
    assert (wrong.status_code, "<svg" in wrong.text) == (403, False)

    page = await signed_in.send(
        "/desk/account/second-factor", step="begin", password=PASSWORD
    )
    shown = re.search(r"<code dir=\"ltr\">([A-Z2-7 ]+)</code>", page.text)
    assert shown is not None
    assert "<svg" in page.text
    secret = shown[1].replace(" ", "")
    again = await signed_in.send(
        "/desk/account/second-factor", step="confirm", code="000000"
    )
    assert (again.status_code, shown[1] in again.text) == (403, False)
    page = await signed_in.send(
        "/desk/account/second-factor", step="confirm", code=code_of(secret, clock)
    )

    codes = re.findall(r"<li><code>([a-z2-9-]{14})</code></li>", page.text)
    assert len(codes) == 10
    for path in ("/desk/account", "/desk/account/second-factor"):
        later = (await signed_in.open(path)).text
        assert "Recovery codes left: 10" in later
        assert not any(each in later for each in (secret, shown[1], *codes))


async def test_who_must_set_one_up_can_do_that_and_nothing_else(
    database: Database, clock: FakeClock, admin: Account
) -> None:
    strict = await Accounts.open(
        database, passwords=quick_passwords(), clock=clock, demanded=(Role.ADMIN,)
    )
    browser = Browser(app_of(account_routes(strict, make_guard(strict, SHOP), SHOP)))
    answer = await browser.sign_in("mina", PASSWORD)
    assert answer.headers["location"] == "/desk/account/second-factor"
    for closed in ("/desk/account", "/desk/second-factor"):
        away = await browser.open(closed)
        assert away.headers["location"] == "/desk/account/second-factor"
    page = await browser.open("/desk/account/second-factor")
    assert "requires two-step sign-in" in page.text
    page = await browser.send("/desk/account/second-factor", step="begin")
    shown = re.search(r"<code dir=\"ltr\">([A-Z2-7 ]+)</code>", page.text)
    assert shown is not None
    code = code_of(shown[1].replace(" ", ""), clock)
    page = await browser.send("/desk/account/second-factor", step="confirm", code=code)

    assert "Your recovery codes" in page.text
    assert (await browser.open("/desk/account")).status_code == 200
    await browser.open("/desk/account/second-factor")
    clock.advance(seconds=30)
    code = code_of(shown[1].replace(" ", ""), clock)
    page = await browser.send(
        "/desk/account/second-factor", step="drop", password=PASSWORD, code=code
    )
    assert page.status_code == 403
    assert (await browser.open("/desk/account")).status_code == 200
    await browser.client.aclose()


async def test_it_is_turned_off_and_recovery_codes_are_renewed(
    browser: Browser, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, codes = await enrol(accounts, clock, "sara")
    await browser.sign_in("sara", PASSWORD)
    await browser.open("/desk/second-factor")
    await browser.send("/desk/second-factor", code=codes[0])
    await browser.open("/desk/account/second-factor")
    page = await browser.send(
        "/desk/account/second-factor", step="renew", password=PASSWORD
    )
    assert len(re.findall(r"<li><code>", page.text)) == 10
    await browser.open("/desk/account/second-factor")

    answer = await browser.send(
        "/desk/account/second-factor",
        step="drop",
        password=PASSWORD,
        code=code_of(secret, clock),
    )

    assert answer.headers["location"] == "/desk/account?done=dropped"
    browser.client.cookies.clear()
    answer = await browser.sign_in("sara", PASSWORD)
    assert answer.headers["location"] == "/desk/account"


async def test_the_password_is_changed_and_this_browser_stays_signed_in(
    signed_in: Browser, accounts: Accounts
) -> None:
    before = signed_in.cookie(SESSION) or ""
    elsewhere = await accounts.sign_in("sara", PASSWORD, PHONE)

    answer = await signed_in.send(
        "/desk/account/password", present=PASSWORD, new=OTHER, again=OTHER
    )

    assert answer.headers["location"] == "/desk/account?done=password"
    assert await accounts.find(before) is None
    assert await accounts.find(elsewhere.secret) is None
    page = await signed_in.open("/desk/account?done=password")
    assert "The password was changed" in page.text


@pytest.mark.parametrize(
    ("present", "new", "again", "said"),
    [
        ("wrong", OTHER, OTHER, "گذرواژهٔ کنونی درست نیست"),
        (PASSWORD, OTHER, OTHER + "x", "یکی نیستند"),
        (PASSWORD, "short", "short", "دست‌کم ۱۲ نویسه لازم است"),
        (PASSWORD, "sara-password-12", "sara-password-12", "از نام کاربری"),
        (PASSWORD, "نیک‌سرا۱۲۳۴۵۶", "نیک‌سرا۱۲۳۴۵۶", "از نام فروشگاه"),
        (PASSWORD, "password1234", "password1234", "زود حدس می‌زنند"),
        (PASSWORD, PASSWORD, PASSWORD, "همان گذرواژهٔ کنونی"),
    ],
)
async def test_why_a_password_is_not_taken_is_said_in_the_readers_words(
    signed_in: Browser,
    accounts: Accounts,
    present: str,
    new: str,
    again: str,
    said: str,
) -> None:
    await signed_in.open("/desk/account?lang=fa")

    page = await signed_in.send(
        "/desk/account/password", present=present, new=new, again=again
    )

    assert page.status_code in (400, 403)
    assert said in page.text
    assert new not in page.text
    assert await accounts.find(signed_in.cookie(SESSION) or "") is not None


async def test_other_browsers_are_signed_out_from_the_list(
    signed_in: Browser, accounts: Accounts, admin: Account
) -> None:
    phone = await accounts.sign_in("sara", PASSWORD, PHONE)
    admins = await accounts.sign_in("mina", PASSWORD, MAIN)
    admin_session = await accounts.find(admins.secret)
    assert admin_session is not None
    page = await signed_in.open("/desk/account")
    assert "Chrome, Android" in page.text
    number = re.search(r'name="number" value="(\d+)"', page.text)
    assert number is not None
    for other in (str(admin_session.session.id), "999", "", "-1", "٣", "9" * 40):
        await signed_in.open("/desk/account")
        answer = await signed_in.send("/desk/account/sessions", number=other)
        assert answer.status_code == 400
    assert await accounts.find(admins.secret) is not None

    await signed_in.open("/desk/account")
    answer = await signed_in.send("/desk/account/sessions", number=number[1])

    assert answer.headers["location"] == "/desk/account?done=ended"
    assert await accounts.find(phone.secret) is None


async def test_signing_out_is_a_form_and_ends_the_session(
    signed_in: Browser, accounts: Accounts
) -> None:
    secret = signed_in.cookie(SESSION) or ""
    assert (await signed_in.client.get("/desk/logout")).status_code == 405
    assert await accounts.find(secret) is not None

    await signed_in.open("/desk/account")
    answer = await signed_in.send("/desk/logout")

    assert answer.headers["location"] == "/desk/login"
    assert signed_in.cookie(SESSION) is None
    assert await accounts.find(secret) is None


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("login=" + "a" * 20_000, FORM, 413),
        ("&".join(f"a{each}=1" for each in range(50)), FORM, 400),
        ("é", FORM, 400),
        ("{}", "application/json", 415),
        ("", "", 415),
    ],
    ids=["large", "many fields", "no form", "json", "nothing"],
)
async def test_what_is_no_form_is_turned_away(
    browser: Browser, content: str, kind: str, status: int
) -> None:
    answer = await browser.client.post(
        "/desk/login",
        content=content.encode(),
        headers={"origin": HOST, "content-type": kind},
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("language", "direction", "title"),
    [
        ("fa", "rtl", "ورود به میز پاسخ‌گویی"),
        ("ar", "rtl", "تسجيل الدخول إلى مكتب خدمة العملاء"),
        ("en", "ltr", "Sign in to the desk"),
    ],
)
async def test_the_pages_speak_the_readers_language(
    browser: Browser, language: str, direction: str, title: str
) -> None:
    by_header = await browser.open(
        "/desk/login", headers={"accept-language": f"de, {language}-XX;q=0.8"}
    )
    chosen = await browser.open(f"/desk/login?lang={language}&next=/desk")
    kept = await browser.open("/desk/login", headers={"accept-language": "de"})

    for page in (by_header, chosen, kept):
        assert f'<html lang="{language}" dir="{direction}">' in page.text
        assert title in page.text
    assert f'href="/desk/login?lang={language}&amp;next=/desk"' in chosen.text


@pytest.mark.parametrize(
    "header",
    ["", "x" * 10_000, "fa;q=x,,;", "*;q=0.5"],
    ids=["none", "long", "broken", "any"],
)
async def test_whatever_a_browser_prefers_there_is_a_page(
    browser: Browser, header: str
) -> None:
    page = await browser.open(
        "/desk/login?lang=xx", headers={"accept-language": header}
    )

    assert page.status_code == 200
    assert '<html lang="fa" dir="rtl">' in page.text


async def test_the_style_has_the_shops_colours_and_all_that_it_names(
    browser: Browser,
) -> None:
    style = await browser.open("/desk/account.css")

    assert f"--accent: {SHOP.colours.accent}" in style.text
    for path in re.findall(r"url\('([^']+)'\)", style.text):
        assert (await browser.open(path)).status_code == 200


def test_every_route_says_who_may_open_it(app: Starlette) -> None:
    open_to_all = {"/desk/account.css"}
    guarded = {
        route.path: getattr(route.endpoint, "guarded_by", None)
        for route in app.routes
        if isinstance(route, Route) and route.path not in open_to_all
    }

    assert guarded == {
        "/desk/login": "nobody",
        "/desk/second-factor": "signed_in",
        "/desk/logout": "signed_in",
        "/desk/account": "signed_in",
        "/desk/account/password": "signed_in",
        "/desk/account/sessions": "signed_in",
        "/desk/account/second-factor": "signed_in",
    }
    assert [each.path for each in app.routes if isinstance(each, Mount)] == [
        "/desk/fonts"
    ]
