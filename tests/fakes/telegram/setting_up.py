"""
The methods by which a bot asks who it is, says what it can, and fetches files.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.chats import LARGEST_DOWNLOAD
from tests.fakes.telegram.people import World
from tests.fakes.telegram.refusals import Refusal, bad

MOST_COMMANDS = 100
LONGEST_COMMAND, LONGEST_DESCRIPTION = 32, 256
LONGEST_NAME, LONGEST_ABOUT, LONGEST_SHORT = 64, 512, 120
_COMMAND = re.compile(r"[a-z0-9_]+")

Key = tuple[str, str]
"""Scope and language of a menu."""


class SettingUp:
    """
    The bot's own things. Each method is named as Telegram's.

    `commands` are its menus, `told` its name and descriptions, by language.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.commands: dict[Key, list[dict[str, str]]] = {}
        self.told: dict[Key, str] = {}
        self.menu_button: dict[str, Any] = {"type": "default"}

    def get_me(self, call: Call) -> dict[str, Any]:
        """
        Who the bot is.
        """
        return {
            **self.world.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def get_chat(self, call: Call) -> dict[str, Any]:
        """
        What is known of a chat.
        """
        chat = self.world.chats.get(call.chat or 0)
        if chat is None:
            raise bad("chat not found")
        return {
            **chat.shape,
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": {
                "unlimited_gifts": True,
                "limited_gifts": True,
                "unique_gifts": True,
                "premium_subscription": True,
                "gifts_from_channels": True,
            },
        }

    def get_file(self, call: Call) -> dict[str, Any]:
        """
        Where a file is fetched.
        """
        if not call.text("file_id"):
            raise bad("file_id not specified")
        file = self.world.files.kept.get(call.text("file_id"))
        if file is None:
            raise bad("invalid file_id")
        if len(file.data) > LARGEST_DOWNLOAD:
            raise bad("file is too big")
        names = ("file_id", "file_unique_id", "file_size")
        return {**{name: file.shape[name] for name in names}, "file_path": file.path}

    # -- menus -------------------------------------------------------------------------

    def set_my_commands(self, call: Call) -> bool:
        """
        What stands in the menu.
        """
        commands = call.json("commands")
        if not isinstance(commands, list):
            raise bad("expected an Array of BotCommand")
        if len(commands) > MOST_COMMANDS:
            raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        self.commands[_key(call)] = [_read_command(each) for each in commands]
        return True

    def get_my_commands(self, call: Call) -> list[dict[str, str]]:
        """
        What was put into the menu of just this scope and language.
        """
        return self.commands.get(_key(call), [])

    def delete_my_commands(self, call: Call) -> bool:
        """
        No menu for this scope and language.
        """
        self.commands.pop(_key(call), None)
        return True

    def set_chat_menu_button(self, call: Call) -> bool:
        """
        What the button beside the text field does.
        """
        self.menu_button = call.json("menu_button") or {"type": "default"}
        return True

    def set_my_name(self, call: Call) -> bool:
        """
        The bot's name in a language.
        """
        return self._tell(call, "name", LONGEST_NAME)

    def set_my_description(self, call: Call) -> bool:
        """
        What stands in an empty chat.
        """
        return self._tell(call, "description", LONGEST_ABOUT)

    def set_my_short_description(self, call: Call) -> bool:
        """
        What stands on the bot's page.
        """
        return self._tell(call, "short_description", LONGEST_SHORT)

    def _tell(self, call: Call, name: str, longest: int) -> bool:
        text = call.text(name)
        if len(text) > longest:
            word = {"name": "Title", "description": "Description"}.get(name, "About")
            raise Refusal(400, f"Bad Request: BOT_{word.upper()}_TOO_LONG")
        self.told[name, _language(call)] = text
        return True


def _read_command(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise bad("expected an Object as BotCommand")
    for name in ("command", "description"):
        if name not in value:
            raise bad(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = str(value["command"]).strip().removeprefix("/")
    description = str(value["description"]).strip()
    if not command:
        raise bad("command must be non-empty")
    if len(command) > LONGEST_COMMAND:
        raise bad(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad(f"command description length must not exceed {LONGEST_DESCRIPTION}")
    if not _COMMAND.fullmatch(command):
        raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _key(call: Call) -> Key:
    scope = call.json("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), _language(call)


def _language(call: Call) -> str:
    language = call.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("invalid language code specified")
    return language
