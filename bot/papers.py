"""
Makes papers for the chat: drawn beside the turns, kept as files that a reply names.
"""

from __future__ import annotations

import asyncio

import structlog

from actions.formatting import digits
from actions.papers import Bill, NotPrinted, Sheet
from bot.conversations.clock import Clock
from bot.files.errors import NoRoom, TooMany
from bot.files.keeping import Files
from bot.files.kinds import Kind
from bot.invoices.contents import paper_of, words
from bot.invoices.paper import Letterhead, Paper
from bot.shop import ShopSettings

AT_ONCE = 2
"""Papers that are drawn at the same time: each takes a thread for a moment."""
_PDF = Kind("application/pdf")

log = structlog.get_logger(__name__)


class PaperPrinter:
    """
    The shop's papers, on its letterhead.
    """

    def __init__(self, files: Files, shop: ShopSettings, *, clock: Clock) -> None:
        self._files = files
        self._shop = shop
        self._clock = clock
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def invoice(self, conversation: str, bill: Bill) -> Sheet:
        """
        Make an invoice for this conversation. Raises `NotPrinted`.
        """
        lang = bill.language
        head = letterhead(self._shop, lang)
        try:
            paper = paper_of(bill, head, self._shop.time_zone, self._clock())
            async with self._hands:
                data = await asyncio.to_thread(_drawn, paper)
            name = f"{words()[lang]['title']} {paper.number}"
            made = await self._files.make(conversation, name, _PDF, data)
        except (NoRoom, TooMany) as error:
            log.warning("invoice_not_kept", why=type(error).__name__)
            raise NotPrinted from error
        except Exception as error:
            # What cannot be drawn leaves the answer in words as it is.
            log.exception("invoice_not_drawn")
            raise NotPrinted from error
        return Sheet(made.id, made.name, made.type, made.size)


def _drawn(paper: Paper) -> bytes:
    # What draws pages is slow to import, and not needed before the first of them.
    from bot.invoices.page import pdf_of  # noqa: PLC0415

    return pdf_of(paper)


def letterhead(shop: ShopSettings, lang: str) -> Letterhead:
    """
    What stands at the head of the shop's papers.
    """
    reach = (digits(shop.telephone, lang), shop.email, shop.website)
    return Letterhead(
        name=shop.name[lang],
        address=shop.address.get(lang, ""),
        reach=tuple(each for each in reach if each),
        accent=shop.colours.accent,
        on_accent=shop.colours.on_accent,
    )
