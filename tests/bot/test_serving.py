"""
What stops a start is one sentence and exit code 2.
"""

import errno
import os
import socket
from dataclasses import replace

import numpy  # noqa: F401 - with it comes the OpenBLAS that is looked at
import pytest
from sqlalchemy.exc import OperationalError
from threadpoolctl import threadpool_info, threadpool_limits

from bot import HOUSE, cli, serving
from bot.conversations.core import Conversations
from bot.settings import Settings
from bot.unusable import Unusable
from tests.fakes.engine import apology


def test_a_busy_port_is_said_before_anything_slow_is_done(tmp_path, capsys):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        code = cli.main(["demo", "--port", str(port), "--data", str(tmp_path)])
    assert code == 2
    said = capsys.readouterr().err.strip()
    assert said == f"hamyar: port {port} is in use; choose another one with --port N."
    assert list(tmp_path.iterdir()) == []


def test_serving_without_its_secrets_names_them(monkeypatch, capsys):
    monkeypatch.setenv("HAMYAR_CRM_URL", "sqlite:///shop.db")
    assert cli.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "HAMYAR_CHAT_JWT_SECRET" in said
    assert "HAMYAR_CRM_URL" not in said


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Unusable, match="cannot be written to"):
        serving.prepare_folder(file / "data")


def test_a_full_disk_is_one_sentence(tmp_path):
    def no_room():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shop = HOUSE / "demo" / "shop.yml"
    settings = replace(Settings(), data=tmp_path, port=0, shop=shop)
    with pytest.raises(Unusable, match="no room left"):
        serving.run(serving.Plan(settings, prepare=no_room))


def test_paths_are_taken_from_where_the_caller_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("HAMYAR_CALLED_FROM", str(tmp_path))
    arguments = cli._parser().parse_args(["demo", "--data", "here"])
    assert cli._settings(arguments).data == tmp_path / "here"


def test_an_unknown_benchmark_lists_those_there_are(capsys):
    assert cli.main(["bench", "nonsense"]) == 2
    assert "turns" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["abc", "-1", "65536"])
def test_a_port_that_is_none_is_named(port, capsys):
    assert cli.main(["demo", f"--port={port}"]) == 2
    assert "HAMYAR_PORT" in capsys.readouterr().err


@pytest.fixture
def app_over_the_database_only(monkeypatch):
    class Engine:
        following = None

    async def create_app(settings, engine, **_parts):
        await Conversations.open(settings.database, engine=engine, apology=apology)

    async def check_sources(_settings):
        pass

    monkeypatch.setattr("bot.sources.check_sources", check_sources)
    monkeypatch.setattr("bot.engine.training.ensure_model", lambda *_: None)
    monkeypatch.setattr("bot.app.load_live_engine", lambda *_: Engine())
    monkeypatch.setattr("bot.app.create_app", create_app)


@pytest.mark.usefixtures("app_over_the_database_only")
def test_a_broken_database_is_one_sentence(tmp_path):
    (tmp_path / "hamyar.db").write_bytes(b"this is no database" * 100)
    shop = HOUSE / "demo" / "shop.yml"
    settings = replace(Settings(), data=tmp_path, port=0, shop=shop)
    with pytest.raises(Unusable, match=r"hamyar\.db cannot be used: .*database\.$"):
        serving.run(serving.Plan(settings))


def test_a_reply_of_the_shops_file_that_cannot_be_kept_is_one_sentence(tmp_path):
    shop = tmp_path / "shop.yml"
    text = (HOUSE / "demo" / "shop.yml").read_text("utf-8")
    shop.write_text(text.replace("{agent} ", "{angel} "), "utf-8")
    settings = replace(Settings(), data=tmp_path, port=0, shop=shop)
    with pytest.raises(Unusable, match=r"desk\.replies: the reply 1 .*angel"):
        serving.run(serving.Plan(settings))


def test_trouble_with_the_database_does_not_show_its_password():
    address = "postgresql://hamyar:hunter2@db/hamyar?sslpassword=hunter2"
    error = OperationalError(
        "connect", {}, Exception("no such user: hamyar:hunter2\nat db")
    )
    said = serving._database_trouble(address, error)
    assert said == (
        "Hamyar's own database postgresql://hamyar:***@db/hamyar cannot be used: "
        "no such user: hamyar:***."
    )


def test_a_product_of_matrices_stays_in_its_thread():
    before = threadpool_limits(limits=2, user_api="blas")
    try:
        serving.keep_blas_to_one_thread()
        found = [each for each in threadpool_info() if each["user_api"] == "blas"]
        assert found
        assert {each["num_threads"] for each in found} == {1}
    finally:
        before.restore_original_limits()
