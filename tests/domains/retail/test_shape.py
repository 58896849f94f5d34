"""What the shop's data look like as a whole: shares, skews and dependences, within generous windows."""

from collections.abc import Callable

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Column = Callable[[str], Floats]


@pytest.fixture
def column(shop: sa.Connection) -> Column:
    """The one column of a query, as numbers."""
    return lambda query: np.array([float("nan" if row[0] is None else row[0]) for row in shop.exec_driver_sql(query)])


def share_of_top_fifth(values: Floats) -> float:
    return float(np.sort(values)[::-1][: len(values) // 5].sum() / values.sum())


def test_a_fifth_of_the_customers_brings_most_of_the_revenue(column: Column) -> None:
    revenue = column("SELECT sum(total) FROM orders GROUP BY customer_id")
    assert 0.55 < share_of_top_fifth(revenue) < 0.80


def test_a_fifth_of_the_products_brings_most_of_the_revenue(column: Column) -> None:
    revenue = column(
        "SELECT coalesce(sum(line_total), 0) FROM products LEFT JOIN order_lines USING (product_id) GROUP BY product_id"
    )
    assert 0.70 < share_of_top_fifth(revenue) < 0.90


def test_many_customers_come_back_and_others_do_not(column: Column) -> None:
    orders = column("SELECT count(*) FROM orders GROUP BY customer_id")
    assert 0.35 < (orders > 1).mean() < 0.60
    assert orders.max() > 25


def test_times_between_orders_are_skewed(column: Column) -> None:
    days = column(
        "SELECT julianday(placed) - julianday(lag(placed) OVER (PARTITION BY customer_id ORDER BY placed)) "
        "AS days FROM orders ORDER BY days IS NULL, days LIMIT "
        "(SELECT count(*) - count(DISTINCT customer_id) FROM orders)"
    )
    assert 20 < np.median(days) < 45
    assert days.std() / days.mean() > 1.15


def test_order_values_are_lognormal_like_real_ones(column: Column) -> None:
    assert 0.60 < np.log(column("SELECT total FROM orders")).std() < 0.95


def test_stars_have_two_peaks_and_fall_when_parcels_are_late(column: Column) -> None:
    shares = np.bincount(column("SELECT stars FROM reviews").astype(int), minlength=6)[1:]
    shares = shares / shares.sum()
    assert shares[4] > 0.50 and 0.09 < shares[0] < 0.15 and shares[0] > shares[1]
    on_time, late = column(
        "SELECT avg(stars) FROM reviews JOIN shipments USING (order_id) "
        "GROUP BY date(delivered) > promised ORDER BY 1 DESC"
    )
    assert 1.3 < on_time - late < 2.1


def test_some_parcels_are_late(column: Column) -> None:
    assert 0.05 < column("SELECT avg(date(delivered) > promised) FROM shipments WHERE delivered NOTNULL")[0] < 0.12


def test_visits_narrow_from_views_over_carts_to_orders(column: Column) -> None:
    views, carts, orders = (
        column(f"SELECT sum(kind = '{kind}') FROM web_events")[0] for kind in ("view", "add_to_cart", "purchase")
    )
    assert 0.018 < carts / views < 0.035
    assert 0.25 < orders / carts < 0.40


def test_segments_buy_as_often_as_their_names_say(column: Column) -> None:
    often = column(
        "SELECT count(*) * 1.0 / count(DISTINCT customer_id) AS often FROM customers JOIN orders USING (customer_id) "
        "GROUP BY segment ORDER BY instr('occasional regular loyal vip', segment)"
    )
    assert often.tolist() == sorted(often) and often[3] > 5 * often[0]


def test_prices_weights_and_returns_depend_on_the_category(column: Column) -> None:
    """Furniture costs and weighs more than food, and clothes come back more often than either."""
    furniture, food = (
        column(
            f"SELECT avg(list_price * weight_g) FROM products JOIN categories c USING (category_id) "
            f"WHERE path LIKE '{path}/%'"
        )[0]
        for path in ("home/furniture", "food")
    )
    clothes, pantry = (
        column(
            f"SELECT avg(returned_qty > 0) FROM order_lines JOIN products USING (product_id) JOIN "
            f"categories USING (category_id) WHERE path LIKE '{path}/%'"
        )[0]
        for path in ("fashion", "food")
    )
    assert furniture > 10 * food
    assert clothes > 2 * pantry


def test_planted_pairs_are_bought_together(column: Column) -> None:
    """The most frequent pair occurs at least twice as often as it would by chance."""
    orders = column("SELECT count(*) FROM orders")[0]
    lift = column(f"""
        WITH n AS (SELECT product_id, count(*) AS n FROM order_lines GROUP BY 1),
             both AS (SELECT a.product_id AS p, b.product_id AS q, count(*) AS k FROM order_lines a
                      JOIN order_lines b ON a.order_id = b.order_id AND a.product_id < b.product_id GROUP BY 1, 2)
        SELECT k * {orders} / (x.n * y.n) FROM both JOIN n x ON x.product_id = p JOIN n y ON y.product_id = q
        ORDER BY k DESC LIMIT 12""")
    assert lift.max() > 2


def test_shops_are_busier_by_day_and_before_christmas(column: Column) -> None:
    hours = np.bincount(column("SELECT strftime('%H', placed) FROM orders").astype(int), minlength=24)
    year = column("SELECT strftime('%m', placed) FROM orders WHERE placed LIKE '2025-%'").astype(int)
    months = np.bincount(year, minlength=13)[1:]
    assert hours[8:23].min() > 2 * hours[1:5].max()
    assert months[10:].min() > 1.1 * months[6:9].max()


def test_coupons_fit_the_order(column: Column) -> None:
    """Newcomers' coupons come with first orders only, winter ones not in summer."""
    welcome = column(
        "SELECT rank() OVER (PARTITION BY customer_id ORDER BY placed) * (coupon = 'WELCOME10') FROM orders"
    )
    july = column("SELECT 1 FROM orders WHERE coupon = 'WINTER20' AND strftime('%m', placed) = '07'")
    assert set(welcome[~np.isnan(welcome)]) == {0, 1} and not july.size
