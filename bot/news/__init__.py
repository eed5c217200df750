"""
News of orders: customers who want it are told when one of their orders changes.
"""
