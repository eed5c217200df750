"""
Changing an order: cancelling, sending elsewhere, other things in it, returns, exchanges.
"""
