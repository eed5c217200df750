"""
The people who work at the shop: who they are, how they sign in, what they may do.
"""
