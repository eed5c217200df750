"""
Every sentence of the pages is there in three languages, and used.
"""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
from jinja2 import nodes

from bot import HOUSE
from bot.accounts.errors import Weakness
from bot.accounts.look import TITLES, words
from bot.accounts.own_pages import DONE
from bot.accounts.rights import Role

TEMPLATES = HOUSE / "bot" / "web" / "account"


def _said_in(file: Path) -> set[str]:
    """
    The sentences that a template names in so many words.
    """
    tree = jinja2.Environment(autoescape=True).parse(file.read_text("utf-8"))
    found: set[str] = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            found |= {str(each.value) for each in call.args[0].find_all(nodes.Const)}
            if isinstance(call.args[0], nodes.Const):
                found.add(str(call.args[0].value))
    return found


def test_every_sentence_is_there_in_three_languages_and_used() -> None:
    pages = (*TEMPLATES.glob("*.html"), HOUSE / "bot" / "web" / "desk" / "shell.html")
    said = {name for file in pages for name in _said_in(file)}
    code = "".join(
        file.read_text("utf-8") for file in (HOUSE / "bot" / "accounts").glob("*.py")
    )
    made = {
        *(f"weak_{each.value}" for each in Weakness),
        *(f"done_{each}" for each in DONE),
        *(f"role_{each.value}" for each in Role),
    }
    known = words()

    assert {name for name in said if name not in known} <= {"role_", "done_"}
    assert made <= known.keys()
    in_code = {name for name in known if f'"{name}' in code}
    assert known.keys() - said - made - in_code == {"failed_title", "not_allowed_title"}
    for name, sentence in known.items():
        assert set(sentence) == set(TITLES), name
        fields = [set(re.findall(r"\{(\w+)\}", each)) for each in sentence.values()]
        assert fields[0] == fields[1] == fields[2], name
