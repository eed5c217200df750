"""
The second step of signing in and the pages of one's own account.
"""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.accounts.cookies import DEVICE, SESSION
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import Account
from bot.conversations.database import Database
from tests.bot.accounts.conftest import code_of, enrol
from tests.bot.accounts.pages.conftest import SHOP
from tests.bot.accounts.people import MAIN, OTHER, PASSWORD, PHONE, quick_passwords
from tests.bot.accounts.web import HOST, Browser, app_of
from tests.fakes.clock import FakeClock

FORM = "application/x-www-form-urlencoded"

# Every page reads and writes through what is tried on both databases elsewhere.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


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


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fa", "بازگشت به میز پاسخ‌گویی"),
        ("ar", "العودة إلى مكتب الخدمة"),
        ("en", "Back to the desk"),
    ],
)
async def test_from_ones_account_a_way_leads_back_to_the_desk(
    accounts: Accounts, sara: Account, lang: str, words: str
) -> None:
    guard = make_guard(accounts, SHOP)
    browser = Browser(app_of(account_routes(accounts, guard, SHOP, "/desk")))
    await browser.sign_in("sara", PASSWORD)
    page = await browser.open(f"/desk/account?lang={lang}")
    assert f'<a href="/desk">{words}</a>' in page.text
    # Where there is no desk, no way leads from the page to itself.
    alone = Browser(app_of(account_routes(accounts, guard, SHOP)))
    await alone.sign_in("sara", PASSWORD)
    assert words not in (await alone.open(f"/desk/account?lang={lang}")).text
