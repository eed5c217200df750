"""
Telegram, on the low-level side of python-telegram-bot.
"""
