"""
The people of the shop, at their own desk.
"""

from __future__ import annotations

from typing import Any

import httpx

STAFF = {"username": "superadmin", "password": "superadmin"}
_ORDERS = """
query($code: String!) { orders(options: {filter: {code: {eq: $code}}}) { items {
  id state
  payments { id state amount refunds { id state total reason } }
  history(options: {filter: {type: {eq: "ORDER_CANCELLATION"}}}) { items { data } }
} } }
"""


class Staff:
    """
    Somebody at the shop's own desk.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._headers: dict[str, str] = {}
        if token is not None:
            self._headers = {"authorization": f"Bearer {token}"}
            return
        login = "mutation($username: String!, $password: String!) "
        login += "{ login(username: $username, password: $password) { __typename } }"
        token = self._post(login, STAFF).headers["vendure-auth-token"]
        self._headers = {"authorization": f"Bearer {token}"}

    def does(self, query: str, **variables):
        """
        Something through the Admin API.
        """
        answer = self._post(query, variables).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def _post(self, query, variables) -> httpx.Response:
        return httpx.post(
            self._url,
            json={"query": query, "variables": variables},
            headers=self._headers,
            trust_env=False,
            timeout=20,
        )

    def order(self, code: str) -> dict[str, Any]:
        """
        An order with its payments, and why it was cancelled.
        """
        (found,) = self.does(_ORDERS, code=code)["orders"]["items"]
        return dict(found)

    def cancels(self, code: str) -> None:
        """
        Take the order away, as staff does: what was paid stays where it is.
        """
        self.does(
            "mutation($input: CancelOrderInput!) "
            "{ cancelOrder(input: $input) { __typename } }",
            input={"orderId": self.order(code)["id"], "reason": "No stock"},
        )
