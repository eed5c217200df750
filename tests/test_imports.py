"""
Who may import whom: the walls of the house, read from the code itself.

Every import counts: at the top of a module, inside a function, for type checking only,
and by `importlib.import_module("name")`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "actions", "crm_connector", "demo", "bench")


@dataclass(frozen=True)
class Rule:
    """
    Modules in `inside` import nothing of `never`, but for what is in `but`.

    `outside` are the rooms of `inside` for which the rule does not hold.
    """

    inside: tuple[str, ...]
    never: tuple[str, ...]
    outside: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


CHANGING = ("reading", "state", "deciding", "hearing", "telling", "doing")

RULES = (
    Rule(
        inside=("crm_connector",),
        never=("bot", "actions", "rasa", "rasa_sdk", "telegram"),
    ),
    # Actions reach the house through one door. What the records and their failures
    # are called is no way to data, so those words may be used everywhere.
    Rule(
        inside=("actions",),
        outside=("actions.services",),
        never=("crm_connector",),
        but=(
            "crm_connector.model",
            "crm_connector.operations",
            "crm_connector.refunds",
            "crm_connector.choices",
            "crm_connector.places",
            "crm_connector.policies",
            "crm_connector.errors",
            "crm_connector.profile.facts",
            "crm_connector.currencies",
            "crm_connector.contacts",
            # Words of the trade and the shop's rules: values and pure functions.
            "crm_connector.operations",
            "crm_connector.refunds",
            "crm_connector.choices",
            "crm_connector.cart",
            "crm_connector.attempts",
            "crm_connector.source.Capability",
            "crm_connector.places",
            "crm_connector.policies",
            "crm_connector.reckoning",
        ),
    ),
    # How Persian sounds in Latin letters is no way to anything: words in, words out.
    # Nor are the names of the world's cities, and the words that are no names.
    Rule(
        inside=("actions",),
        outside=("actions.services",),
        never=("bot",),
        but=(
            "bot.nlu.finglish",
            "bot.nlu.text",
            "bot.nlu.catalogue.base",
            "bot.nlu.catalogue.talk",
        ),
    ),
    Rule(inside=("actions.services",), never=("bot",), but=("bot.offers",)),
    # Orders changed in the chat: each room knows only those before it.
    *(
        Rule(
            inside=(f"actions.changing.{room}",),
            never=tuple(f"actions.changing.{each}" for each in CHANGING[at + 1 :]),
        )
        for at, room in enumerate(CHANGING)
    ),
    Rule(
        inside=("bot", "actions", "crm_connector", "demo"),
        outside=("bot.engine", "bot.nlu"),
        never=("rasa",),
    ),
    Rule(
        inside=PACKAGES,
        outside=("bot.channels.telegram",),
        never=("telegram",),
    ),
    Rule(
        inside=("bot.accounts",),
        never=("rasa", "rasa_sdk", "telegram", "bot.engine", "bot.nlu", "bot.channels"),
    ),
    # They know neither Rasa nor a channel, also not by way of those who do.
    Rule(
        inside=("bot.conversations", "bot.offers"),
        never=("rasa", "rasa_sdk", "telegram", "bot.engine", "bot.channels", "actions"),
    ),
    # Who may upload and see a file is for those to know who have the routes.
    Rule(
        inside=("bot.files",),
        never=(
            *("rasa", "rasa_sdk", "bot.engine", "bot.channels", "bot.accounts"),
            *("bot.desk", "actions"),
        ),
    ),
    # Values in, bytes out: who may have a paper and where it is kept is not for it.
    Rule(
        inside=("bot.invoices",),
        never=(
            *("rasa", "rasa_sdk", "telegram", "sqlalchemy", "starlette"),
            *("bot.engine", "bot.nlu", "bot.channels", "bot.conversations"),
            *("bot.files", "bot.desk", "bot.accounts", "bot.shop", "bot.settings"),
            "actions.services",
        ),
    ),
    # It judges and tells; what it is about, it is given.
    Rule(
        inside=("bot.handoff",),
        never=(
            *("rasa", "rasa_sdk", "telegram", "sqlalchemy", "starlette"),
            *("bot.engine", "bot.channels", "bot.conversations", "bot.settings"),
            *("actions", "crm_connector"),
        ),
    ),
    # What judges the tasks knows nothing of what is judged, and whoever plays a
    # customer nothing of what is wanted.
    Rule(
        inside=("bench._tasks.data", "bench._tasks.reference", "bench._tasks.states"),
        never=("bot", "actions", "crm_connector", "demo"),
        but=("bot.unusable",),
    ),
    Rule(
        inside=tuple(
            f"bench._tasks.{name}"
            for name in (
                *("customer", "parts", "free", "choosing", "questions"),
                *("prose", "regular", "voice", "wordings"),
            )
        ),
        never=(
            *("bot", "actions", "crm_connector", "demo"),
            *("bench._tasks.data", "bench._tasks.reference", "bench._tasks.states"),
        ),
    ),
)

# The model is what everybody speaks of; it depends on nobody but our plainest words.
MODEL = "crm_connector.model"
WORDS = ("crm_connector.operations", "crm_connector.refunds")


@dataclass(frozen=True)
class Import:
    """
    One imported name, and where it stands.
    """

    module: str
    name: str
    file: Path
    line: int


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """
    Every Python file of our packages, also of those that come later.
    """
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            parts = list(file.relative_to(root).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            yield ".".join(parts), file


def imports(module: str, file: Path) -> Iterator[Import]:
    """
    All imports of one file. `from a import b` counts as `a` and as `a.b`.
    """
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text("utf-8"), str(file))):
        for name in names(node, package):
            yield Import(module, name, file, node.lineno)  # type: ignore[attr-defined]


def names(node: ast.AST, package: str) -> list[str]:
    """
    What one node of the code imports.
    """
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1]
            base = ".".join([*above, base] if base else above)
        # The longest name that can be meant: a module in a package, or a name in it.
        return [f"{base}.{alias.name}".lstrip(".") for alias in node.names]
    if isinstance(node, ast.Call) and node.args:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else ""
        name = called.id if isinstance(called, ast.Name) else name
        first = node.args[0]
        if name in ("import_module", "__import__") and isinstance(first, ast.Constant):
            return [str(first.value)]
    return []


def is_in(name: str, rooms: tuple[str, ...]) -> bool:
    """
    Whether a dotted name is one of the rooms or inside one.
    """
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def breaches(root: Path) -> list[str]:
    """
    Each import that is not allowed, with file and line.
    """
    found = []
    for module, file in modules(root):
        for each in imports(module, file):
            place = f"{file.relative_to(root)}:{each.line}"
            found.extend(
                f"{place}: {module} may not import {each.name}"
                for rule in RULES
                if is_in(module, rule.inside)
                and not is_in(module, rule.outside)
                and is_in(each.name, rule.never)
                and not is_in(each.name, rule.but)
            )
    return found


def waits(root: Path) -> dict[str, set[str]]:
    """
    What each module imports of ours as it is loaded, which is not for types only.
    """
    every = dict(modules(root))
    found: dict[str, set[str]] = {}
    for module, file in every.items():
        package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        named = [
            name
            for node in ast.parse(file.read_text("utf-8"), str(file)).body
            for name in names(node, package)
        ]
        # A name in a module waits for that module.
        meant = [name if name in every else name.rpartition(".")[0] for name in named]
        found[module] = {name for name in meant if name in every}
    return found


def test_nobody_imports_through_a_wall() -> None:
    assert breaches(ROOT) == []


def test_no_module_waits_for_one_that_waits_for_it() -> None:
    # Whoever is loaded first of a circle finds the others half made, and which one that
    # is depends on the program.
    TopologicalSorter(waits(ROOT)).prepare()


def test_a_planted_circle_is_named(tmp_path: Path) -> None:
    for module, other in (("one", "two"), ("two", "one")):
        file = tmp_path / "bot" / f"{module}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"from bot.{other} import thing\n")

    with pytest.raises(CycleError, match="nodes are in a cycle"):
        TopologicalSorter(waits(tmp_path)).prepare()


def test_the_model_imports_the_standard_library_and_our_plainest_words() -> None:
    used = {
        each.name
        for module in (MODEL, *WORDS)
        for each in imports(module, ROOT / f"{module.replace('.', '/')}.py")
    }
    ours = {each for each in used if is_in(each, (MODEL, *WORDS))}

    assert {e.partition(".")[0] for e in used - ours} - sys.stdlib_module_names == set()


def test_every_package_has_its_walls() -> None:
    packages = {each.parent.name for each in ROOT.glob("*/__init__.py")}

    assert packages - set(PACKAGES) - {"tests"} == set()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("crm_connector/a.py", "import bot.engine"),
        ("crm_connector/a.py", "from actions import services"),
        ("crm_connector/sources/later/client.py", "from bot import settings"),
        ("crm_connector/a.py", "from .. import bot"),
        ("crm_connector/a.py", "def f():\n    import rasa.core"),
        ("crm_connector/a.py", "if TYPE_CHECKING:\n    from rasa_sdk import Tracker"),
        ("crm_connector/a.py", "importlib.import_module('bot.engine')"),
        ("crm_connector/a.py", "import_module('telegram')"),
        ("crm_connector/a.py", "__import__('telegram')"),
        ("actions/orders/a.py", "import rasa"),
        ("actions/services.py", "import rasa"),
        ("actions/orders/a.py", "from crm_connector.gate import CustomerGate"),
        ("actions/orders/a.py", "from crm_connector import gate"),
        ("actions/orders/a.py", "import crm_connector"),
        ("actions/offers/a.py", "from bot.offers import decide"),
        ("actions/services.py", "from bot.engine import load"),
        ("bot/app.py", "import rasa"),
        ("bot/desk/later.py", "from rasa.core import agent"),
        ("bot/engineering.py", "import rasa"),
        ("bot/app.py", "from telegram import Update"),
        ("bot/channels/webchat/a.py", "import telegram"),
        ("bot/conversations/a.py", "from bot.engine import load"),
        ("bot/conversations/a.py", "from ..engine import load"),
        ("bot/conversations/__init__.py", "from ..engine import load"),
        ("bot/conversations/a.py", "import rasa_sdk"),
        ("bot/offers/a.py", "from bot.channels.telegram import outgoing"),
        ("bot/invoices/a.py", "from bot.files.keeping import Files"),
        ("demo/a.py", "import rasa"),
        ("bench/_tasks/reference.py", "from crm_connector.model import Order"),
        ("bench/_tasks/states.py", "from actions import services"),
        ("bench/_tasks/customer.py", "from bench._tasks.data import Task"),
        ("bench/_tasks/free.py", "from bench._tasks import reference"),
        ("bench/a.py", "import telegram"),
    ],
)
def test_a_planted_breach_is_named_with_file_and_line(
    tmp_path: Path, file: str, code: str
) -> None:
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(f'"""\nA breach.\n"""\n{code}\n', "utf-8")

    found = breaches(tmp_path)

    line = 4 + code.count("\n")
    assert [each.split(": ")[0] for each in found] == [f"{file}:{line}"] * len(found)
    assert found != []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (
            "crm_connector/sources/sql/client.py",
            "from crm_connector.model import Order",
        ),
        ("crm_connector/a.py", "from .model import Order"),
        ("crm_connector/a.py", "import robot, telegraph, rasant"),
        ("actions/services.py", "from crm_connector.gate import CustomerGate"),
        ("actions/services.py", "from bot.offers import decide"),
        ("actions/orders/a.py", "from crm_connector.model import OrderStatus"),
        ("actions/orders/a.py", "from actions.services import services"),
        ("actions/orders/a.py", "from rasa_sdk import Action"),
        ("bot/engine/load.py", "from rasa.core.agent import Agent"),
        ("bot/nlu/later/a.py", "import rasa.nlu"),
        ("bot/channels/telegram/incoming.py", "from telegram import Update"),
        ("bot/conversations/a.py", "from crm_connector.model import Identity"),
        ("bot/app.py", "from bot.engine import load"),
    ],
)
def test_what_the_design_allows_is_no_breach(
    tmp_path: Path, file: str, code: str
) -> None:
    fine = tmp_path / file
    fine.parent.mkdir(parents=True)
    fine.write_text(f"{code}\n", "utf-8")

    assert breaches(tmp_path) == []
