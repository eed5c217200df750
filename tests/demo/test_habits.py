"""
People buy as people do: at their own pace, what goes together, and more in a campaign.
"""

from itertools import pairwise
from statistics import median


def gaps(shop, condition):
    """
    The days between one customer's purchases of what the condition names.
    """
    days = shop.execute(
        f"""
        SELECT DISTINCT o.customer_id, CAST(julianday(date(o.placed_at)) AS INTEGER)
        FROM orders o
        JOIN order_lines l ON l.order_id = o.id
        JOIN products p ON p.id = l.product_id
        JOIN categories c ON c.id = p.category_id
        WHERE {condition} ORDER BY 1, 2
        """  # noqa: S608
    ).fetchall()
    return [
        later[1] - earlier[1]
        for earlier, later in pairwise(days)
        if earlier[0] == later[0]
    ]


def test_coffee_is_bought_monthly_and_phones_rarely(shop):
    coffee = gaps(shop, "c.key = 'coffee-tea'")

    assert 20 <= median(coffee) <= 40
    assert median(gaps(shop, "c.key = 'phones'")) > 2.5 * median(coffee)
    assert min(gaps(shop, "p.family = 'smartphones'")) > 300


def test_people_keep_to_a_cadence_of_their_own(shop):
    paces = {}
    for customer, product, count in shop.execute(
        """
        SELECT o.customer_id, l.product_id, count(*) FROM orders o
        JOIN order_lines l ON l.order_id = o.id
        GROUP BY 1, 2 HAVING count(*) >= 8
        """
    ).fetchall():
        bought = gaps(shop, f"o.customer_id = {customer} AND p.id = {product}")
        typical = median(bought)
        near = sum(abs(gap - typical) < 0.5 * typical for gap in bought)
        paces[customer, product] = (typical, near / len(bought), count)

    assert len(paces) > 100
    assert median(near for _, near, _ in paces.values()) > 0.7
    typical = sorted(pace for pace, _, _ in paces.values())
    assert typical[-len(typical) // 10] > 1.4 * typical[len(typical) // 10]


def test_a_few_customers_buy_most(shop):
    counts = sorted(
        (
            count
            for (count,) in shop.execute(
                "SELECT count(*) FROM orders GROUP BY customer_id"
            )
        ),
        reverse=True,
    )

    assert sum(counts[: len(counts) // 5]) > 0.5 * sum(counts)


def test_what_goes_with_a_phone_is_bought_with_it(shop):
    (with_phone, phones) = shop.execute(
        """
        WITH phone AS (
            SELECT DISTINCT l.order_id FROM order_lines l
            JOIN products p ON p.id = l.product_id WHERE p.family = 'smartphones'
        )
        SELECT sum(EXISTS (
            SELECT 1 FROM order_lines l JOIN products p ON p.id = l.product_id
            WHERE l.order_id = phone.order_id AND p.family = 'phone-cases'
        )), count(*) FROM phone
        """
    ).fetchone()
    (cases, orders) = shop.execute(
        """
        SELECT count(DISTINCT l.order_id), 12000 FROM order_lines l
        JOIN products p ON p.id = l.product_id WHERE p.family = 'phone-cases'
        """
    ).fetchone()

    assert with_phone / phones > 5 * cases / orders


def test_campaigns_lift_what_they_sell(shop):
    lifts = [
        during / before
        for during, before in shop.execute(
            """
            SELECT sum(date(o.placed_at, '+210 minutes')
                       BETWEEN c.starts_on AND c.ends_on),
                   sum(date(o.placed_at, '+210 minutes')
                       BETWEEN date(c.starts_on, '-60 days')
                           AND date(c.starts_on, '-1 day'))
                   * (julianday(c.ends_on) - julianday(c.starts_on) + 1) / 60.0
            FROM campaigns c
            JOIN campaign_products cp ON cp.campaign_id = c.id
            JOIN order_lines l ON l.product_id = cp.product_id
            JOIN orders o ON o.id = l.order_id
            WHERE c.ends_on < '2026-05-05' AND c.starts_on > '2024-08-01'
            GROUP BY c.id
            """
        )
    ]

    assert len(lifts) == 8
    assert median(lifts) > 1.2


def test_only_campaigns_take_something_off(shop):
    wrong = shop.execute(
        """
        SELECT count(*) FROM orders o
        LEFT JOIN campaigns c ON c.id = o.campaign_id
        WHERE (o.discount > 0) <> (o.campaign_id IS NOT NULL)
           OR date(o.placed_at, '+210 minutes') NOT BETWEEN c.starts_on AND c.ends_on
        """
    ).fetchone()

    assert wrong == (0,)
