"""
The talk around the business.
"""
