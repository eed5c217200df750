"""
All that is ever asked of the Admin API. What anybody typed is only ever a variable.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """
    One operation; `changes` says that it does not only read.
    """

    name: str
    text: str
    changes: bool = False


LOGIN = Document(
    "Login",
    """
    mutation Login($username: String!, $password: String!) {
      login(username: $username, password: $password) { __typename }
    }
    """,
)

CHECK = Document(
    "Check",
    """
    query Check {
      me { channels { token permissions } }
      activeChannel { token }
    }
    """,
)

_CUSTOMER = "id firstName lastName phoneNumber emailAddress"

CUSTOMER = Document(
    "Customer",
    f"query Customer($id: ID!) {{ customer(id: $id) {{ {_CUSTOMER} }} }}",
)

FIND = Document(
    "Find",
    f"""
    query Find($options: CustomerListOptions!) {{
      customers(options: $options) {{ totalItems items {{ {_CUSTOMER} }} }}
    }}
    """,
)

# Money has as many digits behind the point as the shop is set up for.
_PRECISION = "globalSettings { serverConfig { moneyStrategyPrecision } }"

# Newest first: of a very long history it is the beginning that is left out.
_ORDER = """
fragment OrderFields on Order {
  id code state nextStates orderPlacedAt currencyCode totalWithTax
  customer { id }
  shippingAddress {
    fullName company streetLine1 streetLine2 city province postalCode countryCode
    phoneNumber
  }
  lines {
    id quantity orderPlacedQuantity discountedUnitPriceWithTax
    productVariant {
      productId name
      options { id translations { languageCode name } }
      product {
        translations { languageCode name }
        collections {
          id isPrivate breadcrumbs { id } translations { languageCode name }
        }
      }
    }
  }
  fulfillments { id state method trackingCode lines { orderLineId quantity } }
  payments { id state amount refunds { id createdAt state total reason } }
  history(options: {
    take: 100, sort: { createdAt: DESC, id: DESC },
    filter: { type: { in: [
      "ORDER_STATE_TRANSITION", "ORDER_FULFILLMENT_TRANSITION", "ORDER_CANCELLATION",
      "ORDER_REFUND_TRANSITION"
    ] } }
  }) { items { id type createdAt data } }
}
"""

ORDERS = Document(
    "Orders",
    f"""
    query Orders($customer: ID!, $options: OrderListOptions!) {{
      {_PRECISION}
      customer(id: $customer) {{
        id orders(options: $options) {{ totalItems items {{ ...OrderFields }} }}
      }}
    }}
    {_ORDER}
    """,
)

CANCEL = Document(
    "Cancel",
    f"""
    mutation Cancel($input: CancelOrderInput!) {{
      cancelOrder(input: $input) {{ __typename ...OrderFields }}
    }}
    {_ORDER}
    """,
    changes=True,
)

REFUND = Document(
    "Refund",
    """
    mutation Refund($input: RefundOrderInput!) {
      refundOrder(input: $input) {
        __typename ... on Refund { id createdAt state total reason }
      }
    }
    """,
    changes=True,
)

_NAMES = "translations { languageCode name }"

COLLECTIONS = Document(
    "Collections",
    f"""
    query Collections($options: CollectionListOptions!) {{
      collections(options: $options) {{ totalItems items {{ id {_NAMES} }} }}
    }}
    """,
)

PRODUCTS = Document(
    "Products",
    f"""
    query Products($options: ProductListOptions!) {{
      products(options: $options) {{
        totalItems items {{ id {_NAMES} facetValues {{ id facet {{ code }} }} }}
      }}
    }}
    """,
)

FACETS = Document(
    "Facets",
    f"""
    query Facets($options: FacetListOptions!) {{
      facets(options: $options) {{
        totalItems items {{ id code values {{ id code {_NAMES} }} }}
      }}
    }}
    """,
)

OPTION_GROUPS = Document(
    "OptionGroups",
    f"""
    query OptionGroups($options: ProductOptionGroupListOptions!) {{
      productOptionGroups(options: $options) {{
        totalItems items {{ id code options {{ id code {_NAMES} }} }}
      }}
    }}
    """,
)

_SOLD = "{ enabled: { eq: true } }"
_NEWEST = "(options: { take: 1, sort: { updatedAt: DESC } })"

VERSION = Document(
    "Version",
    f"""
    query Version {{
      products{_NEWEST} {{ totalItems items {{ updatedAt }} }}
      enabled: products(options: {{ take: 1, filter: {_SOLD} }}) {{ totalItems }}
      collections{_NEWEST} {{ totalItems items {{ updatedAt }} }}
      facetValues{_NEWEST} {{ totalItems items {{ updatedAt }} }}
      productOptions{_NEWEST} {{ totalItems items {{ updatedAt }} }}
    }}
    """,
)

SHELF = Document(
    "Shelf",
    """
    query Shelf($options: ProductListOptions!) {
      globalSettings {
        trackInventory outOfStockThreshold serverConfig { moneyStrategyPrecision }
      }
      products(options: $options) {
        totalItems
        items {
          id
          variants {
            enabled priceWithTax currencyCode trackInventory
            useGlobalOutOfStockThreshold outOfStockThreshold
            stockLevels { stockOnHand stockAllocated }
          }
        }
      }
    }
    """,
)
