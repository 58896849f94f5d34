"""Finance: customers of a bank, their accounts and cards, and every movement with the balance after it.

Salaries come in each month, rent and bills go out, cards pay at merchants by category, hour and
weekday; no account goes below its limit. The bank does not exist, and nobody has these accounts.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.domains.finance.models import Account as Account
    from populace.domains.finance.models import AccountHolder as AccountHolder
    from populace.domains.finance.models import Base as Base
    from populace.domains.finance.models import Card as Card
    from populace.domains.finance.models import Customer as Customer
    from populace.domains.finance.models import Merchant as Merchant
    from populace.domains.finance.models import Transaction as Transaction
    from populace.domains.finance.provider import Provider as FinanceProvider
    from populace.domains.finance.provider import Provider as Provider

_HOMES = dict.fromkeys(
    ("Account", "AccountHolder", "Base", "Card", "Customer", "Merchant", "Transaction"), "models"
) | {"Provider": "provider"}
__all__ = [*_HOMES, "FinanceProvider"]
_get = exports("populace.domains.finance", _HOMES)


def __getattr__(name: str) -> object:
    return _get("Provider" if name == "FinanceProvider" else name)
