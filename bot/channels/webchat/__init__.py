"""
The chat on the shop's own pages.
"""

from bot.channels.webchat import holding
from bot.channels.webchat.channel import webchat_routes
from bot.channels.webchat.sessions import CHANNEL

__all__ = ["CHANNEL", "holding", "webchat_routes"]
