"""
What is documented is there, and what is there is documented.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess

import pytest

from crm_connector.sources.tryton import TrytonSettings, questions
from crm_connector.sources.tryton.check import _READ, _TRACKED
from tests.crm_connector.sources.tryton.peer import ROOT, Peer

PAGE = (ROOT / "docs" / "developer" / "tryton-source.md").read_text("utf-8")
PEER = ROOT / "tests" / "peers" / "tryton"


def test_every_setting_is_in_the_table() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE.split("## What is read")[0]))
    settings = {each.name for each in dataclasses.fields(TrytonSettings)}

    assert settings <= named


def test_every_model_that_is_read_is_named() -> None:
    missing = [each for each in (*_READ, *_TRACKED) if f"`{each}`" not in PAGE]

    assert missing == []


def test_the_length_of_a_phone_is_as_documented() -> None:
    assert questions._LAST_DIGITS == 8
    assert "last eight" in " ".join(PAGE.split())


def test_the_lock_has_hashes_and_names_no_host() -> None:
    lock = (PEER / "requirements.lock").read_text("utf-8")
    packages = re.findall(r"^[a-z0-9-]+==\S+", lock, re.MULTILINE)

    assert len(packages) > 20
    assert lock.count("--hash=sha256:") >= len(packages)
    assert "://" not in lock
    assert "==" not in (PEER / "install").read_text("utf-8")


def test_installing_again_is_quick_and_says_nothing() -> None:
    if not Peer.is_installed():
        pytest.skip("There is no real Tryton: tests/peers/tryton/install installs it.")
    done = subprocess.run(
        [PEER / "install"], capture_output=True, text=True, timeout=20, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
