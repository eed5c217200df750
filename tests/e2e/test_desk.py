"""
A customer in one window and an agent in another, with the bot between them.
"""

import subprocess
import sys

import pytest

from bot import HOUSE
from tests.browser.conftest import chromium  # noqa: F401 - a fixture
from tests.browser.two_windows import SAID, SARA, agent_window, hand_over_and_back
from tests.slices import slow_but_for

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PASSWORD = "four walnuts by the river"


@pytest.fixture
def staffed(make_demo):
    """
    A demo with Sara at its desk.
    """
    demo = make_demo().start()
    names = [
        part for lang, name in SARA.items() for part in ("--name", f"{lang}={name}")
    ]
    command = [sys.executable, "-m", "bot.cli", "user", "add", "sara"]
    command += ["--role", "admin", "--demo", "--data", str(demo.data)]
    command += ["--password-stdin", *names]
    subprocess.run(command, input=PASSWORD.encode(), cwd=HOUSE, check=True)
    return demo


@pytest.mark.parametrize("lang", slow_but_for("fa", SAID))
def test_from_the_wish_for_a_person_to_the_way_back(staffed, chromium, lang):  # noqa: F811 - the fixture imported above
    agent = agent_window(chromium, staffed.address, lang, PASSWORD)
    customer = chromium.new_page()
    customer.goto(staffed.address)
    customer.wait_for_function("window.Hamyar")
    if lang != "fa":
        customer.locator(f"[data-lang='{lang}'], [lang='{lang}']").first.click()
    customer.evaluate("Hamyar.open()")
    hand_over_and_back(customer, agent, lang, SAID[lang].wish)
    agent.context.close()
    customer.close()
