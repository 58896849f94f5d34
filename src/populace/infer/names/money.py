"""Rules for money: prices, totals that add up, rates."""

from __future__ import annotations

from populace.generators.numbers import (
    Bell,
    Choice,
    Counts,
    Formula,
    Integers,
    LogNormal,
    Prices,
    Share,
    Uniform,
    Whole,
    Within,
)
from populace.infer.names.make import COUNTED, NUMBERS, decimals, limits, number, numeric
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator


def part(here: Named, role: str) -> str | None:
    """A sibling of this role that holds numbers."""
    name = here.sibling(role)
    return name if name is not None and here.table.asked[name].kind in NUMBERS else None


def total(here: Named) -> Generator | None:
    """Price times quantity, or net plus tax and shipping less discount, where the row has them; else an amount."""
    plain = numeric(here, Prices(80, 1.0), 2)
    if here.kind not in NUMBERS or here.unique or plain is None:
        return plain
    price, quantity = part(here, "price"), part(here, "quantity")
    if price and quantity:
        return computed(here, Formula((), (), (price, quantity), decimals(here.asked)))
    net = part(here, "subtotal")
    if net:
        plus = (net, *(name for role in ("tax", "shipping", "tip") if (name := part(here, role))))
        discount = part(here, "discount")
        return computed(here, Formula(plus, (discount,) if discount else (), (), decimals(here.asked)))
    return plain


def subtotal(here: Named) -> Generator | None:
    """Price times quantity where the row has both; else an amount."""
    price, quantity = part(here, "price"), part(here, "quantity")
    if price and quantity and here.kind in NUMBERS and not here.unique:
        return computed(here, Formula((), (), (price, quantity), decimals(here.asked)))
    return numeric(here, Prices(80, 1.0), 2, mode=False)


def computed(here: Named, formula: Formula) -> Generator:
    low, high = limits(here.asked)
    held = Formula(formula.plus, formula.minus, formula.times, formula.decimals, low, high)
    return Whole(held, int(low), int(high)) if here.kind == "integer" else held


def share(rates: tuple[float, ...], of: tuple[str, ...] = ("subtotal", "price")) -> Make:
    """A fraction of the row's net amount or price where it has one; else a small amount."""

    def make(here: Named) -> Generator | None:
        name = next((found for role in of if (found := part(here, role))), None)
        if name is None or here.kind not in NUMBERS or here.unique:
            return numeric(here, Prices(8, 0.9), 2)
        made = Share(name, rates, decimals(here.asked))
        return Whole(made) if here.kind == "integer" else made

    return make


def rate(here: Named) -> Generator | None:
    if here.kind == "integer" or here.kind == "text":
        return numeric(here, Integers(1, 25), 0)
    return numeric(here, Uniform(0.01, 0.25, 4), 4)


def taxrate(here: Named) -> Generator | None:
    rates = (19.0, 7.0, 0.0, 20.0, 5.5, 21.0)
    if limits(here.asked)[1] < 10:
        rates = (0.19, 0.07, 0.0, 0.2, 0.055, 0.21)
    return numeric(here, Choice(rates, (5, 3, 2, 2, 1, 1)), 3, mode=False)


REDUCED = frozenset("discount discounted sale special promo promotional promotion reduced offer bargain deal".split())
BOUGHT = frozenset("cost buy purchase wholesale dealer".split())
LISTED = frozenset("list msrp retail original regular compare recommended old rrp was".split())


def price(here: Named) -> Generator | None:
    """A price; one that is below, or above, the row's plain price where its name says so."""
    words = set(here.asked.tokens)
    plain = next((n for n, _ in here.table.with_role("price") if _plain_price(here, n)), None)
    if plain is not None and plain != here.asked.name and here.kind in NUMBERS and not here.unique:
        parts = (
            (REDUCED, (0.9, 0.8, 0.75, 0.7, 0.5, 0.85)),
            (BOUGHT, (0.45, 0.5, 0.55, 0.6, 0.65)),
            (LISTED, (1.0, 1.1, 1.2, 1.25, 1.4)),
        )
        for marks, rates in parts:
            if words & marks and here.table.suggest(plain) is not None:
                low, high = limits(here.asked)
                made = Share(plain, rates, decimals(here.asked))
                return Whole(made, int(low), int(high)) if here.kind == "integer" else Within(made, low, high)
    return numeric(here, Prices(30))


def _plain_price(here: Named, name: str) -> bool:
    asked = here.table.asked[name]
    return asked.kind in NUMBERS and not set(asked.tokens) & (REDUCED | BOUGHT | LISTED | {"total", "min", "max"})


