"""
Who the customer is and what they bought, read from the shop's own systems.
"""
