"""
What a request says, whatever it says.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.requests import browser_of, local_path

PAGE = "https://desk.example/desk/login"
TRICKS = st.text(alphabet="/\\\t\n\r .:@?#%evil-éا\u2028", max_size=20)


@given(st.one_of(st.text(max_size=60), TRICKS, TRICKS.map(lambda text: f"/{text}")))
def test_wherever_one_is_led_it_is_this_host(wanted: str) -> None:
    path = local_path(wanted, "/desk")

    # As browsers read it: what they leave out first, backslashes as slashes.
    read = "".join(sign for sign in path if sign not in "\t\n\r").replace("\\", "/")
    assert path.startswith("/")
    assert urlsplit(urljoin(PAGE, read)).netloc == "desk.example"
    assert not read.startswith("//")


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/5 Edg/140", "Edge, Windows"),
        ("curl/8.5", ""),
        ("<script>Firefox</script>", "Firefox"),
        ("", ""),
    ],
    ids=["chrome", "safari", "edge", "curl", "hostile", "none"],
)
def test_a_browser_is_named_by_words_of_ours_alone(agent: str, said: str) -> None:
    assert browser_of(agent) == said
