"""
The tasks of tau-bench's retailer: a shop, customers made of words, and who judges.

`data` reads the tasks and builds the shop, `reference` does what should be done, and
`states` tells databases apart: these know nothing of our product. `customer` plays who
has come (`regular` and `prose` take instructions apart, `parts` and `free` answer).
`house` is our bot, and `playing` brings them together.
"""
