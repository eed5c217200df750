"""
What runs in the customer's browser, and how it is served.
"""
