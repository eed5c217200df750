"""
One action a file, filed by journey: file, class, name and domain agree.
"""

import ast
import importlib
from collections import Counter

import pytest
import yaml

from bot import HOUSE

FILES = sorted(
    path
    for path in (HOUSE / "actions").glob("*/*.py")
    if "name(self)" in path.read_text() and "(Action, ABC" not in path.read_text()
)
# Rasa calls what validates a form by the form's name.
KINDS = ("Action", "Validate")
DOMAIN = [
    yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (HOUSE / "bot" / "domain").glob("*.yml")
]


def name_of(path):
    """
    The name of the action in a file.
    """
    is_of_form = path.stem.startswith("validate_")
    return path.stem if is_of_form else f"action_{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_class_and_name_say_the_same(path):
    module = ".".join(path.relative_to(HOUSE).with_suffix("").parts)
    classes = [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.startswith(KINDS)
    ]
    name = name_of(path)
    assert classes == ["".join(part.title() for part in name.split("_"))]
    action = getattr(importlib.import_module(module), classes[0])()
    assert action.name() == name


def test_the_domain_names_exactly_these_actions_each_once():
    named = Counter(a for part in DOMAIN for a in part.get("actions", ()))
    assert named == Counter(map(name_of, FILES))


def test_every_response_has_words_in_every_language():
    for part in DOMAIN:
        for name, variations in part.get("responses", {}).items():
            spoken: dict[str, list[str]] = {"": []}
            for each in variations:
                channel = spoken.setdefault(each.get("channel", ""), [])
                channel.append(each["condition"][0]["value"])
            assert spoken.keys() <= {"", "telegram"}
            for languages in spoken.values():
                assert sorted(languages) == ["ar", "en", "fa"], name


def test_no_sentence_for_customers_stands_in_an_action():
    said = {
        f"{path.name}: {text}"
        for path in (HOUSE / "actions").rglob("*.py")
        for text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if any("\u0600" <= letter <= "\u06ff" for letter in text)
        and len(text.split()) > 2
    }
    assert said == set()


def strings(tree):
    """
    The string constants of a module that are not docstrings.
    """
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ):
            yield node.value
