"""The bank's rows as Faker methods and factories: what is given is kept, and the rest fits it."""

from datetime import date
from decimal import Decimal

import pytest
from faker import Faker

from populace.domains.finance import FinanceProvider
from populace.domains.finance.factories import AccountFactory, TransactionFactory


@pytest.fixture
def fake() -> Faker:
    made = Faker()
    made.add_provider(FinanceProvider)
    made.seed_instance(1)
    return made


def test_a_customer_is_served_by_income(fake: Faker) -> None:
    assert fake.customer(income=Decimal("400000.00"))["segment"] == "private"
    assert fake.customer(income=Decimal("20000.00"))["segment"] == "mass"


def test_a_merchant_is_named_after_its_category(fake: Faker) -> None:
    names = {fake.merchant_name(mcc="5541").split(maxsplit=1)[1] for _ in range(30)}

    assert names <= {"Fuels", "Service Station", "Filling Station", "Motor Stop"} and len(names) > 1
    assert fake.mcc_name("5411") == "grocery"


def test_a_transaction_follows_its_kind(fake: Faker) -> None:
    cash = fake.transaction(kind="atm")

    assert cash["amount"] % 10 == 0 and (cash["channel"], cash["auth"], cash["mcc"]) == ("atm", "pin", "6011")
    assert fake.transaction(kind="salary")["amount"] > 0


def test_a_balance_follows_its_amount(fake: Faker) -> None:
    """By as much as the amounts differ."""
    one, other = (fake.transaction(txn_id=9, amount=Decimal(amount)) for amount in ("-1.00", "-5.00"))

    assert one["balance_after"] - other["balance_after"] == Decimal("4.00")


def test_savings_have_no_limit(fake: Faker) -> None:
    assert {fake.account(kind="savings")["overdraft_limit"] for _ in range(10)} == {Decimal("0.00")}


def test_movements_of_a_given_account_follow_each_other() -> None:
    """However many a factory is asked for, each balance is the one before plus the amount."""
    account = AccountFactory.build()
    made = [TransactionFactory.build(account=account) for _ in range(30)]

    assert [each.seq for each in made] == list(range(1, 31))
    assert made[0].balance_after == account.opening_balance + made[0].amount
    assert all(b.balance_after == a.balance_after + b.amount for a, b in zip(made, made[1:], strict=False))


def test_a_payment_by_card_has_a_card_of_its_account() -> None:
    """And the category of the merchant."""
    paid = TransactionFactory.build(by_card=True)

    assert paid.card.account is paid.account and paid.amount < 0
    assert (paid.kind, paid.mcc) == ("card", paid.merchant.mcc)
    assert paid.channel == ("cnp" if paid.merchant.online else "pos")


def test_what_came_before_fits_a_given_end(fake: Faker) -> None:
    """No account is closed before it is opened, no card issued after it expires, no child joins."""
    long_ago = date(1999, 12, 31)
    assert fake.account(closed=long_ago)["opened"] < long_ago
    assert fake.card(expires=long_ago)["issued"] < long_ago
    assert fake.customer(joined=long_ago)["birth_date"] < date(1981, 12, 31)
