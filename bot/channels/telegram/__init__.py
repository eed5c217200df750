"""
Telegram, on the low-level side of python-telegram-bot.
"""

import os

# Spans of time as such. Without it the library warns of the change to come at every
# message that has one, and at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
