"""What a factory makes of a class that nothing more is said about."""

import pytest

from populace.factories import ModelFactory, factory_for, using
from populace.plans import plan_for
from populace.records import Records


def columns(instance):
    return {name: value for name, value in vars(instance).items() if not name.startswith("_sa_")}


def table(model):
    return Records(plan_for(model.metadata), model.__tablename__)


def test_object_n_is_row_n_of_the_table(shop, fresh):
    """The values are those that `populace seed` writes."""
    factory = factory_for(shop.Customer)
    first, second = factory.build(), factory.build()

    rows = table(shop.Customer).records([0, 1])
    assert [{**columns(c), "id": n + 1} for n, c in enumerate((first, second))] == rows


def test_counters_begin_again_in_each_context(shop):
    """The same test makes the same objects, whatever ran before it."""
    with using():
        first = factory_for(shop.Customer).build().email
    with using():
        assert factory_for(shop.Customer).build().email == first
    with using(seed=1):
        assert factory_for(shop.Customer).build().email != first


def test_factories_of_one_class_count_together(shop, fresh):
    """Unique columns stay unique when several factories make objects of a class."""

    class Vip(ModelFactory[shop.Customer]):
        country = "DE"

    emails = {
        Vip.build().email,
        factory_for(shop.Customer).build().email,
        factory_for(shop.Order).build().customer.email,
    }
    assert len(emails) == 3


def test_a_key_asks_for_that_row_and_its_parents(shop, fresh):
    """`build(id=18)` is the record that every other face shows under the key 18."""
    order = factory_for(shop.Order).build(id=18)

    row = table(shop.Order).record(17)
    assert {name: getattr(order, name) for name in ("id", "status", "ordered_at", "paid_at")} == {
        name: row[name] for name in ("id", "status", "ordered_at", "paid_at")
    }
    customer = table(shop.Customer).record(row["customer_id"] - 1)
    assert {name: getattr(order.customer, name) for name in customer} == customer
    assert (order.employee is None) == (row["employee_id"] is None)


def test_keys_find_objects_that_are_stored_already(shop, session):
    """Rows with the same parent share the object."""
    employees = [factory_for(shop.Employee).create(id=key) for key in (40, 41, 42, 43)]

    stored = session.query(shop.Employee).all()
    assert set(employees) <= set(stored) and len({employee.id for employee in stored}) == len(stored)


def test_keys_of_the_database_are_left_to_it(shop, session):
    """The application's next insert does not collide."""
    first = factory_for(shop.Customer).create()
    own = shop.Customer(first_name="A", last_name="B", email="a@example.org", country="DE")
    session.add(own)
    session.flush()

    assert (first.id, own.id) == (1, 2)


def test_parents_are_made_where_they_may_not_be_null(shop, session):
    """A nullable parent stays NULL until something is said about it."""
    order = factory_for(shop.Order).create()
    managed = factory_for(shop.Order).create(employee__full_name="Ada Lovelace")

    assert order.customer_id == order.customer.id and order.employee is None
    assert managed.employee.full_name == "Ada Lovelace" and managed.employee.manager is None


def test_what_is_given_for_a_parent_goes_through(shop, fresh):
    """`customer__country` reaches the customer, over any number of objects."""
    line = factory_for(shop.Line).build(order__customer__country="DE")

    assert line.order.customer.country == "DE"


def test_a_key_without_a_relationship_is_stored_first(shop, session):
    """The order of a refund is there, and its key is the refund's."""
    refund = factory_for(shop.Refund).create()
    other = factory_for(shop.Refund).create(order_id=refund.order_id)

    assert session.get(shop.Order, refund.order_id) is not None
    assert session.query(shop.Order).count() == 1 and other.order_id == refund.order_id


def test_a_key_without_a_relationship_is_the_tables_when_nothing_is_stored(shop, fresh):
    """`build` needs no session for it."""
    assert factory_for(shop.Refund).build().order_id == table(shop.Refund).record(0)["order_id"]


def test_a_key_that_is_given_makes_no_parent(shop, session):
    """`customer_id=` is enough."""
    customer = factory_for(shop.Customer).create()
    order = factory_for(shop.Order).create(customer_id=customer.id)

    assert order.customer is customer and session.query(shop.Customer).count() == 1


def test_columns_follow_what_is_given(shop, fresh):
    """An e-mail address is made from the name that was given."""
    customer = factory_for(shop.Customer).build(first_name="Xaver", last_name="Quint")

    assert "xaver" in customer.email and "quint" in customer.email


