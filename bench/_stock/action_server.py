"""
`rasa run actions` with the shop's database and one customer signed in.

Rasa has no word for who is writing, so the whole server works for one person.

    python -m bench._stock.action_server DATABASE CUSTOMER PORT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rasa_sdk.endpoint import run

from actions import services
from bench import _shop


def main(database: str, customer: str, port: str) -> None:
    """
    Serve until killed.
    """
    os.environ["SANIC_HOST"] = "127.0.0.1"
    _shop.configure_actions(Path(database))
    # Set before the server makes its loop: every request begins in this context.
    with services.acting_for(_shop.signed_in(customer)):
        run("actions", int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
