"""
What is done with each thing that comes from Telegram.

Each method gives what became of it in a word, which is counted. The same again changes
nothing that matters: a message is saved once by its number in its chat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import structlog
from sqlalchemy.engine import Connection

from bot.channels.telegram import chats, commands, incoming, parts
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.came import (
    Came,
    Commanded,
    Edited,
    Ignored,
    Located,
    Me,
    Membership,
    Migrated,
    Pressed,
    Said,
    Sent,
    SharedContact,
    Unknown,
    Unreadable,
    Uploaded,
    Wrote,
)
from bot.channels.telegram.chats import CHANNEL, Held, Who
from bot.channels.telegram.continuing import Continuing
from bot.channels.telegram.parts import InlineButton, InlineKeyboard
from bot.channels.telegram.pressing import Pressing
from bot.channels.telegram.sending import Sending
from bot.channels.telegram.signing import Signing
from bot.channels.telegram.telling import Telling
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.updates import Body
from bot.channels.telegram.uploads import Uploads
from bot.conversations import correcting, owner, threads
from bot.conversations.core import Conversations
from bot.conversations.errors import (
    Blocked,
)
from bot.conversations.messages import Choice, IncomingMessage
from bot.files.errors import NotTaken, TooLarge, TooMany, WrongKind
from bot.files.keeping import MOST_BYTES
from crm_connector.errors import CrmError

_MEGA = 1024 * 1024
_NOT_TAKEN: Mapping[type[NotTaken], str] = {
    WrongKind: "file_kind",
    TooLarge: "file_too_large",
    TooMany: "file_many",
}
"""The words for a file that is not kept; any other one did not get through."""

log = structlog.get_logger(__name__)


class Handling:
    """
    The channel's hands: from what came to the conversation core.
    """

    def __init__(  # the opening names them all
        self,
        core: Conversations,
        me: Me,
        *,
        telling: Telling,
        sending: Sending,
        signing: Signing,
        continuing: Continuing | None,
        uploads: Uploads,
        answering: Answering,
        typing: Typing,
        files_days: int,
    ) -> None:
        self._core = core
        self._me = me
        self._telling = telling
        self._pressing = Pressing(core, telling, sending, answering)
        self._signing = signing
        self._continuing = continuing
        self._uploads = uploads
        self._answering = answering
        self._typing = typing
        self._files_days = files_days

    async def stop(self) -> None:
        """
        Show and answer nothing any more.
        """
        await self._typing.stop()
        await self._answering.stop()

    def noticed(self, body: Body) -> None:
        """
        See that a press is answered in time, whatever is worked before it.
        """
        query = body.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self._answering.expect(query["id"])

    def read(self, body: Body) -> Came:
        """
        Tell what an update is. It always does.
        """
        return incoming.read_body(body, self._me)

    async def handle(self, came: Came, album: Sequence[Sent] = ()) -> str:
        """
        Do what an update asks for; what it raises means: try again.
        """
        if isinstance(came, Ignored):
            return f"ignored_{came.why}"
        if isinstance(came, Unknown):
            log.warning("update_unknown", kind=came.kind)
            return "unknown"
        if isinstance(came, Migrated):
            return await self._migrated(came)
        if isinstance(came, Membership):
            return await self._membership(came)
        held = await self._signing.see_to_owner(await self._meet(came))
        if isinstance(came, Pressed):
            return await self._pressed(came, held)
        try:
            return await self._said(came, held, album)
        except Blocked:
            await self._telling.tell(held, "blocked")
            return "blocked"
        except CrmError as error:
            log.warning("source_not_asked", kind=type(error).__name__, error=str(error))
            await self._telling.tell(held, "source_down")
            return "source_down"

    async def apologise(self, came: Came, name: str = "trouble") -> None:
        """
        Tell whoever sent it why nothing was done, in words of this name.
        """
        if isinstance(came, (Said, Pressed)):
            await self._telling.tell(await self._meet(came), name)

    async def _said(self, came: Said, held: Held, album: Sequence[Sent]) -> str:
        # A wrong code is mended as well as written anew.
        if isinstance(came, (Wrote, Edited)) and await self._signing.is_code(
            held, came.text
        ):
            return await self._signing.by_code(held, came)
        if isinstance(came, Wrote):
            return await self._accept(came, held, "wrote", text=came.text)
        if isinstance(came, Commanded):
            return await self._commanded(came, held)
        if isinstance(came, Edited):
            return await self._edited(came, held)
        if not held.who.is_private:
            # What is sent to us there is seen by people for whom it is not.
            return await self._to_private(held)
        if isinstance(came, SharedContact):
            return await self._signing.by_contact(held, came)
        if isinstance(came, Located):
            place = {"latitude": str(came.latitude), "longitude": str(came.longitude)}
            words = await self._telling.words(held, "location_title")
            choice = Choice("location_shared", place)
            return await self._accept(came, held, "located", text=words, choice=choice)
        if isinstance(came, Uploaded):
            return await self._uploaded(came, held, album)
        if isinstance(came, Unreadable):
            pictures = [each for each in album if isinstance(each, Uploaded)]
            if pictures:
                rest = [each for each in (came, *album) if each is not pictures[0]]
                return await self._uploaded(pictures[0], held, rest)
            return await self._unreadable(came, held)
        raise TypeError(f"nobody handles {type(came).__name__}")

    async def _unreadable(self, came: Unreadable, held: Held) -> str:
        title = await self._telling.words(held, "unreadable_title")
        choice = Choice("unreadable_received", {"kind": came.kind})
        became = await self._accept(came, held, "unreadable", text=title, choice=choice)
        if came.caption:
            # What stands below it can be read.
            named = f"{self._named(came)}:caption"
            await self._accept(came, held, became, text=came.caption, named=named)
        return became

    async def _accept(
        self,
        came: Said,
        held: Held,
        outcome: str,
        *,
        text: str | None = None,
        choice: Choice | None = None,
        files: tuple[str, ...] = (),
        named: str = "",
    ) -> str:
        """
        Hand a message to the core; `named` is its name where it is none of its own.
        """
        now = self._core.clock()

        def message(connection: Connection) -> IncomingMessage:
            # As it is in this transaction: they may have signed in or out meanwhile.
            present = chats.meet(connection, held.who, now, came.message)
            return IncomingMessage(
                conversation=present.conversation,
                channel=CHANNEL,
                external_id=named or self._named(came),
                identity=present.identity,
                text=text,
                choice=choice,
                files=files,
            )

        accepted = await self._core.accept(message)
        if accepted.work is not None:
            self._typing.show(held.who.chat, accepted.place.thread)
        return "repeated" if accepted.repeated else outcome

    async def _commanded(self, came: Commanded, held: Held) -> str:
        if came.name == commands.PRIVACY:
            await self._telling.tell(
                held,
                "privacy",
                await self._way_out(held),
                days=self._files_days,
            )
            return "command_privacy"
        if came.name not in commands.MEANINGS:
            await self._telling.tell(held, "unknown_command")
            return "command_unknown"
        if came.name in commands.OWN and not held.who.is_private:
            return await self._to_private(held)
        is_sign_in = came.argument == parts.START_SIGN_IN and held.who.is_private
        if came.name == commands.START and is_sign_in:
            await self._telling.ask_number(held)
            return "command_start"
        is_link = came.name == commands.START and Continuing.is_token(came.argument)
        if is_link and not held.who.is_private:
            # Whoever reads along there could have opened it by now.
            return await self._to_private(held)
        if is_link and self._continuing is not None:
            return await self._continuing.opened(held, came)
        return await self._accept(
            came,
            held,
            f"command_{came.name}",
            text=f"/{came.name}",
            choice=commands.MEANINGS[came.name],
        )

    async def _way_out(self, held: Held) -> InlineKeyboard | None:
        if held.identity.customer_id is None and held.linked_at is None:
            return None
        is_known = held.identity.customer_id is not None
        title = await self._telling.words(
            held, "sign_out" if is_known else "link_unlink"
        )
        return InlineKeyboard(((InlineButton(title, data=parts.SIGN_OUT),),))

    async def _to_private(self, held: Held) -> str:
        title = await self._telling.words(held, "group_private")
        address = f"https://t.me/{self._me.username}?start={parts.START_SIGN_IN}"
        button = InlineButton(title, url=address)
        await self._telling.tell(held, "group", InlineKeyboard(((button,),)))
        return "group_private"

    async def _edited(self, came: Edited, held: Held) -> str:
        now = self._core.clock()

        def transaction(connection: Connection) -> bool | None:
            named = self._named(came)
            if correcting.correct(connection, CHANNEL, named, came.text, now):
                return True
            thread = threads.place(connection, held.conversation).thread
            speaker, _ = owner.current(connection, thread)
            return False if owner.is_bots(speaker) else None

        corrected = await self._core.write(transaction)
        if corrected:
            return "corrected"
        if corrected is None:
            # A person reads it: what was meant matters to them, also afterwards.
            text, digest = f"✎ {came.text}", sha256(came.text.encode()).hexdigest()
            named = f"{self._named(came)}:{digest[:16]}"
            return await self._accept(came, held, "edited", text=text, named=named)
        await self._telling.tell(held, "edited_too_late")
        return "edited_too_late"

    async def _uploaded(self, came: Uploaded, held: Held, album: Sequence[Sent]) -> str:
        pictures = [each for each in (came, *album) if isinstance(each, Uploaded)]
        kept, refused = await self._uploads.fetch(held.conversation, *pictures)
        if refused is not None:
            await self._not_taken(held, refused)
        caption = "\n".join(each.caption for each in (came, *album) if each.caption)
        if not kept and not caption:
            return "file_refused"
        files = tuple(each.id for each in kept)
        return await self._accept(
            came, held, "uploaded", text=caption or None, files=files
        )

    async def _not_taken(self, held: Held, error: NotTaken) -> None:
        name = _NOT_TAKEN.get(type(error), "file_failed")
        await self._telling.tell(held, name, most=MOST_BYTES // _MEGA)

    async def _pressed(self, came: Pressed, held: Held) -> str:
        if came.data == parts.CODE:
            await self._answering.answer(came.query)
            return await self._signing.send_code(held)
        if came.data == parts.SIGN_OUT and held.who.is_private:
            await self._answering.answer(came.query)
            return await self._signing.sign_out(held)
        is_link = came.data.startswith((parts.LINK_YES, parts.LINK_NO))
        if is_link and held.who.is_private and self._continuing is not None:
            await self._answering.answer(came.query)
            await self._pressing.show_chosen(came, None)
            return await self._continuing.pressed(held, came.data)
        if came.data in ("", parts.ANSWERED):
            await self._pressing.answer(came, held, "already_answered")
            return "press_without_meaning"
        accepted, became = await self._pressing.take(came, held)
        if accepted is not None and accepted.work is not None:
            self._typing.show(held.who.chat, accepted.place.thread)
        return became

    async def _migrated(self, came: Migrated) -> str:
        await self._core.write(lambda c: chats.follow(c, came.chat.id, came.to))
        return "migrated"

    async def _membership(self, came: Membership) -> str:
        if came.sender is None or came.chat.kind != "private":
            return "group_left" if came.is_blocked else "group_joined"
        who, now = _who(came.chat.id, came), self._core.clock()
        since = now if came.is_blocked else None
        await self._core.write(lambda c: chats.block(c, who, since))
        return "blocked_by_customer" if came.is_blocked else chats.TAKEN_BACK

    def _named(self, came: Said) -> str:
        """
        The one name of a message: its number counts in its chat, and for one bot.
        """
        return f"{self._me.id}:{came.chat.id}:{came.message}"

    async def _meet(self, came: Said | Pressed) -> Held:
        who, now = _who(came.chat.id, came), self._core.clock()
        message = came.message if isinstance(came, Said) else None
        return await self._core.write(lambda c: chats.meet(c, who, now, message))


def _who(chat: int, came: Said | Pressed | Membership) -> Who:
    sender = came.sender
    if sender is None:
        raise LookupError("nobody sent it")
    is_private = came.chat.kind == "private"
    topic = came.chat.topic
    return Who(chat, sender.id, is_private, sender.name, sender.language, topic)
