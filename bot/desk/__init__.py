"""
The desk, at which people of the shop take over from the bot.
"""
