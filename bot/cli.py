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
from bot.accounts.arguments import add_audit_arguments, add_user_arguments
from bot.settings import Settings, SettingsError
from bot.unusable import Unusable

UNUSABLE = 2
MOST_NUMBER = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command; gives the exit code, 2 where the command could not run at all.
    """
    arguments, rest = _parser().parse_known_args(argv)
    if rest and not arguments.takes_rest:
        arguments.parser.error(f"unknown arguments: {' '.join(rest)}")
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
        made.set_defaults(run=run, takes_rest=takes_rest, parser=made)
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
    understand = command(
        "understand", _understand, "Tell what messages mean, one a line of the input."
    )
    understand.add_argument("--json", action="store_true", help="one object a line")
    understand.add_argument(
        "--data", metavar="DIR", help="the folder for all it writes (default var/)"
    )
    profile = command(
        "profile", _profile, "Show a customer as all sources together know them."
    )
    profile.add_argument("identity", metavar="IDENTITY")
    profile.add_argument("--json", action="store_true", help="one JSON object")
    profile.add_argument(
        "--demo", action="store_true", help="of the demo shop, not of the settings'"
    )
    profile.add_argument(
        "--data", metavar="DIR", help="the folder for all it writes (default var/)"
    )
    person = command(
        "person", _person, "Tell why somebody is one person; merge two, split them."
    )
    person.add_argument(
        "what",
        choices=["why", "merge", "split"],
        metavar="WHAT",
        help="why, merge or split",
    )
    person.add_argument(
        "whom",
        nargs="+",
        metavar="WHOM",
        help="why: one identity, as of profile; merge: two; split: a merge's number",
    )
    person.add_argument("--by", default="", metavar="NAME", help="who decides it")
    person.add_argument("--reason", default="", metavar="TEXT", help="and why")
    person.add_argument(
        "--dry-run", action="store_true", help="only tell what a merge would join"
    )
    person.add_argument(
        "--demo", action="store_true", help="of the demo shop, not of the settings'"
    )
    person.add_argument(
        "--data", metavar="DIR", help="the folder for all it writes (default var/)"
    )
    user = command("user", _user, "Add and change who may sign in to the desk.")
    audit = command("audit", _audit, "Show who did what on the desk.")
    add_user_arguments(user)
    add_audit_arguments(audit)
    reviews = command("reviews", _reviews, "Show what customers think.")
    ratings = command("ratings", _ratings, "Show how customers rated who served them.")
    for made in (reviews, ratings):
        made.add_argument("--json", action="store_true", help="one object a line")
        made.add_argument(
            "--since", metavar="WHEN", help="2026-11-22, 2026-11-22T18:00 (UTC), or 7d"
        )
    for made in (user, audit, reviews, ratings):
        made.add_argument(
            "--demo", action="store_true", help="of the demo shop, not of the settings'"
        )
        made.add_argument(
            "--data", metavar="DIR", help="the folder for all it writes (default var/)"
        )
    telegram = command("telegram", _telegram, "Tell what is wrong with Telegram.")
    telegram.add_argument("what", choices=["check"], metavar="check")
    command("test", _test, "Run the tests (arguments go to pytest).", takes_rest=True)
    command("check", _check, "Run ruff and mypy.")
    encoder = command("encoder", _encoder, "Fine-tune an encoder on the sentences.")
    encoder.add_argument("what", choices=["tune"], metavar="tune")
    for option, metavar, text in (
        ("--output", "DIR", "the folder for the encoder (default: in the data folder)"),
        ("--model", "NAME", "what to begin with (default HAMYAR_ENCODER, or minilm)"),
        ("--epochs", "N", "how often the sentences are gone through"),
        ("--seed", "N", "another choice of sentences, another course (default 0)"),
        ("--data", "DIR", "the folder for all it writes (default var/)"),
    ):
        encoder.add_argument(option, metavar=metavar, help=text)
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
        given = getattr(arguments, name, None)
        if given is not None:
            environ[f"HAMYAR_{name.upper()}"] = given
    settings = Settings.from_environ(environ, base=called_from)
    if "HAMYAR_DATA" not in environ:
        settings = replace(settings, data=HOUSE / settings.data)
    # Components that Rasa makes itself look for their folder there.
    os.environ["HAMYAR_DATA"] = str(settings.data.resolve())
    if settings.encoder:
        from bot.nlu.encoder import choice  # noqa: PLC0415 - seldom needed

        os.environ[choice.VARIABLE] = settings.encoder
        choice.check(settings.encoder)
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


def _understand(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import understand  # noqa: PLC0415

    return understand.main(_settings(arguments).data, as_json=arguments.json)


def _profile(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import logs, profile_view  # noqa: PLC0415

    # To standard error: what is printed here may be read by a program.
    logs.configure_logs()
    settings = _shop_settings(arguments)
    return profile_view.main(settings, arguments.identity, as_json=arguments.json)


def _person(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import person_view  # noqa: PLC0415

    wish = person_view.Wish(
        what=arguments.what,
        whom=tuple(arguments.whom),
        by=arguments.by,
        reason=arguments.reason,
        is_dry=arguments.dry_run,
    )
    person_view.check(wish)
    return person_view.main(_shop_settings(arguments), wish)


def _user(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import accounts_view  # noqa: PLC0415

    return accounts_view.user(_own_settings(arguments), arguments)


def _audit(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import accounts_view  # noqa: PLC0415

    return accounts_view.show_audit(_own_settings(arguments), arguments)


def _reviews(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import reviews_view  # noqa: PLC0415

    return reviews_view.show(
        _own_settings(arguments), since=arguments.since, as_json=arguments.json
    )


def _ratings(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import ratings_view  # noqa: PLC0415

    return ratings_view.show(
        _own_settings(arguments), since=arguments.since, as_json=arguments.json
    )


def _telegram(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot import telegram_view  # noqa: PLC0415

    return telegram_view.check(_settings(arguments))


def _own_settings(arguments: argparse.Namespace) -> Settings:
    """
    Of the demo shop, or as they are: nothing of the shop's own systems is needed.
    """
    settings = _settings(arguments)
    if not arguments.demo:
        return settings
    from demo import start  # noqa: PLC0415

    return start.demo_settings(settings)


def _shop_settings(arguments: argparse.Namespace) -> Settings:
    """
    Of the demo shop, or of the one whose customers are read: nobody is signed in.
    """
    settings = _settings(arguments)
    if not arguments.demo:
        settings.require_for_reading()
        return settings
    from demo import start  # noqa: PLC0415

    plan = start.prepare(settings)
    plan.prepare()
    return plan.settings


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


def _encoder(arguments: argparse.Namespace, _: list[str]) -> int:
    from bot.nlu.encoder import choice, shop_tuning  # noqa: PLC0415

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    settings = _settings(arguments)
    base = Path(os.environ.get("HAMYAR_CALLED_FROM", "."))
    model = arguments.model or settings.encoder or choice.MINILM
    model = str(base / model) if (base / model).is_dir() else model
    wish = shop_tuning.Wish(
        model=model,
        output=base / arguments.output if arguments.output else None,
        epochs=_number("--epochs", arguments.epochs),
        seed=int(_number("--seed", arguments.seed) or 0),
    )
    # Said before the sentences are read, which takes seconds.
    choice.check(model)
    sentences = shop_tuning.shop_sentences(HOUSE / "nlu_data")
    tuned = shop_tuning.tune_for_shop(wish, sentences, say)
    say(
        f"Of the sentences held back, {tuned.after:.1%} are understood; before tuning "
        f"{tuned.before:.1%}, with the default encoder {tuned.packaged:.1%}."
    )
    if tuned.after <= tuned.packaged:
        say("The default encoder understands as much or more: there is no need to.")
    say("To use it, start with HAMYAR_EXTRA=transformers and")
    print(f"{choice.VARIABLE}={tuned.folder}", flush=True)
    return 0


def _number(option: str, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < MOST_NUMBER:
        raise Unusable(f"{option} {text}: expected a number from 0 to {MOST_NUMBER}.")
    return number


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
