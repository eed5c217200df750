"""
The desk's page as it is served: whole, kept by browsers, with no way for data to run.
"""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from actions.changing.deciding.step import Beyond, Snag
from actions.changing.state.wishes import Came, Open
from bot import HOUSE
from bot.conversations.clock import utc_now
from bot.desk.web.pages import desk_script, desk_style, page_routes
from bot.shop import load_shop
from crm_connector.identity.consent import Purpose
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.deciding import Why
from crm_connector.policies.terms import Payer
from tests.fakes.desk_server import OpenGuard

DESK = HOUSE / "bot" / "web" / "desk"
LONGEST = 400  # lines
SHOP = load_shop(HOUSE / "demo" / "shop.yml")


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=page_routes(OpenGuard(), SHOP, utc_now)))


def address_in(page: str, name: str) -> str:
    """
    The address of a file as the page names it.
    """
    found = re.search(rf'"(/desk/{re.escape(name)}\?v=\w+)"', page)
    assert found, page
    return found[1]


@pytest.mark.parametrize(("lang", "way"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_the_shell_is_in_the_readers_language(client, lang, way):
    page = client.get(f"/desk?lang={lang}")
    assert f'<html lang="{lang}" dir="{way}">' in page.text
    assert f"hamyar-desk-language={lang}" in page.headers["set-cookie"]


def test_nothing_in_the_page_runs_but_the_pages_own_files(client):
    page = client.get("/desk")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script>|<style|style=|onclick", page.text)
    assert page.headers["cache-control"] == "no-store"


def test_files_are_kept_by_their_version_and_asked_for_without_one(client):
    page = client.get("/desk").text
    for name in ("app.js", "app.css"):
        named = client.get(address_in(page, name))
        assert "immutable" in named.headers["cache-control"]
        plain = client.get(f"/desk/{name}", headers={"Accept-Encoding": "identity"})
        assert plain.headers["cache-control"] == "private, no-cache"
        assert plain.text == named.text
        etag = named.headers["etag"]
        again = client.get(f"/desk/{name}", headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_every_source_is_served_and_short():
    served = desk_script().plain.decode() + desk_style(SHOP).plain.decode()
    sources = [each for each in DESK.iterdir() if each.suffix in (".js", ".css")]
    assert len(sources) > 30
    for source in sources:
        lines = source.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= LONGEST, source.name
        last = [line.strip() for line in lines if len(line.strip()) > 14][-1]
        assert last in served, source.name


def test_data_is_never_parsed_as_markup():
    script = desk_script().plain.decode()
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "srcdoc"):
        assert way not in script


def _words(lang: str) -> str:
    files = (DESK / f"{name}_{lang}.js" for name in ("words", "words_orders"))
    return "".join(each.read_text(encoding="utf-8") for each in files)


def test_the_three_languages_say_the_same_things():
    found = {}
    for lang in ("fa", "ar", "en"):
        text = _words(lang)
        said = re.findall(r"^  '?([\w-]+)'?: (.*),$", text, re.MULTILINE)
        found[lang] = {key: sorted(re.findall(r"\{(\w+)\}", it)) for key, it in said}
        assert len(said) > 150
    assert found["fa"] == found["en"]
    assert found["ar"] == found["en"]


def test_every_word_that_is_said_is_known():
    words = _words("en")
    known = set(re.findall(r"^  '?([\w-]+)'?: ", words, re.MULTILINE))
    # As it is served: parts of the widget speak with the desk's words there.
    said = set(re.findall(r"\bsay\(\s*'([\w-]+)'", desk_script().plain.decode()))
    assert {"yesterday", "next", "today", "account"} <= said
    assert said <= known


def test_the_guide_calls_buttons_what_the_page_calls_them():
    guide = (HOUSE / "docs" / "agent" / "desk.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", guide, re.MULTILINE)
    assert len(rows) > 15
    for row in rows[1:]:
        for lang, cell in zip(("en", "fa", "ar"), row, strict=True):
            words = _words(lang).lower()
            for each in re.split("[,،] ?", cell.lower()):
                assert f"'{each}'" in words, (lang, each)


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_each_purpose_that_can_be_consented_to_has_a_word(lang: str) -> None:
    words = _words(lang)
    told = set(re.findall(r"^  purpose_(\w+): ", words, re.MULTILINE))
    assert told == {each.value for each in Purpose}


def test_whatever_the_rules_of_orders_say_has_a_word() -> None:
    known = set(re.findall(r"^  '?([\w-]+)'?: ", _words("en"), re.MULTILINE))
    said = {
        *(f"op_{each.value}" for each in Operation),
        *(f"cause_{each.value}" for each in Reason),
        *(f"method_{each.value}" for each in MethodKind),
        *(f"opNot_{each.value}" for each in Why),
        *(f"opWay_{each.value}" for each in Payer),
        *(f"wanted_{each.value}" for each in Came),
        "wanted_open",
        *(f"opSnag_{each.value}" for each in Snag),
        # What takes a person has one at the desk.
        *(f"opBeyond_{each.value}" for each in Beyond if each is not Beyond.HIGH_VALUE),
        # Orders, a yes and further words are asked for in the chat alone, and what is
        # left of a done change by people.
        *(
            f"opAsk_{each.value}"
            for each in Open
            if each not in (Open.ORDER, Open.CONFIRM, Open.MORE)
            and each not in (Open.ACCOUNT, Open.PAYMENT)
        ),
    }
    assert said <= known
