"""
Sending a file back, so that no browser takes it for anything but what it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import FileResponse

from bot.conversations.files import File
from bot.files.kinds import Kind

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # If somebody opens it by itself: no script, no form, no origin.
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


def described(file: File) -> dict[str, Any]:
    """
    Give what clients are told of a file; its content has an address of its own.
    """
    shown: dict[str, Any] = {
        "id": file.id,
        "name": file.name,
        "type": file.type,
        "size": file.size,
    }
    if file.width is not None and file.height is not None:
        shown |= {"width": file.width, "height": file.height}
    return shown | {"gone": True} if file.is_gone else shown


def file_response(file: File, path: Path) -> FileResponse:
    """
    Give a file as an attachment, unless it is one of the pictures that were checked.
    """
    kind = Kind(file.type)
    charset = "; charset=utf-8" if file.type == "text/plain" else ""
    way = "inline" if kind.is_picture else "attachment"
    named = f"{way}; filename*=UTF-8''{quote(file.name, safe='')}"
    return FileResponse(
        path,
        headers={
            **_HEADERS,
            "Content-Type": f"{file.type}{charset}",
            "Content-Disposition": named,
        },
    )
