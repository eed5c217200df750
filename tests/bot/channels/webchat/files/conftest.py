"""
The web chat of a shop that takes files.
"""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.conversations.core import Conversations
from bot.files.folder import Folder
from bot.files.keeping import Files, PerDay
from bot.settings import Settings


@pytest.fixture
def files(core: Conversations, settings: Settings) -> Files:
    """
    Give files that are kept for ten days.
    """
    folder = Folder(settings.data / "files", least_free=0)
    return Files(core, folder, days=10, per_day=PerDay(count=6))


@pytest.fixture
def app(core: Conversations, settings: Settings, files: Files) -> Starlette:
    """
    Give the web chat with files.
    """
    return Starlette(routes=webchat_routes(core, settings, files=files))
