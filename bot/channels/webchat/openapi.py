"""
The web chat described as OpenAPI 3.1, with the frames of its WebSocket.
"""

from __future__ import annotations

from typing import Any

DESCRIPTION: dict[str, Any] = {}
