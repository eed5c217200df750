"""
What a message was understood as, and whether it may still be about a cart.
"""

# What somebody says who was understood as one of these may still be an answer.
VAGUE = frozenset(
    {
        *("", "nlu_fallback", "ask_which", "affirm", "deny", "out_of_scope", "thank"),
        *("place_order", "reorder", "search_product", "check_availability"),
        *("change_order", "cancel_order", "change_shipping_address", "return_item"),
        "edit_account",
    }
)
# These are always somebody else's.
ELSEWHERE = frozenset(
    {
        *("card_typed", "payment_link", "contact_human_agent", "withdraw_person"),
        *("signed_in", "about_signing_in", "returned", "rate_person", "rating_again"),
        *("rating_words", "code_refused", "about_promise", "change_language"),
        *("about_question", "delete_my_data", "export_my_data", "about_told"),
        *("unreadable_received", "location_shared"),
    }
)
# "Delete the kettle" is near enough to be taken for it.
DELETES = "delete_my_data"
UNSURE = frozenset({"", "nlu_fallback", "ask_which", "affirm", "deny"})
OF_ORDERS = frozenset(
    {"cancel_order", "change_order", "change_shipping_address", "return_item"}
)
ADDING = frozenset({"place_order", "search_product", "check_availability"})
