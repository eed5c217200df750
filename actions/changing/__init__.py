"""
Changing orders: cancelling, sending elsewhere, changing, returning and exchanging.
"""
