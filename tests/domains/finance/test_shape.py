"""How much is paid, when and where; and what depends on what."""

import numpy as np
import pytest
import sqlalchemy as sa


def column(books: sa.Connection, query: str) -> np.ndarray:
    return np.array(books.execute(sa.text(query)).all()).T


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values.astype(float)))


def test_card_payments_are_as_large_as_counted(books):
    """Federal Reserve 2016: 55 USD on average; most are much smaller."""
    (amounts,) = -column(books, "select amount from transactions where kind = 'card'")

    assert 40 < amounts.mean() < 65
    assert np.median(amounts) / amounts.mean() < 0.65


def test_first_digits_follow_benford(books):
    """As amounts over several orders of magnitude do; equally likely digits are ten times farther off."""
    (amounts,) = column(books, "select abs(amount) from transactions")
    first = (amounts / 10 ** np.floor(np.log10(amounts))).astype(int)
    share = np.array([(first == digit).mean() for digit in range(1, 10)])
    expected = np.log10(1 + 1 / np.arange(1, 10))

    assert np.abs(share - expected).mean() < 0.010
    assert np.abs(np.full(9, 1 / 9) - expected).mean() > 0.05


def test_cards_sleep_at_night(books):
    """The busiest hour has at least eight times the payments of the quietest; 1.5 to 7 % are from midnight to six."""
    (hours,) = column(books, "select strftime('%H', ts) from transactions where kind = 'card'").astype(int)
    count = np.bincount(hours, minlength=24)

    assert count.max() / count.min() >= 8
    assert 0.015 < count[:6].sum() / count.sum() < 0.07


def test_fridays_are_busier_than_sundays(books):
    """By a fifth or so."""
    (days,) = column(books, "select strftime('%w', ts) from transactions where kind = 'card'").astype(int)
    count = np.bincount(days, minlength=7)

    assert 1.1 < count[5] / count[0] < 1.4


def test_some_pay_all_the_time_and_some_never(books):
    """The variance of an account's movements is at least ten times their mean."""
    (many,) = column(
        books, "select count(txn_id) from accounts left join transactions using (account_id) group by account_id"
    )

    assert many.var() / many.mean() > 10


def test_pay_comes_every_month(books):
    """At least four of five current accounts that were open all the time have the same credit every 27 to 34 days."""
    paid = column(
        books,
        """select account_id, count(*), max(amount) - min(amount), julianday(max(date(ts))) - julianday(min(date(ts)))
        from transactions where kind = 'salary' group by account_id having count(*) > 1""",
    )
    (current,) = column(
        books, "select count(*) from accounts where kind = 'current' and opened < '2026-02-01' and closed is null"
    )
    gap = paid[3] / (paid[1] - 1)

    assert (paid[2] == 0).all() and ((gap >= 27) & (gap <= 34)).all()
    assert paid.shape[1] / current[0] > 0.8


def test_who_earns_more_has_more(books):
    """Income goes with balances, limits and what is spent at a time; not once it is shuffled."""
    income, balance, spent = column(
        books,
        """select income, avg(balance_after), avg(case when t.kind = 'card' then -amount end) from transactions t
        join accounts a using (account_id) join account_holders h using (account_id) join customers using (customer_id)
        where a.kind = 'current' and role = 'owner' group by account_id having count(*) > 20""",
    ).astype(float)
    spent = np.nan_to_num(spent)

    assert 0.3 < np.corrcoef(ranks(income), ranks(balance))[0, 1] < 0.8
    assert np.corrcoef(ranks(income), ranks(spent))[0, 1] > 0.2
    shuffled = np.random.default_rng(0).permutation(income)
    assert abs(np.corrcoef(ranks(shuffled), ranks(balance))[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("mcc", "low", "high", "least", "most"),
    [("5411", 24, 40, 0.17, 0.23), ("5814", 8, 14, 0.11, 0.17), ("4511", 180, 450, 0.003, 0.014)],
)
def test_categories_have_their_amounts_and_shares(books, mcc, low, high, least, most):
    """Groceries for 32, snacks for 11, flights for 310."""
    paid = column(books, "select mcc = :mcc, -amount from transactions where kind = 'card'".replace(":mcc", f"'{mcc}'"))
    there = paid[0].astype(bool)

    assert low < np.median(paid[1][there]) < high
    assert least < there.mean() < most


def test_categories_do_not_depend_on_the_week(books):
    """Cramér's V of category and week is next to nothing: every category is bought all the time."""
    pairs = column(books, "select mcc, strftime('%W', ts) from transactions where kind = 'card'")
    table = np.array(
        [[((pairs[0] == m) & (pairs[1] == w)).sum() for w in np.unique(pairs[1])] for m in np.unique(pairs[0])]
    )
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi = ((table - expected) ** 2 / expected).sum()

    assert np.sqrt(chi / table.sum() / (min(table.shape) - 1)) < 0.03


def test_few_merchants_have_most_customers(books):
    """A fifth of them has more than half of the payments."""
    (many,) = column(
        books, "select count(txn_id) from merchants left join transactions using (merchant_id) group by merchant_id"
    )
    many = np.sort(many)[::-1]

    assert 0.5 < many[: len(many) // 5].sum() / many.sum() < 0.9
