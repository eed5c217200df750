"""
The fake in a thread hears at once what a test does there.
"""

from __future__ import annotations

import threading
import time

import httpx

from tests.bot.channels.telegram.bot_api.conftest import SARA, TRUSTED
from tests.fakes.telegram.thread import in_a_thread


def test_whoever_waits_hears_of_what_another_thread_has_done():
    heard = []
    with (
        in_a_thread() as telegram,
        httpx.Client(verify=TRUSTED, trust_env=False, timeout=20) as client,
    ):

        def ask():
            address = f"{telegram.url}/bot{telegram.fake.token}/getUpdates?timeout=15"
            heard.extend(client.get(address).json()["result"])

        asking = threading.Thread(target=ask)
        asking.start()
        while telegram.do(lambda: telegram.fake.updates._poll) is None:
            time.sleep(0.01)
        update = telegram.do(lambda: telegram.fake.world.says(SARA, "hello"))
        asking.join(10)

    assert heard == [update]
