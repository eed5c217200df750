"""
Threads of the small web chat server, and its canned bot with the cards that it shows.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

Message = dict[str, Any]


@dataclass
class Talk:
    """
    One conversation: its messages and the sockets that follow it.
    """

    id: str
    messages: list[Message] = field(default_factory=list)
    followers: list[asyncio.Queue[dict[str, Any]]] = field(default_factory=list)

    def say(self, author: str, text: str, **more: Any) -> Message:
        """
        Add a message and tell all followers.
        """
        message = {
            "seq": len(self.messages) + 1,
            "author": author,
            "text": text,
            "lang": None,
            "buttons": [],
            "cards": [],
            "at": datetime.now(timezone.utc).isoformat(),
            **more,
        }
        self.messages.append(message)
        self.tell({"type": "message", **message})
        return message

    def tell(self, frame: dict[str, Any]) -> None:
        """
        Send a frame to every follower.
        """
        for queue in self.followers:
            queue.put_nowait(frame)


ORDER = {
    "kind": "order",
    "id": "NS-100482",
    "title": "سفارش NS-100482",
    "status": "ارسال شده",
    "state": "shipped",
    "items": ["کفش ورزشی نایک Air Zoom ۴۲، مشکی", "قهوهٔ دانهٔ برزیل ۲۵۰ گرم × ۲"],
    "rows": [
        {"label": "تحویل", "value": "سه‌شنبه ۲۲ اردیبهشت"},
        {"label": "پست", "value": "تیپاکس"},
        {"label": "کد رهگیری", "value": "۲۱۴۰-۷۷۱۲-۰۰۳۴"},
        {"label": "مبلغ", "value": "۱٬۲۰۰٬۰۰۰ تومان"},
    ],
    "steps": ["ثبت", "پرداخت", "آماده‌سازی", "ارسال", "در راه", "تحویل"],
    "step": 3,
}


SIGN_IN = {
    "kind": "sign_in",
    "id": "sign_in",
    "title": "Sign in with a one-time code",
    "state": "any",
    "status": "Your mobile number or e-mail address",
    "rows": [],
    "items": [],
    "steps": [],
    "step": -1,
}
AGAIN = {
    **SIGN_IN,
    "id": "prove_again",
    "title": "Confirm with a one-time code",
    "state": "on_file",
    "status": "The code goes to",
}
ELSEWHERE = {**SIGN_IN, "title": "Sign in with your Telegram number", "state": "number"}


async def answer(talk: Talk, text: str) -> None:
    """
    The canned bot: a card for "where", a choice for "choose", else an echo.
    """
    talk.tell({"type": "typing", "on": True})
    await asyncio.sleep(0.15)
    talk.tell({"type": "typing", "on": False})
    if "کجاست" in text:
        reply = (
            "سفارش NS-100482 (کفش ورزشی Nike Air Zoom) دیروز به پست سپرده شد و تا "
            "سه‌شنبه به دستتان می‌رسد. کد رهگیری: ۲۱۴۰-۷۷۱۲-۰۰۳۴"
        )
        talk.say("bot", reply, lang="fa", cards=[ORDER])
    elif text == "my orders":
        talk.say("bot", "Who are you?", lang="en", cards=[SIGN_IN])
    elif text.endswith("send me the code"):
        written = {"label": "You wrote", "value": text.split(maxsplit=1)[0]}
        card = {**SIGN_IN, "rows": [written]}
        talk.say("bot", "Is that right?", lang="en", cards=[card])
    elif text == "on telegram":
        talk.say("bot", "Who are you there?", lang="en", cards=[ELSEWHERE])
    elif text == "my data":
        talk.say("bot", "Is it you?", lang="en", cards=[AGAIN])
    elif "choose" in text:
        buttons = [{"title": f"Order {n}", "token": f"t{n}"} for n in (1, 2, 3)]
        talk.say("bot", "Which one do you mean?", lang="en", buttons=buttons)
    else:
        talk.say("bot", f"You said: {text}", lang="en")
