"""What holds in every row of the bank, counted by the database; each query looks for rows that break it."""

import pytest
import sqlalchemy as sa

BROKEN = {
    "a balance is the one before plus the amount, to the cent": """
        select count(*) from (select t.*, coalesce(lag(balance_after) over (partition by account_id order by seq),
        opening_balance) as old from transactions t join accounts using (account_id))
        where cast(round(old * 100) as integer) + cast(round(amount * 100) as integer)
        <> cast(round(balance_after * 100) as integer)""",
    "no balance is below the limit": """
        select count(*) from transactions join accounts using (account_id)
        where balance_after < -overdraft_limit - 0.001 or opening_balance < -overdraft_limit - 0.001""",
    "movements are counted from 1": """
        select count(*) from (select seq, row_number() over (partition by account_id order by txn_id) as n
        from transactions) where seq <> n""",
    "time goes on": """
        select count(*) from (select ts, lag(ts) over (partition by account_id order by seq) as old from transactions)
        where ts <= old""",
    "nothing moves before opening, after closing, or in future": """
        select count(*) from transactions join accounts using (account_id)
        where date(ts) < opened or date(ts) > closed or ts >= '2026-06-01'""",
    "something moves": "select count(*) from transactions where amount = 0",
    "closed is whether there is a day of closing": """
        select count(*) from accounts where (status = 'closed') <> (closed is not null) or closed <= opened""",
    "savings never go below 0": """
        select count(*) from transactions join accounts using (account_id)
        where accounts.kind = 'savings' and balance_after < 0""",
    "each account has one owner": """
        select count(*) from (select sum(role = 'owner') as owners from accounts left join account_holders
        using (account_id) group by account_id) where owners is not 1""",
    "cards are in the hands of holders": """
        select count(*) from cards left join account_holders using (account_id, customer_id) where role is null""",
    "what is paid with a card is paid from its account while it is good": """
        select count(*) from transactions t join cards c using (card_id)
        where t.account_id <> c.account_id or date(ts) not between issued and expires""",
    "cards pay at merchants and take cash": """
        select count(*) from transactions where (card_id is not null) <> (kind in ('card', 'atm'))
        or (merchant_id is not null) <> (kind = 'card') or (mcc is not null) <> (kind in ('card', 'atm'))""",
    "the category is the merchant's": """
        select count(*) from transactions t join merchants m using (merchant_id) where t.mcc <> m.mcc""",
    "what is sold from afar is bought from afar": """
        select count(*) from transactions t join merchants m using (merchant_id) where (channel = 'cnp') <> online""",
    "cash is a multiple of 10 and taken at machines": """
        select count(*) from transactions where kind = 'atm'
        and (cast(round(amount * 100) as integer) % 1000 <> 0 or channel <> 'atm' or auth <> 'pin' or amount > 0)""",
    "pay comes in, bills and fees go out": """
        select count(*) from transactions where (kind = 'salary' and amount < 0)
        or (kind in ('card', 'fee', 'direct_debit') and amount > 0)""",
    "customers are of age and joined before their accounts": """
        select count(*) from customers c join account_holders h using (customer_id) join accounts a using (account_id)
        where h.role = 'owner' and (a.opened < c.joined or julianday(c.joined) - julianday(c.birth_date) < 18 * 365)""",
    "the politically exposed are known closely": """
        select count(*) from customers where pep and kyc_level <> 'enhanced'""",
}


@pytest.mark.parametrize("what", BROKEN)
def test_invariants(books: sa.Connection, what: str) -> None:
    assert books.scalar(sa.text(BROKEN[what])) == 0


def test_every_table_has_rows_that_the_invariants_speak_of(books: sa.Connection) -> None:
    """Accounts in the red, closed ones, second holders, all channels but the counter are among them."""
    assert books.scalar(sa.text("select count(*) from transactions where balance_after < 0")) > 100
    assert books.scalar(sa.text("select count(*) from accounts where status = 'closed'")) > 10
    assert books.scalar(sa.text("select count(*) from account_holders where role = 'disponent'")) > 100
    assert books.scalar(sa.text("select count(distinct channel) from transactions")) == 4
    assert books.execute(sa.text("pragma foreign_key_check")).all() == []


def test_there_are_as_many_accounts_as_in_a_real_bank(books: sa.Connection) -> None:
    """Berka: 4,500 accounts of 5,369 customers, each holding one."""
    counts = "select (select count(*) from accounts) * 1.0, (select count(*) from account_holders)"
    accounts, holders = books.execute(sa.text(counts)).one()

    assert holders == 1_500 and abs(holders / accounts - 1.19) < 0.01
