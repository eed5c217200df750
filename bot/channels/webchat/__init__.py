"""
The chat on the shop's own pages.
"""

from bot.channels.webchat.channel import webchat_routes

__all__ = ["webchat_routes"]
