"""
The real program as a process of its own, as `./hamyar demo` starts it.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import httpx
import pytest

from bot import HOUSE
from tests.conftest import DATA
from tests.ports import free_port

START_SECONDS = 120
INTERRUPTED = 130


class Demo:
    """
    A running demo; `kill` is SIGKILL, `stop` is what Ctrl-C does.
    """

    def __init__(self, data, port=None):
        self.data = data
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = data / "demo.log"
        self.process = None

    def start(self):
        """
        Start and wait until it answers.
        """
        command = [sys.executable, "-m", "bot.cli", "demo"]
        command += ["--port", str(self.port), "--data", str(self.data)]
        environ = {k: v for k, v in os.environ.items() if not k.startswith("HAMYAR_")}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=HOUSE, env=environ, stdout=out, stderr=out
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            # Until it is ready it says that it is not.
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/health").status_code == httpx.codes.OK:
                    return self
            time.sleep(0.1)
        pytest.fail(f"The demo did not start: {self.log.read_text()}")

    def kill(self):
        """
        Without warning.
        """
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """
        Politely; gives the exit code.
        """
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@pytest.fixture
def make_demo(tmp_path, model):
    """
    Makes demos on a data folder of their own that holds the trained model already.
    """
    made = []

    def make(name="data", port=None):
        data = tmp_path / name
        if not data.exists():
            data.mkdir()
            (data / "models").symlink_to(DATA / "models")
            (data / "encoder").symlink_to(DATA / "encoder")
        made.append(Demo(data, port))
        return made[-1]

    yield make
    for demo in made:
        demo.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory, model):
    """
    One demo for all tests that only talk to it.
    """
    data = tmp_path_factory.mktemp("demo-data")
    (data / "models").symlink_to(DATA / "models")
    (data / "encoder").symlink_to(DATA / "encoder")
    running = Demo(data).start()
    yield running
    assert running.stop() == INTERRUPTED


class Chat:
    """
    A web chat over HTTP, as the page of a shop would hold it.
    """

    def __init__(self, address, customer=None):
        self.client = httpx.Client(base_url=address, timeout=40)
        body = {}
        if customer is not None:
            token = self.client.post("/demo/token", json={"customer": customer})
            body = token.json()
        begun = self.client.post("/chat/sessions", json=body).json()
        self.headers = {"Authorization": f"Bearer {begun['session']}"}
        self.conversation = begun["conversation"]
        self.seq = 0

    def send(self, text, message_id):
        """
        Send a text; gives the status code.
        """
        body = {"id": str(message_id), "text": text}
        answer = self.client.post("/chat/messages", json=body, headers=self.headers)
        return answer.status_code

    def hear(self, count, author="bot"):
        """
        Wait for so many messages of this author behind the last one seen.
        """
        return self._hear(author, lambda heard: len(heard) >= count)

    def hear_of(self, kind):
        """
        Wait for a card of this kind; gives all that the bot says up to it.
        """
        heard = self._hear("bot", lambda heard: kind in _kinds(heard))
        assert kind in _kinds(heard), heard
        return heard

    def _hear(self, author, is_enough):
        heard = []
        until = time.monotonic() + 30
        while not is_enough(heard) and time.monotonic() < until:
            parameters = {"after": self.seq, "wait": 5}
            answer = self.client.get(
                "/chat/messages", params=parameters, headers=self.headers
            )
            for message in answer.json()["messages"]:
                self.seq = message["seq"]
                if message["author"] == author:
                    heard.append(message)
        return heard


def _kinds(messages):
    return {card["kind"] for message in messages for card in message["cards"]}


@pytest.fixture
def chat_on():
    """
    Opens chats on an address and closes them after the test.
    """
    opened = []

    def chat(address, customer=None):
        opened.append(Chat(address, customer))
        return opened[-1]

    yield chat
    for made in opened:
        made.client.close()