RULES = (
    Rule(
        "price unitprice listprice saleprice sellingprice msrp retailprice baseprice regularprice originalprice "
        "specialprice pricepaid wholesaleprice finalprice priceeach pricettc puttc pu puht priceht subprice "
        "costprice buyprice purchaseprice prix precio preco salesprice prices fare rent",
        price,
        "price",
        COUNTED,
        role="price",
    ),
    Rule(
        "cost unitcost costs standardcost costunit totalcost actualcost plannedcost estimatedcost replacementcost "
        "shippingcost",
        number(Prices(18)),
        "cost",
        COUNTED,
        role="cost",
    ),
    Rule(
        "quantity qty quantities orderedquantity qtyordered orderqty amountordered unitsordered nbitems nb units "
        "seats guests nights copies pieces",
        number(Counts(2.5, 1), 0),
        "quantity",
        COUNTED,
        role="quantity",
    ),
    Rule(
        "subtotal net netamount nettotal totalht amountht linetotalnet grossamountbefore totalnet extendedprice "
        "baseamount totalbeforetax",
        subtotal,
        "net amount",
        COUNTED,
        role="subtotal",
    ),
    Rule(
        "tax taxamount vat vatamount salestax taxtotal tva totaltva gst amounttva totaltax taxes taxvalue",
        share((0.19, 0.07, 0.0, 0.2)),
        "tax on the row's net amount",
        COUNTED,
        role="tax",
    ),
    Rule(
        "discount discountamount rebate reduction discounttotal totaldiscount discountvalue remise couponamount "
        "amountdiscount",
        share((0.0, 0.0, 0.05, 0.1, 0.15)),
        "discount on the row's net amount",
        COUNTED,
        role="discount",
    ),
    Rule(
        "shippingcost shippingfee freight shippingamount shippingtotal shippingprice deliveryfee postage "
        "shippingcharge totalshipping shipping",
        number(Choice((0.0, 3.99, 4.99, 5.99, 7.49, 9.99, 14.9))),
        "shipping costs",
        COUNTED,
        role="shipping",
    ),
    Rule("tip tips gratuity", share((0.0, 0.1, 0.15, 0.2)), "tip", COUNTED, role="tip"),
    Rule(
        "total totalamount grandtotal amounttotal totalprice linetotal ordertotal amountdue totaldue invoicetotal "
        "totalpaid totalttc totalvalue ordervalue totals sum totalcharge amountttc grosstotal gross grossamount "
        "totalinctax extendedamount",
        total,
        "total of the row's parts",
        COUNTED,
        role="total",
    ),
    Rule(
        "amount amt paidamount amountpaid paymentamount charge charges fee fees commission refund refundamount "
        "donation payment deposit value_paid money montant importe betrag valor fine bonus payout premium expense "
        "expenses credit debit creditlimit toll prize paid",
        total,
        "amount",
        COUNTED,
        role="amount",
    ),
    Rule(
        "balance openingbalance closingbalance accountbalance currentbalance outstanding",
        number(Bell(1500, 1400, -900, 9000, 2)),
        "balance",
        COUNTED,
    ),
    Rule(
        "salary wage income wages annualsalary basesalary grosssalary pay annualincome yearlyincome compensation "
        "basepay salaire",
        number(LogNormal(52_000, 0.4, 14_000, 400_000, -2)),
        "yearly salary",
        COUNTED,
    ),
    Rule("hourlyrate payrate dayrate", number(LogNormal(32, 0.5, 9, 400)), "hourly rate", COUNTED),
    Rule(
        "budget revenue sales turnover profit capital assets netincome gross_income marketcap funding "
        "totalrevenue totalsales sp1_quota quota salesquota",
        number(LogNormal(60_000, 1.1, 500, 5e7, 0)),
        "large amount",
        COUNTED,
    ),
    Rule(
        "gdp area population inhabitants popul citizens",
        number(LogNormal(90_000, 1.6, 200, 4e7, 0), 0),
        "size of a place",
        NUMBERS,
    ),
    Rule(
        "creditlimit overdraft limitamount creditline maxamount",
        number(Choice((500, 1000, 2000, 2500, 5000, 10_000, 20_000))),
        "limit",
        COUNTED,
    ),
    Rule(
        "exchangerate conversionrate currencyrate fxrate conversion",
        number(LogNormal(1.1, 0.6, 0.01, 150, 5), 5, mode=False),
        "exchange rate",
        COUNTED,
    ),
    Rule(
        "taxrate vatrate tvatx taxpercent taxpercentage vatpercent tauxtva tvarate localtax1tx localtax2tx vatsrccode",
        taxrate,
        "tax rate",
        COUNTED,
    ),
    Rule(
        "rate interestrate ratio discountrate conversionratio frequencyrate fraction factor multiplier "
        "coefficient coef successrate errorrate proportion",
        rate,
        "rate",
        COUNTED,
    ),
)
