"""
Telegram under load: a stand-in of its Bot API, and what it brings to a busy bot.
"""
