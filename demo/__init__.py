"""
The demo shop: a shop's database that people can ask about on the first day.
"""
