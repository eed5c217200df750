"""
The widget as it is served: small, cacheable, and for the pages that may have it.
"""

import gzip
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import HOUSE
from bot.settings import Settings
from bot.shop import load_shop
from bot.web.assets import web_routes, widget_script

ADDRESS = "/widget.js"
MOST = 36_500  # bytes, of what every visitor of every page of the shop loads
LONGEST = 400  # lines
WIDGET = HOUSE / "bot" / "web" / "widget"


@pytest.fixture
def client() -> TestClient:
    settings = Settings(chat_origins=("https://Shop.example/",))
    shop = load_shop(HOUSE / "demo" / "shop.yml")
    return TestClient(Starlette(routes=web_routes(settings, shop)))


def test_the_widget_is_small_with_its_styles_and_icons():
    script = widget_script()
    assert len(gzip.compress(script.plain, mtime=0)) <= MOST
    assert len(script.compressed) <= MOST


def test_the_widget_asks_nobody_else_for_anything():
    addresses = re.findall(rb"https?:\\?/\\?/[\w.]+", widget_script().plain)
    assert set(addresses) <= {b"http://www.w3.org"}


def test_the_widget_never_parses_data_as_markup():
    script = widget_script().plain.decode()
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ):
        assert way not in script


def test_every_source_is_served_and_short():
    served = widget_script().plain.decode()
    sources = sorted(WIDGET.iterdir())
    assert len(sources) > 10
    for source in sources:
        text = source.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST, source.name
        last = [line.strip() for line in text.splitlines() if len(line.strip()) > 20][
            -1
        ]
        assert last in served, source.name


def test_the_three_languages_say_the_same_things():
    script = (WIDGET / "strings.js").read_text(encoding="utf-8")
    blocks = re.split(r"^  (?:fa|ar|en): \{$", script, flags=re.MULTILINE)[1:]
    keys = [re.findall(r"^    (\w+):", block, re.MULTILINE) for block in blocks]
    assert len(keys) == 3
    assert keys[0] == keys[1] == keys[2]
    marks = [
        [sorted(re.findall(r"\{(\w+)\}", line)) for line in block.splitlines()]
        for block in blocks
    ]
    used = [[found for found in block if found] for block in marks]
    assert used[0] == used[1] == used[2][: len(used[0])]


def test_the_script_comes_compressed_to_those_who_take_it(client):
    packed = client.get(ADDRESS)
    plain = client.get(ADDRESS, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["content-type"] == "text/javascript; charset=utf-8"
    assert packed.headers["vary"] == "Accept-Encoding"


def test_a_known_version_is_not_sent_again(client):
    etag = client.get(ADDRESS).headers["etag"]
    again = client.get(ADDRESS, headers={"If-None-Match": etag})
    weak = client.get(ADDRESS, headers={"If-None-Match": f'"other", W/{etag}'})
    other = client.get(ADDRESS, headers={"If-None-Match": '"other"'})
    assert [again.status_code, weak.status_code, other.status_code] == [304, 304, 200]
    assert again.content == b""
    assert again.headers["etag"] == etag


def test_pages_of_any_origin_may_load_the_script(client):
    headers = client.get(ADDRESS).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age" in headers["cache-control"]


def test_only_listed_origins_read_the_shops_face(client):
    def allowed(origin: str) -> str | None:
        response = client.get("/widget.json", headers={"Origin": origin})
        assert response.headers["vary"] == "Origin"
        return response.headers.get("access-control-allow-origin")

    assert allowed("https://shop.example") == "https://shop.example"
    assert allowed("https://shop.example.evil.example") is None
    assert allowed("null") is None


def test_the_shops_face_says_what_the_widget_shows(client):
    face = client.get("/widget.json").json()
    assert face["name"]["en"] == "Niksara"
    assert set(face["greeting"]) == {"fa", "ar", "en"}
    assert face["languages"] == ["fa", "ar", "en"]
    assert face["language"] == "fa"
    assert face["colours"] == {"accent": "#0b6e69", "on_accent": "#ffffff"}
    assert face["telephone"].startswith("+")


def test_the_shops_face_names_every_telephone_that_may_be_called(client):
    face = client.get("/widget.json").json()
    assert face["telephones"] == [f"+982100000{n}" for n in (100, 101, 102)] + [
        *("+983100000103", "+985100000104", "+986100000105")
    ]
