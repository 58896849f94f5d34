"""Factories of our own worlds: their rules hold in any graph of objects, and keys ask for the table's rows."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from populace.domains.finance import factories as finance
from populace.domains.healthcare import factories as healthcare
from populace.domains.retail import factories as retail
from populace.domains.retail.models import Order
from populace.factories import using
from populace.plans import plan_for
from populace.records import Records


@pytest.fixture
def stored(request):
    """A session with the tables of a class."""
    opened = []

    def session(model):
        engine = sa.create_engine("sqlite://")
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
        model.metadata.create_all(engine)
        opened.append((made := Session(engine), engine))
        return made

    yield session
    for session, engine in opened:
        session.close()
        engine.dispose()


def test_reviews_are_by_the_buyer(stored):
    """The customer is found through the line and its order, whichever of them is given."""
    session = stored(Order)
    with using(session=session):
        customer = retail.CustomerFactory.create()
        reviews = [
            retail.ReviewFactory.create(),
            retail.ReviewFactory.create(customer=customer),
            retail.ReviewFactory.create(line__order__customer=customer),
            retail.ReviewFactory.create(customer__country_code="DE"),
            retail.ReviewFactory.create(reuse=[customer]),
        ]
        session.expire_all()

    assert all(review.customer is review.line.order.customer for review in reviews)
    assert [review.customer is customer for review in reviews] == [False, True, True, False, True]
    assert reviews[3].customer.country_code == "DE"
    assert all(review.written >= review.line.order.placed for review in reviews)


def test_children_follow_their_parents(stored):
    """Columns are made from the object that is the parent, not from the table's."""
    with using():
        patient = healthcare.PatientFactory.build(encounters=5)
        assert all(encounter.start.date() >= patient.birth_date for encounter in patient.encounters)

        account = finance.AccountFactory.build(transactions=4)
        assert [one.seq for one in account.transactions] == [1, 2, 3, 4]
        balances = [(one.amount, one.balance_after) for one in account.transactions]
    assert all(after == before + amount for (_, before), (amount, after) in zip(balances, balances[1:], strict=False))


def test_keys_ask_for_rows_of_the_table():
    """`build(order_id=18)` is what `populace seed` writes, down to the grandparents."""
    review = Records(plan_for(Order.metadata), "reviews").record(0)
    with using():
        built = retail.ReviewFactory.build(review_id=review["review_id"])
        line = built.line

    assert {name: getattr(built, name) for name in ("stars", "title", "written")} == {
        name: review[name] for name in ("stars", "title", "written")
    }
    assert (line.order_id, line.line_no, line.order.customer.customer_id) == (
        review["order_id"], review["line_no"], review["customer_id"],
    )  # fmt: skip
    assert built.customer is line.order.customer


def test_a_batch_under_one_parent_is_what_single_calls_make():
    """Places among the parent's children count on."""
    with using():
        account = finance.AccountFactory.build()
        singles = [finance.TransactionFactory.build(account=account).balance_after for _ in range(4)]
    with using():
        account = finance.AccountFactory.build()
        batch = [one.balance_after for one in finance.TransactionFactory.build_batch(4, account=account)]

    assert batch == singles


def test_parents_that_the_model_picks_are_the_tables_rows():
    """A patient is seen by someone who sees patients and was there then; a second patient perhaps by the same one."""
    with using(seed=3):
        seen = [healthcare.EncounterFactory.build() for _ in range(40)]

    there = [e.practitioner.hired <= e.start.date() <= (e.practitioner.left or e.start.date()) for e in seen]
    assert all(there) and {e.practitioner.specialty for e in seen}.isdisjoint({"pharmacy", "pathology", "radiology"})
    assert 1 < len({id(e.practitioner) for e in seen}) < 40
    assert all(e.organization is e.practitioner.organization for e in seen)


def test_a_batch_has_the_parents_that_its_model_picks():
    """One object for each of their rows."""
    with using(seed=3):
        one_by_one = [healthcare.PatientFactory.build().payer.name for _ in range(30)]
    with using(seed=3):
        patients = healthcare.PatientFactory.build_batch(30)

    assert [patient.payer.name for patient in patients] == one_by_one
    assert len({id(patient.payer) for patient in patients}) == len(set(one_by_one))


def test_an_object_that_was_picked_is_not_made_again():
    """The next payer is a row that is no object yet: names of payers are unique."""
    with using(seed=3):
        picked = {healthcare.PatientFactory.build().payer.name for _ in range(10)}
        names = [payer.name for payer in healthcare.PayerFactory.build_batch(5)]

    assert picked.isdisjoint(names) and len(set(names)) == 5


@pytest.mark.parametrize("count", [0, 1, 4])
def test_totals_are_those_of_as_many_lines_as_are_asked_for(count):
    """Columns follow the number of children."""
    with using(seed=1):
        order = retail.OrderFactory.build(lines=count)

    assert len(order.lines) == count
    assert order.subtotal == sum(line.line_total for line in order.lines)
    assert order.total == order.subtotal - order.discount + order.shipping + order.tax
