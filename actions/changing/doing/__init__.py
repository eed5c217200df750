"""
Carrying out what was agreed to, once, in the shop's system.
"""
