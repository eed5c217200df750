"""
Proving who one is on Telegram: by one's own telephone, or by a one-time code.
"""

from __future__ import annotations

from contextlib import suppress

import structlog
from sqlalchemy.engine import Connection
from telegram.error import TelegramError

from bot.channels.owners import Owners
from bot.channels.telegram import chats
from bot.channels.telegram.came import Edited, SharedContact, Wrote
from bot.channels.telegram.chats import CHANNEL, Held
from bot.channels.telegram.client import Client
from bot.channels.telegram.parts import NoKeyboard
from bot.channels.telegram.telling import Telling
from bot.conversations import threads
from bot.conversations.core import Conversations
from crm_connector import contacts
from crm_connector.errors import (
    CodeOver,
    CodeWrong,
    NotSupported,
    TooManyCodes,
)
from crm_connector.identity import ageing, codes
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.identity.proof import Asked, Proofs
from crm_connector.identity.vouching import Vouching
from crm_connector.model import Assurance, Identity

log = structlog.get_logger(__name__)


class Signing:
    """
    Makes a customer of a stranger in a private chat.

    `vouching` is None where the shop finds nobody by a telephone, `proofs` where it
    sends no codes.
    """

    def __init__(
        self,
        core: Conversations,
        client: Client,
        telling: Telling,
        vouching: Vouching | None,
        proofs: Proofs | None,
        owners: Owners,
    ) -> None:
        self._core = core
        self._client = client
        self._telling = telling
        self._vouching = vouching
        self._proofs = proofs
        self._owners = owners

    async def see_to_owner(self, held: Held) -> Held:
        """
        Sign out whom a telephone has proven that is theirs no more.
        """
        if not await self._owners.is_changed(held.session, held.identity, held.contact):
            return held
        now = self._core.clock()

        def transaction(connection: Connection) -> Held:
            chats.sign_out(connection, held, now)
            return chats.meet(connection, held.who, now)

        await self._telling.tell(held, "signed_out")
        return await self._core.write(transaction)

    async def sign_out(self, held: Held) -> str:
        """
        End what was proven here, as its holder wishes.
        """
        now = self._core.clock()

        def transaction(connection: Connection) -> None:
            # As it is now: they may have signed out already.
            present = chats.meet(connection, held.who, now)
            was_linked = present.linked_at is not None
            if present.identity.customer_id is not None or was_linked:
                chats.sign_out(connection, present, now)
            codes.forget(connection, held.session)

        await self._core.write(transaction)
        was_known = held.identity.customer_id is not None
        name = "signed_out_by_wish" if was_known else "link_ended"
        await self._telling.tell(held, name, NoKeyboard())
        return "signed_out"

    async def by_contact(self, held: Held, came: SharedContact) -> str:
        """
        Take a telephone that Telegram vouches for as proof, if it is one customer's.

        Raises `CrmError` where the shop's system gives no answer.
        """
        if not came.is_own:
            await self._telling.tell(held, "number_of_another")
            return "contact_not_own"
        phone = contacts.phone(f"+{came.phone.lstrip('+')}", contacts.NOWHERE)
        if self._vouching is None or phone is None:
            await self._telling.tell(held, "no_customer", NoKeyboard())
            return "contact_unknown"
        found = await self._vouching.whose(phone)
        if len(found) != 1:
            name = "two_customers" if found else "no_customer"
            await self._telling.tell(held, name, NoKeyboard())
            return "contact_shared" if found else "contact_unknown"
        customer = found[0]
        now = self._core.clock()
        identity = Identity(
            customer.id, Assurance.PROVEN, ageing.by_contact(CHANNEL, now)
        )
        # First what takes the keyboard away; what they wanted is answered below it.
        await self._telling.tell(held, "signed_in", NoKeyboard(), name=customer.name)
        await self._sign_in(held, identity, self._vouching.name_of(phone))
        account = Identifier(Kind.TELEGRAM_ID, str(held.who.member))
        await self._vouching.note(customer, phone, account, CHANNEL)
        return "signed_in"

    async def send_code(self, held: Held) -> str:
        """
        Have a code sent to what is on file of the customer who asks for it.
        """
        customer_id = held.identity.customer_id
        if self._proofs is None or customer_id is None:
            await self._telling.tell(held, "code_not_sent")
            return "code_not_possible"
        asked = Asked(
            held.session,
            held.session,
            await self._telling.language(held),
            customer_id=customer_id,
        )
        try:
            meant = await self._proofs.begin_proof(asked)
        except TooManyCodes:
            await self._telling.tell(held, "too_many_codes")
            return "code_too_often"
        except NotSupported:
            await self._telling.tell(held, "code_not_sent")
            return "code_not_possible"
        await self._telling.tell(held, "code_sent", where=contacts.masked(meant))
        return "code_sent"

    async def is_code(self, held: Held, text: str) -> bool:
        """
        Tell whether this is typed as the code that this chat waits for.
        """
        if self._proofs is None or not held.who.is_private:
            return False
        now = self._core.clock()
        return await self._core.read(
            lambda c: codes.is_awaited(c, held.session, text, now)
        )

    async def by_code(self, held: Held, came: Wrote | Edited) -> str:
        """
        Try a code. It is no message: what stands of it in the chat is taken away.
        """
        if self._proofs is None:
            raise LookupError("without codes none is awaited")
        with suppress(TelegramError):
            await self._client.delete_message(came.chat.id, came.message)
        try:
            right = await self._proofs.check_code(held.session, came.text)
        except CodeWrong as error:
            name = "code_wrong" if error.left else "code_over"
            await self._telling.tell(held, name, left=error.left)
            return "code_wrong"
        except CodeOver:
            await self._telling.tell(held, "code_over")
            return "code_over"
        now = self._core.clock()
        identity = Identity(
            right.customer_id, Assurance.FRESH_CODE, ageing.by_code(CHANNEL, now)
        )
        await self._sign_in(held, identity, right.contact)
        return "code_right"

    async def _sign_in(self, held: Held, identity: Identity, contact: str) -> None:
        core, now = self._core, self._core.clock()
        customer_id = str(identity.customer_id)

        def touched(connection: Connection) -> list[str]:
            theirs = core.threads_of(connection, customer_id)
            return sorted(
                {*theirs, threads.place(connection, held.conversation).thread}
            )

        def transaction(connection: Connection) -> str:
            signed_in = chats.sign_in(
                connection, held, identity, contact, now, core.join_customer
            )
            return threads.place(connection, signed_in.conversation).thread

        thread = await core.join(transaction, *await core.read(touched))
        core.feed.queue(thread)
        await core.wake(thread)
