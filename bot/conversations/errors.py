"""
What the conversation core refuses, and why.

    ConversationError
    ├── ConversationUnknown   no such conversation (any more)
    ├── Blocked               its customer may not write for now
    ├── ButtonRefused         the pressed button is not good
    │   ├── ButtonUnknown     never made for this conversation
    │   ├── ButtonUsed        pressed before, by another message
    │   └── ButtonExpired     too old
    ├── FileUnknown           never uploaded here, or sent already
    ├── OwnerChanged          somebody else took the conversation first
    ├── HandoffUnknown        no such handoff (any more)
    ├── HandoffOver           the handoff has ended already
    ├── NothingOwed           nothing was promised in it, or that has been done
    └── DatabaseTooNew        the database was made by a newer Hamyar
"""

from __future__ import annotations


class ConversationError(Exception):
    """
    Anything the core refuses.
    """


class ConversationUnknown(ConversationError):
    """
    There is no such conversation, or it has become part of another one.
    """


class Blocked(ConversationError):
    """
    The shop does not take messages of this conversation's customer.
    """


class ButtonRefused(ConversationError):
    """
    The pressed button cannot be taken.
    """


class ButtonUnknown(ButtonRefused):
    """
    No such button was ever shown in this conversation.
    """


class ButtonUsed(ButtonRefused):
    """
    The button was pressed before; each is good for one message.
    """


class ButtonExpired(ButtonRefused):
    """
    The button is too old to be pressed.
    """


class FileUnknown(ConversationError):
    """
    No such file waits to be sent here, or there is none that may be seen.
    """


class OwnerChanged(ConversationError):
    """
    The owner changed in between: look again before deciding.
    """


class HandoffUnknown(ConversationError):
    """
    There is no such handoff.
    """


class HandoffOver(ConversationError):
    """
    The handoff has ended: the bot has the conversation again.
    """


class NothingOwed(ConversationError):
    """
    Nothing was promised when the handoff ended, or it has been done.
    """


class DatabaseTooNew(ConversationError):
    """
    The database has a revision this code does not know; the message tells what to do.
    """
