"""
What has to be known or asked next, by the shop's rules and the order's state.
"""
