"""
What a shop allows to be done with its orders: a file of its own, and pure decisions.

`terms` are the rules as values, `reading` makes them of `policies.yml`, `deciding` says
of an order what may be done with it now, and `paying` which ways money may take.
"""
