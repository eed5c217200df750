"""
What customers are told and asked of their wishes, and of the shop's rules.
"""
