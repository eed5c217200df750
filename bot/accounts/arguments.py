"""
What can be said on the command line about accounts. It loads nothing of them.
"""

from __future__ import annotations

import argparse

from bot.accounts.rights import Role

WHAT = (
    *("add", "describe", "list", "disable", "enable", "password", "role"),
    *("reset-second-factor", "logout"),
)


def add_user_arguments(parser: argparse.ArgumentParser) -> None:
    """
    What can be said after `./hamyar user`.
    """
    parser.add_argument("what", choices=WHAT, metavar="WHAT", help=", ".join(WHAT))
    parser.add_argument("login", nargs="?", metavar="LOGIN")
    parser.add_argument("new_role", nargs="?", metavar="ROLE", help="with role alone")
    parser.add_argument(
        "--role", choices=[each.value for each in Role], help="of a new account"
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="LANG=NAME",
        help="what customers see, such as fa=سارا; may be given for each language",
    )
    for option, text in (
        ("--languages", "that are spoken: fa,ar,en (default: those of the names)"),
        ("--skills", "words of the shop, with commas between them"),
        ("--capacity", "conversations at once (default 5)"),
    ):
        parser.add_argument(option, metavar=option.strip("-").upper(), help=text)
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of the input, without asking",
    )
    parser.add_argument(
        "--json", action="store_true", help="with list: one object each"
    )


def add_audit_arguments(parser: argparse.ArgumentParser) -> None:
    """
    What can be said after `./hamyar audit`.
    """
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--since", metavar="WHEN", help="2026-11-22, 2026-11-22T18:00 (UTC), or 7d"
    )
    parser.add_argument("--who", metavar="LOGIN", help="whose deeds alone")
    parser.add_argument("--deed", metavar="NAME", help="such as account.disabled")
    parser.add_argument("--subject", metavar="WHAT", help="such as account:7")
