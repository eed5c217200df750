"""
For what stops a command before it has begun.
"""


class Unusable(Exception):
    """
    The command cannot run here; the message is one clear sentence for the user.
    """
