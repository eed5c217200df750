"""
Who is who: a ledger of what was learnt, from which the present is computed.
"""
