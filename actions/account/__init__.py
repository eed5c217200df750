"""
What customers decide about themselves and their data.
"""
