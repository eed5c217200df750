"""
How, and how quickly, things come to the customer.
"""
