"""
One folder for each kind of system that a shop keeps its customers and orders in.
"""
