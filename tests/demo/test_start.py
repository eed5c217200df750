"""
The demo's own shop, and what it says of the settings of another one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Secret, Settings
from demo import start


def test_a_shop_of_ones_own_is_not_left_aside_silently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "shop.yml"
    settings = Settings.from_environ(
        {"HAMYAR_SHOP": str(own), "HAMYAR_CHAT_JWT_SECRET": "s" * 40}
    )
    plan = start.prepare(settings)
    said = capsys.readouterr().err
    assert "HAMYAR_SHOP, HAMYAR_CHAT_JWT_SECRET" in said
    assert "./hamyar serve" in said
    assert "sss" not in said
    assert plan.settings.shop != own


def test_without_one_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.left_aside(Settings(data=tmp_path, chat_jwt_secret=Secret(""))) == ""
    start.prepare(Settings(data=tmp_path))
    assert capsys.readouterr().err == ""
