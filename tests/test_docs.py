"""
The documents name what there is.
"""

import re

import pytest

from bot import HOUSE

PAGES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_every_link_to_a_file_leads_somewhere(page):
    missing = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert missing == []


def test_every_decision_has_its_parts():
    for page in (HOUSE / "docs" / "adr").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert re.match(rf"# {int(page.name[:4])}\. ", text), page.name
        headings = re.findall(r"^## (\w+)", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], page.name


def test_every_module_stays_within_the_house_rule():
    long = {
        str(path.relative_to(HOUSE)): count
        for room in ("bot", "actions", "crm_connector", "demo", "bench")
        for path in (HOUSE / room).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_file_names_a_registrys_host():
    hosts = re.compile(r"(files\.pythonhosted|pypi|registry\.npmjs)\.org")
    found = [
        path.name
        for path in (HOUSE / "requirements").iterdir()
        if hosts.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