def test_checks_hold_for_what_is_given(shop, session):
    """An order is never paid before it is made."""
    late = factory_for(shop.Order).create(ordered_at=__import__("datetime").datetime(2025, 12, 31))

    assert late.paid_at is None or late.paid_at >= late.ordered_at


@pytest.mark.parametrize("lines", [3, [{"quantity": 7}, {}, {}]])
def test_children_are_counted_or_described(shop, session, lines):
    """`lines=3` makes three lines of the order, numbered from 1."""
    order = factory_for(shop.Order).create(lines=lines)
    session.expire_all()

    assert [line.number for line in order.lines] == [1, 2, 3]
    assert order.lines[0].order is order


def test_children_take_what_is_said_about_all_of_them(shop, session):
    """`lines__quantity=2` is for each of them."""
    order = factory_for(shop.Order).create(lines=2, lines__quantity=2)

    assert [line.quantity for line in order.lines] == [2, 2]


def test_children_of_one_parent_are_numbered_on(shop, session):
    """Lines made one after the other do not collide, also where the database had some already."""
    order = factory_for(shop.Order).create(lines=2)
    third = factory_for(shop.Line).create(order=order)
    with using(session=session):
        fourth = factory_for(shop.Line).create(order=order, product=third.product)

    assert (third.number, fourth.number) == (3, 4)


def test_objects_that_are_there_are_children_too(shop, session):
    """A list may hold objects."""
    order = factory_for(shop.Order).build(customer=None)
    customer = factory_for(shop.Customer).create(orders=[order])

    assert order.customer is customer and order.customer_id == customer.id


def test_many_to_many_is_empty_or_counted(shop, session):
    """`tags=3` makes three tags."""
    product = factory_for(shop.Product).create(tags=3)
    session.expire_all()

    assert len(product.tags) == 3
    assert factory_for(shop.Product).create().tags == []


def test_children_of_the_same_class(shop, session):
    """A tree grows downwards by counts."""
    boss = factory_for(shop.Employee).create(reports=2)

    assert [report.manager for report in boss.reports] == [boss, boss]


def test_a_wrong_count_says_what_is_taken(shop, fresh):
    """-1 lines are a mistake."""
    with pytest.raises(TypeError, match="lines=-1: give 0 or more"):
        factory_for(shop.Order).build(lines=-1)
    with pytest.raises(TypeError, match="lines='three'|give a number, Line objects"):
        factory_for(shop.Order).build(lines="three")


def test_reuse_shares_a_parent_through_the_graph(shop, session):
    """One product for all lines of all orders of the customer."""
    product = factory_for(shop.Product).create()
    customer = factory_for(shop.Customer).create(orders=[{"lines": 2}, {"lines": 1}], reuse=[product])

    assert {line.product for order in customer.orders for line in order.lines} == {product}
    assert session.query(shop.Product).count() == 1


def test_stubs_and_dicts(shop, fresh):
    """`stub` gives plain objects; `factory.build(dict, FACTORY_CLASS=…)` a dict of the same values."""
    import factory

    stub = factory_for(shop.Order).stub()
    with using():
        made = factory.build(dict, FACTORY_CLASS=factory_for(shop.Order))

    assert stub.customer.email == made["customer"].email and stub.lines == []
    assert (stub.status, stub.ordered_at) == (made["status"], made["ordered_at"])


def test_a_misspelt_name_is_told_with_the_closest(shop, fresh):
    """Also one that is meant for a parent."""
    with pytest.raises(TypeError, match="OrderFactory: Order has no 'statos'; did you mean 'status'"):
        factory_for(shop.Order).build(statos="x")
    with pytest.raises(TypeError, match="CustomerFactory: Customer has no 'contry'; did you mean 'country'"):
        factory_for(shop.Order).build(customer__contry="x")
    with pytest.raises(TypeError, match="there is no 'custommer'; did you mean 'customer'"):
        factory_for(shop.Order).build(custommer__country="x")


def test_a_class_that_is_not_mapped_is_told():
    """At the class statement already."""
    with pytest.raises(TypeError, match="int is not mapped by SQLAlchemy; give a mapped class"):

        class Wrong(ModelFactory[int]):
            pass


def test_create_without_a_session_says_what_to_type(shop):
    """Nothing is stored nowhere."""
    with pytest.raises(RuntimeError, match=r"OrderFactory.create\(\) has no session; .*using\(session=session\)"):
        factory_for(shop.Order).create()
