"""
Handing over to the people of a Chatwoot that the shop has.

A wish for a person opens a conversation there, in an inbox of the kind "API", and from
then on each side hears the other. Chatwoot's webhooks only ring: what was said, to whom
it is assigned and whether it is resolved is read from its API. So a webhook that is
lost, comes twice or too late costs time and nothing else (docs/adr/0010).
"""
