"""What must hold in every row of a shop: each query finds the rows that break a rule."""

import pytest
import sqlalchemy as sa

NOW = "2026-06-01"

RULES = {
    "a line's total is pieces times price less the discount": """
        SELECT * FROM order_lines WHERE round(qty * unit_price - discount, 2) <> round(line_total, 2)""",
    "an order's subtotal is the sum of its lines": """
        SELECT order_id FROM orders JOIN order_lines USING (order_id)
        GROUP BY order_id HAVING abs(sum(line_total) - subtotal) > 0.001""",
    "every order has a line, and lines are numbered from 1": """
        SELECT order_id FROM orders LEFT JOIN order_lines USING (order_id)
        GROUP BY order_id HAVING count(line_no) <> coalesce(max(line_no), -1) OR min(line_no) <> 1""",
    "the total is the subtotal less the discount with shipping and tax": """
        SELECT * FROM orders WHERE abs(subtotal - discount + shipping + tax - total) > 0.001""",
    "charges less refunds are what is due": """
        SELECT order_id FROM orders LEFT JOIN payments p USING (order_id) WHERE p.status = 'succeeded'
        GROUP BY order_id
        HAVING abs(sum(iif(kind = 'charge', amount, -amount)) - (total - refunded)) > 0.001""",
    "orders that were paid have one charge that succeeded": """
        SELECT order_id FROM orders o JOIN payments p USING (order_id)
        WHERE o.status IN ('paid', 'shipped', 'delivered') OR o.refunded > 0
        GROUP BY order_id HAVING sum(kind = 'charge' AND p.status = 'succeeded') <> 1""",
    "pending orders have not been paid": """
        SELECT * FROM orders o JOIN payments p USING (order_id)
        WHERE o.status = 'pending' AND p.status = 'succeeded'""",
    "what is refunded follows from what was returned or cancelled": """
        SELECT order_id FROM orders JOIN order_lines USING (order_id)
        GROUP BY order_id HAVING refunded > 0 AND status <> 'cancelled' AND sum(returned_qty) = 0""",
    "all that was returned is refunded": """
        SELECT order_id FROM orders JOIN order_lines USING (order_id)
        GROUP BY order_id HAVING sum(returned_qty) = sum(qty) AND abs(refunded - (total - shipping)) > 0.001""",
    "pieces come back after the delivery, with the day they came": """
        SELECT * FROM order_lines l LEFT JOIN shipments s USING (order_id)
        WHERE (returned_qty > 0) <> (returned_at IS NOT NULL)
           OR returned_qty > qty OR (returned_qty > 0 AND (s.delivered IS NULL OR returned_at < s.delivered))""",
    "customers buy after they joined": """
        SELECT * FROM orders JOIN customers USING (customer_id) WHERE placed < joined""",
    "products are bought while they are sold": """
        SELECT * FROM orders JOIN order_lines USING (order_id) JOIN products USING (product_id)
        WHERE date(placed) < launched OR date(placed) >= retired""",
    "the price is the list price of the time": """
        SELECT * FROM orders JOIN order_lines USING (order_id) JOIN products USING (product_id)
        WHERE unit_price <> iif(repriced_at > placed, previous_price, list_price)""",
    "no product is in an order twice": """
        SELECT order_id FROM order_lines GROUP BY order_id, product_id HAVING count(*) > 1""",
    "payments follow the order": """
        SELECT * FROM orders JOIN payments USING (order_id) WHERE paid_at < placed""",
    "parcels leave after the payment and arrive after they left": """
        SELECT * FROM orders JOIN payments p USING (order_id) JOIN shipments s USING (order_id)
        WHERE kind = 'charge' AND p.status = 'succeeded' AND (shipped < paid_at OR delivered < shipped)""",
    "an order has a parcel once it is shipped, and is delivered when the parcel is": """
        SELECT order_id FROM orders LEFT JOIN shipments USING (order_id) GROUP BY order_id
        HAVING count(shipment_id) <> (status IN ('shipped', 'delivered'))
            OR (count(delivered) > 0) <> (status = 'delivered')""",
    "reviews are written by the buyer after the delivery": """
        SELECT * FROM reviews r JOIN orders USING (order_id) JOIN shipments s USING (order_id)
        WHERE r.customer_id <> orders.customer_id OR s.delivered IS NULL OR written < s.delivered""",
    "reviews are of delivered orders": """
        SELECT * FROM reviews JOIN orders USING (order_id) WHERE status <> 'delivered'""",
    "a line is reviewed once": """
        SELECT 1 FROM reviews GROUP BY order_id, line_no HAVING count(*) > 1""",
    "nothing happens after now": f"""
        SELECT placed FROM orders WHERE placed > '{NOW}' UNION ALL SELECT paid_at FROM payments WHERE paid_at > '{NOW}'
        UNION ALL SELECT delivered FROM shipments WHERE delivered > '{NOW}'
        UNION ALL SELECT written FROM reviews WHERE written > '{NOW}'
        UNION ALL SELECT happened FROM web_events WHERE happened > '{NOW}'
        UNION ALL SELECT returned_at FROM order_lines WHERE returned_at > '{NOW}'""",
    "only purchases carry the order, and in its session": """
        SELECT * FROM web_events e LEFT JOIN orders o USING (order_id)
        WHERE (kind = 'purchase') <> (e.order_id IS NOT NULL)
           OR kind = 'purchase'
              AND (e.session_id <> o.session_id OR e.customer_id <> o.customer_id OR happened <> placed)""",
    "every recent order in the shop has its purchase": """
        SELECT * FROM orders LEFT JOIN web_events e USING (order_id)
        WHERE channel <> 'marketplace' AND placed >= '2026-05-02 00:00:00' AND e.order_id IS NULL""",
    "products were put into the cart before they were bought": """
        SELECT * FROM web_events e JOIN order_lines l USING (order_id)
        WHERE kind = 'purchase' AND NOT EXISTS (
            SELECT 1 FROM web_events c WHERE c.session_id = e.session_id AND c.kind = 'add_to_cart'
            AND c.product_id = l.product_id AND c.happened <= e.happened)""",
    "views and carts name a product, other events none": """
        SELECT * FROM web_events WHERE (product_id IS NOT NULL) <> (kind IN ('view', 'add_to_cart'))""",
    "a session has one visitor, device and address": """
        SELECT session_id FROM web_events GROUP BY session_id
        HAVING count(DISTINCT coalesce(customer_id, 0)) > 1 OR count(DISTINCT device) > 1 OR count(DISTINCT ip) > 1""",
    "nobody is signed in before joining": """
        SELECT * FROM web_events e JOIN customers c USING (customer_id)
        WHERE happened < joined AND session_id NOT IN (SELECT session_id FROM orders WHERE session_id IS NOT NULL)""",
    "categories are below others that come first": """
        SELECT * FROM categories WHERE parent_id >= category_id""",
    "products are in the leaves of the tree": """
        SELECT * FROM products WHERE category_id IN (SELECT parent_id FROM categories WHERE parent_id IS NOT NULL)""",
    "products are sold with a margin": "SELECT * FROM products WHERE cost >= list_price OR list_price <= 0",
    "codes are of the range for use within a shop, with a right check digit": """
        SELECT * FROM products WHERE substr(gtin13, 1, 1) <> '2' OR length(gtin13) <> 13
        OR (1 * substr(gtin13, 1, 1) + 3 * substr(gtin13, 2, 1) + substr(gtin13, 3, 1) + 3 * substr(gtin13, 4, 1)
          + substr(gtin13, 5, 1) + 3 * substr(gtin13, 6, 1) + substr(gtin13, 7, 1) + 3 * substr(gtin13, 8, 1)
          + substr(gtin13, 9, 1) + 3 * substr(gtin13, 10, 1) + substr(gtin13, 11, 1) + 3 * substr(gtin13, 12, 1)
          + substr(gtin13, 13, 1)) % 10 <> 0""",
    "mail goes nowhere": """
        SELECT * FROM customers WHERE email NOT LIKE '%@%example%' OR phone NOT LIKE '___-555-01__'""",
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_rules_hold(shop: sa.Connection, rule: str) -> None:
    assert shop.exec_driver_sql(RULES[rule]).fetchmany(3) == []


def test_foreign_keys_hold(shop: sa.Connection) -> None:
    """SQLite finds no row that points to nothing."""
    assert shop.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3) == []


def test_every_status_kind_and_channel_occurs(shop: sa.Connection) -> None:
    """No state of an order is left out of the data."""
    for column, table, many in (("status", "orders", 5), ("channel", "orders", 3), ("kind", "payments", 2),
                                ("status", "payments", 3), ("kind", "web_events", 5)):  # fmt: skip
        assert len(shop.exec_driver_sql(f"SELECT DISTINCT {column} FROM {table}").all()) == many
