"""
Invoices on paper: what a shop billed as the bytes of a PDF, in the customer's language.
"""
