"""
The command line behind `./hamyar`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot import HOUSE
from bot.settings import Settings, SettingsError
from bot.unusable import Unusable

UNUSABLE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command; gives the exit code, 2 where the command could not run at all.
    """
    arguments, rest = _parser().parse_known_args(argv)
    if rest and not arguments.takes_rest:
        _parser().error(f"unknown arguments: {' '.join(rest)}")
    try:
        code: int = arguments.run(arguments, rest)
    except (Unusable, SettingsError) as error:
        print(f"hamyar: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hamyar", description="A customer-service assistant for a shop."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str,
        run: Callable[[argparse.Namespace, list[str]], int],
        text: str,
        *,
        takes_rest: bool = False,
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=text, description=text, add_help=not takes_rest
        )
        made.set_defaults(run=run, takes_rest=takes_rest)
        return made

    for name, run, text in (
        ("demo", _demo, "Start everything with a demo shop, on this machine only."),
        ("serve", _serve, "Serve a shop, as the HAMYAR_* variables say."),
    ):
        made = command(name, run, text)
        made.add_argument("--port", metavar="N", help="the port (default 8000)")
        made.add_argument(
            "--data", metavar="DIR", help="the folder for all it writes (default var/)"
        )
    command("test", _test, "Run the tests (arguments go to pytest).", takes_rest=True)
    command("check", _check, "Run ruff and mypy.")
    bench = command("bench", _bench, "Run a benchmark, or list them.", takes_rest=True)
    bench.add_argument("name", nargs="?", metavar="NAME")
    return parser


def _settings(arguments: argparse.Namespace) -> Settings:
    """
    The environment, then the command line. Paths are relative to the caller's folder.
    """
    called_from = Path(os.environ.get("HAMYAR_CALLED_FROM", "."))
    environ = dict(os.environ)
    for name in ("port", "data"):
        given = getattr(arguments, name)
        if given is not None:
            environ[f"HAMYAR_{name.upper()}"] = given
    settings = Settings.from_environ(environ, base=called_from)
    if "HAMYAR_DATA" not in environ:
        settings = replace(settings, data=HOUSE / settings.data)
    # Components that Rasa makes itself look for their folder there.
    os.environ["HAMYAR_DATA"] = str(settings.data.resolve())
    return settings


def _demo(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import serving  # noqa: PLC0415 - only what a command needs is loaded
    from demo import start  # noqa: PLC0415

    return serving.run(start.prepare(_settings(arguments)))


def _serve(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import serving  # noqa: PLC0415

    settings = _settings(arguments)
    settings.require_for_serving()
    return serving.run(serving.Plan(settings))


def _test(_: argparse.Namespace, rest: list[str]) -> int:
    import pytest  # noqa: PLC0415

    os.environ.setdefault("HAMYAR_SHARED", str(HOUSE.parent / "shared"))
    return int(pytest.main(rest))


def _check(_: argparse.Namespace, __: list[str]) -> int:
    import subprocess  # noqa: PLC0415

    python = sys.executable
    commands = (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
    )
    # All of them are run, so that one round shows all there is to mend.
    codes = [subprocess.run(c, check=False).returncode for c in commands]  # noqa: S603
    return max(codes)


def _bench(arguments: argparse.Namespace, rest: list[str]) -> int:
    import importlib  # noqa: PLC0415

    names = sorted(
        p.stem for p in (HOUSE / "bench").glob("*.py") if not p.stem.startswith("_")
    )
    if arguments.name not in names:
        raise Unusable(f"the benchmarks are: {', '.join(names) or 'none yet'}.")
    return int(importlib.import_module(f"bench.{arguments.name}").main(rest))


if __name__ == "__main__":
    sys.exit(main())
