"""
What holds in every test: loopback only, a clean environment, one trained model.
"""

import functools
import gc
import ipaddress
import os
import shutil
import signal
import socket
from pathlib import Path

import pytest
import pytest_asyncio

from bot import HOUSE
from tests import side_by_side

# Kept between runs, as the demo keeps it: training and converting take their time.
DATA = HOUSE / "var" / "tests"
KEPT_VARIABLES = ("HAMYAR_SHARED", "HAMYAR_REQUIRE_ALL", "HAMYAR_EXTRA")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """
    Before pytest-xdist reads in how many processes the tests are to run.
    """
    side_by_side.choose(config)


def pytest_configure(config):
    """
    Before anything is imported that reads the environment.
    """
    side_by_side.configure(config, functools.partial(side_by_side.train, DATA))
    for name in [n for n in os.environ if n.startswith("HAMYAR_")]:
        if name not in KEPT_VARIABLES:
            del os.environ[name]
    # A shell lets what it starts in the background, and all that this starts, take no
    # notice of Ctrl-C; some tests end a program of ours that way.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["HAMYAR_DATA"] = str(DATA)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    from tests import compiled

    compiled.once()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """
    The garbage collector need not look through modules and tests again and again.

    At its own pace it took a tenth of the time of conversations.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """
    A connection to anywhere but this machine fails the test that tries it.
    """
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = "127.0.0.1" if address[0] == "localhost" else address[0]
            if not ipaddress.ip_address(host).is_loopback:
                pytest.fail(f"The test went out to the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    """
    With HAMYAR_REQUIRE_ALL=1 a skip is a failure; only shared data may be absent.
    """
    skipped = call.excinfo is not None and call.excinfo.errisinstance(
        pytest.skip.Exception
    )
    if (
        skipped
        and os.environ.get("HAMYAR_REQUIRE_ALL") == "1"
        and item.get_closest_marker("shared") is None
    ):
        reason = f"skipped although HAMYAR_REQUIRE_ALL=1: {call.excinfo.value}"
        failure = AssertionError(reason).with_traceback(call.excinfo.tb)
        call.excinfo = pytest.ExceptionInfo.from_exception(failure)


@pytest.fixture(scope="session")
def model() -> Path:
    """
    The trained model of the present files.
    """
    from bot.engine.training import ensure_model

    return ensure_model(DATA)


@pytest.fixture(scope="session")
def vendure_started(tmp_path_factory):
    """
    A real Vendure, started once; tests change it and put it back.
    """
    from tests.crm_connector.sources.vendure import peer

    if not peer.is_installed():
        pytest.skip(peer.MISSING)
    with peer.running(tmp_path_factory.mktemp("vendure")) as shop:
        yield shop


@pytest.fixture
def vendure(vendure_started):
    """
    The real Vendure, as it was seeded.
    """
    vendure_started.reset()
    return vendure_started


@pytest.fixture(scope="session")
def telegram_test_api(tmp_path_factory):
    """
    The address of telegram-test-api, started once.
    """
    from tests.bot.channels.telegram import on_test_api

    if not on_test_api.is_installed():
        pytest.skip(on_test_api.MISSING)
    with on_test_api.started(tmp_path_factory.mktemp("telegram-test-api")) as url:
        yield url


@pytest.fixture(scope="session")
def telemelya(tmp_path_factory):
    """
    The address of telemelya, started once.
    """
    from tests.bot.channels.telegram import on_telemelya

    if not on_telemelya.is_installed():
        pytest.skip(on_telemelya.MISSING)
    with on_telemelya.started(tmp_path_factory.mktemp("telemelya")) as url:
        yield url


@pytest.fixture
def fake_telegram():
    """
    Our own fake of Telegram, on the clock of the machine; `playground` serves it.
    """
    from tests.fakes.telegram.fake import FakeTelegram

    return FakeTelegram()


@pytest_asyncio.fixture
async def playground(request):
    """
    The Telegram that the parameter names, `fake_telegram` unless it names one.
    """
    from tests.bot.channels.telegram import on_telemelya, on_test_api, on_the_fake

    name = getattr(request, "param", "fake")
    if name == "fake":
        opened = on_the_fake.on_the_fake(request.getfixturevalue("fake_telegram"))
    elif name == "telegram-test-api":
        opened = on_test_api.on_test_api(request.getfixturevalue("telegram_test_api"))
    else:
        opened = on_telemelya.on_telemelya(request.getfixturevalue("telemelya"))
    async with opened as playground:
        yield playground


@pytest.fixture(scope="session")
def rasa_engine(model):
    """
    The real engine on the demo shop's words.
    """
    from actions import services
    from bot.engine.engine import RasaEngine
    from bot.shop import load_shop
    from bot.shop_words import shop_words

    shop = load_shop(HOUSE / "demo" / "shop.yml")
    return RasaEngine.load(
        model, shop_words=shop_words(shop), acting=services.acting_for
    )


@pytest.fixture(scope="session")
def demo_shop_of(tmp_path_factory):
    """
    Gives the file of the demo shop of a day, not to be written to: built once.
    """
    from demo.build import build_shop, ensure_shop

    folder = tmp_path_factory.mktemp("demo-shops")

    def of(day):
        path = folder / f"{day}.db"
        if path.exists():
            return path
        built = next(folder.glob("*.db"), None)
        if built is None:
            build_shop(path, day)
        else:
            # To move one is the same as to build it, see tests/demo/test_shift.py.
            shutil.copyfile(built, path)
            ensure_shop(path, day)
        return path

    return of


def pytest_addoption(parser):
    """
    Options of our own.
    """
    parser.addoption(
        "--keep-pictures",
        action="store_true",
        help="write the pictures of the docs anew (docs/images)",
    )
