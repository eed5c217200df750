"""
`./hamyar user` and `./hamyar audit`: before the first start and while it runs.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import HOUSE, accounts_view, cli
from bot.accounts.service import Accounts
from bot.accounts.tables import accounts as table
from bot.conversations.database import Database, make_engine
from bot.settings import Settings
from tests.bot.accounts.people import MAIN, OTHER, PASSWORD, quick_passwords

NAMES = ("--name", "fa=مینا", "--name", "en=Mina")

Run = Callable[..., str]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> Callable[..., tuple[int, str, str]]:
    """
    Runs the command as it is typed, with an input; gives code, output and errors.
    """
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HAMYAR_SHOP", str(HOUSE / "demo" / "shop.yml"))
    monkeypatch.setattr(accounts_view, "Passwords", quick_passwords)

    def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = cli.main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def mina(run: Any) -> None:
    """
    The first account is there.
    """
    code, _, _ = run(
        *("user", "add", "mina", "--role", "admin", *NAMES, "--password-stdin"),
        given=f"{PASSWORD}\n",
    )
    assert code == 0


def database_of(tmp_path: Path) -> str:
    return replace(Settings(), data=tmp_path / "data").database


async def test_the_first_admin_signs_in_with_the_password_that_was_given(
    run: Any, mina: None, tmp_path: Path
) -> None:
    database = Database(database_of(tmp_path))
    accounts = await Accounts.open(database, passwords=quick_passwords())

    begun = await accounts.sign_in("mina", PASSWORD, MAIN)
    who = await accounts.find(begun.secret)
    # While somebody is signed in on the running server:
    code, _, _ = run("user", "disable", "mina")
    assert code == 2
    run("user", "password", "mina", "--password-stdin", given=OTHER)

    assert who is not None
    assert who.account.names == {"fa": "مینا", "en": "Mina"}
    assert await accounts.find(begun.secret) is None
    await accounts.sign_in("mina", OTHER, MAIN)
    await accounts.close()
    await database.close()


def test_an_account_is_described_and_listed(run: Any, mina: None) -> None:
    code, out, err = run(
        *("user", "add", "Sara@Shop.Example", "--name", "fa=سارا", "--role", "lead"),
        *("--languages", "fa,ar", "--skills", "returns, کفش", "--capacity", "8"),
        "--password-stdin",
        given=PASSWORD,
    )
    assert (code, err) == (0, "")
    assert out == "sara@shop.example can sign in now, as lead, at /desk/login.\n"

    _, lines, _ = run("user", "list")
    _, objects, _ = run("user", "list", "--json")

    assert lines.splitlines() == [
        "mina  admin  fa=مینا, en=Mina  speaks fa, en  up to 5",
        "sara@shop.example  lead  fa=سارا  speaks fa, ar  up to 8  skills returns, کفش",
    ]
    (_, sara) = (json.loads(line) for line in objects.splitlines())
    assert (sara["role"], sara["skills"]) == ("lead", ["returns", "کفش"])
    assert "password" not in objects


def test_what_somebody_speaks_and_can_do_is_changed_alone(run: Any, mina: None) -> None:
    code, out, err = run(
        *("user", "describe", "MINA", "--name", "ar=مينا", "--languages", "fa,ar"),
        *("--skills", "returns"),
    )
    assert (code, err) == (0, "")
    assert out == (
        "mina  admin  fa=مینا, en=Mina, ar=مينا  speaks fa, ar  up to 5  "
        "skills returns\n"
    )
    _, out, _ = run("user", "describe", "mina", "--skills", "", "--capacity", "3")
    assert out.endswith("speaks fa, ar  up to 3\n")
    _, log, _ = run("audit", "--json", "--deed", "account.described")
    changed = [json.loads(line)["details"]["changed"] for line in log.splitlines()]
    assert changed == [["languages", "names", "skills"], ["capacity", "skills"]]


def test_every_change_is_done_and_logged_with_who_did_it(
    run: Any, mina: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "omid")
    run("user", "add", "sara", "--name", "en=Sara", "--password-stdin", given=PASSWORD)
    said = [
        run("user", *arguments)[:2]
        for arguments in (
            ("role", "SARA", "lead"),
            ("disable", "sara"),
            ("enable", "sara"),
            ("logout", "sara"),
            ("reset-second-factor", "sara"),
        )
    ]

    _, log, _ = run("audit", "--who", "operator omid", "--subject", "account:2")
    _, objects, _ = run("audit", "--json", "--deed", "account.role_changed")

    assert said == [
        (0, "sara is lead now.\n"),
        (0, "sara cannot sign in any more, and is signed out everywhere.\n"),
        (0, "sara can sign in again.\n"),
        (0, "sara is signed out everywhere (sessions: 0).\n"),
        (0, "sara signs in with the password alone until a second factor is set up.\n"),
    ]
    assert [line.split("  ")[2] for line in log.splitlines()] == [
        "account.added",
        "account.role_changed",
        "account.disabled",
        "account.enabled",
        "account.signed_out_everywhere",
        "account.second_factor_reset",
    ]
    assert PASSWORD not in log
    (entry,) = (json.loads(line) for line in objects.splitlines())
    assert entry["details"] == {"role": "lead", "before": "agent", "sessions_ended": 0}
    assert entry["account"] is None


def test_the_log_is_told_from_a_moment_on(run: Any, mina: None, tmp_path: Path) -> None:
    _, everything, _ = run("audit", "--since", "1h")
    _, nothing, _ = run("audit", "--since", "2999-01-01")
    _, of_a_moment, _ = run("audit", "--since", "2020-01-01T10:00")

    assert len(everything.splitlines()) == 1
    assert nothing == ""
    assert of_a_moment == everything
    code, _, err = run("audit", "--since", "yesterday")
    assert (code, "--since yesterday: expected a day" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("add", "sara", "--name", "en=Sara"), "", "no terminal to ask"),
        (("add",), "", "add takes a login"),
        (("add", "sara"), "", "add takes --name"),
        (("add", "sara", "--name", "Sara"), "", "expected LANG=NAME"),
        (("add", "sara", "--name", "de=Sara"), "", "expected LANG=NAME"),
        (("add", "sa ra", "--name", "en=Sara"), "", "a login is an e-mail address"),
        (("add", "MINA", "--name", "en=M"), "", "there is an account mina already"),
        (("add", "sara", "--name", "en=S", "--capacity", "x"), "", "expected a number"),
        (("add", "sara", "--name", "en=S", "--languages", "de"), PASSWORD, "languages"),
        (("add", "sara", "--name", "en=S"), "short", "at least 12 characters"),
        (("add", "sara", "--name", "en=S"), "niksara-123456", "the shop's name"),
        (("add", "sara.ahmadi", "--name", "en=S"), "sara.ahmadi12", "of the login"),
        (("add", "sara", "--name", "en=S"), "password1234", "guessed soon"),
        (("disable", "nobody"), "", "there is no account nobody"),
        (("password", "nobody"), PASSWORD, "there is no account nobody"),
        (("disable", "mina"), "", "mina is the only admin"),
        (("role", "mina", "agent"), "", "mina is the only admin"),
        (("role", "mina"), "", "role takes a login and one of: agent, lead, admin"),
        (("role", "mina", "boss"), "", "role takes a login and one of"),
        (("disable", "mina", "lead"), "", "disable takes one login alone"),
        (("list", "mina"), "", "list takes no login"),
        (("describe",), "", "describe takes a login"),
        (("describe", "mina"), "", "describe takes what is another now"),
        (("describe", "nobody", "--skills", "x"), "", "there is no account nobody"),
        (("describe", "mina", "--capacity", "x"), "", "expected a number"),
        (("describe", "mina", "--capacity", "0"), "", "capacity"),
        (("describe", "mina", "--languages", ""), "", "languages"),
        (("describe", "mina", "--name", "Mina"), "", "expected LANG=NAME"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Any, mina: None, arguments: tuple[str, ...], given: str, said: str
) -> None:
    more = ("--password-stdin",) if given else ()

    code, out, err = run("user", *arguments, *more, given=given)

    assert (code, out) == (2, "")
    assert err.startswith("hamyar: ")
    assert said in err
    assert err.count("\n") == 1
    assert given == "" or given not in err.replace("at least 12", "")
    _, listed, _ = run("user", "list")
    assert len(listed.splitlines()) == 1


def test_the_first_account_has_to_be_an_admins(run: Any) -> None:
    code, _, err = run(
        "user", "add", "sara", "--name", "en=Sara", "--password-stdin", given=PASSWORD
    )

    assert code == 2
    assert "the first account has to be an admin's: --role admin" in err


def test_a_password_is_asked_for_twice_and_never_shown(
    run: Any, mina: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed: list[str] = []
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return typed.pop(0)

    settings = Settings(data=tmp_path / "data", shop=HOUSE / "demo" / "shop.yml")
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", getpass)
    given = argparse.Namespace(
        what="password", login="mina", new_role=None, name=[], password_stdin=False
    )

    typed[:] = [OTHER, PASSWORD]
    with pytest.raises(accounts_view.Unusable, match="not the same"):
        accounts_view.user(settings, given)
    typed[:] = [OTHER, OTHER]
    assert accounts_view.user(settings, given) == 0

    assert asked == ["Password: ", "Once more: "] * 2
    engine = make_engine(settings.database)
    with engine.connect() as connection:
        assert OTHER not in str(connection.execute(sa.select(table)).all())
    engine.dispose()


def test_a_database_that_is_not_there_is_said_without_its_password(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "HAMYAR_DATABASE_URL", "postgresql://hamyar:hunter2@127.0.0.1:1/hamyar"
    )

    code, _, err = run("user", "list")

    assert code == 2
    assert "database cannot be used" in err
    assert "hunter2" not in err


def test_the_demo_has_accounts_of_its_data_folder(
    run: Any, mina: None, tmp_path: Path
) -> None:
    _, out, _ = run("user", "list", "--demo", "--data", str(tmp_path / "data"))

    assert out.startswith("mina  admin")
