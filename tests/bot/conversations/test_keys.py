"""
The server's keys are made once and stay.
"""

from __future__ import annotations

from bot.conversations import keys
from bot.conversations.database import Database


async def test_each_name_has_its_key_for_ever(address: str) -> None:
    """
    Another start reads the same, another name has another.
    """
    found = []
    for _ in range(2):
        database = Database(address)
        found += [
            await database.write(lambda c, name=name: keys.server_key(c, name))
            for name in (keys.BUTTONS, keys.CODES)
        ]
        await database.close()
    buttons, codes, *again = found
    assert again == [buttons, codes]
    assert buttons != codes
    assert len(codes) == 32
