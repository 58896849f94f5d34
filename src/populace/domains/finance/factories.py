"""factory_boy factories of this world's models; object n is row n of its table."""

from __future__ import annotations

from factory.declarations import SelfAttribute, SubFactory, Trait

from populace.domains.finance import models
from populace.factories import ModelFactory


class CustomerFactory(ModelFactory[models.Customer]):
    """Customers of the bank."""


class AccountFactory(ModelFactory[models.Account]):
    """Accounts, with as much on them as their movements need."""


class AccountHolderFactory(ModelFactory[models.AccountHolder]):
    """Who holds which account."""


class CardFactory(ModelFactory[models.Card]):
    """Cards of an account, in a customer's hands."""


class MerchantFactory(ModelFactory[models.Merchant]):
    """Who is paid by card."""


class TransactionFactory(ModelFactory[models.Transaction]):
    """Movements on an account, with the balance after each; *by_card* with a card of the account at a merchant's."""

    class Params:
        by_card = Trait(
            kind="card",
            card=SubFactory(CardFactory, account=SelfAttribute("..account")),
            merchant=SubFactory(MerchantFactory),
        )
