"""
What there is in the shop, and what it costs.
"""
