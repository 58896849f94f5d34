"""Batches: the same objects as one by one, only faster."""

import factory
import pytest
import sqlalchemy as sa

from populace.factories import ModelFactory, batches, factory_for, using


def columns(instance):
    return {
        name: value
        for name, value in vars(instance).items()
        if name != "_sa_instance_state" and not isinstance(value, list) and not hasattr(value, "__table__")
    }


@pytest.mark.parametrize("name", ["Customer", "Order", "Line", "Employee", "Product", "Tag"])
@pytest.mark.parametrize("given", [{}, {"reuse": True}])
def test_a_batch_is_what_single_calls_make(shop, session, name, given):
    """Columns, parents and places among a parent's children."""
    made = factory_for(getattr(shop, name))
    shared = {"reuse": [factory_for(shop.Order).create()]} if given else {}
    with using(seed=1):
        singles = [columns(made.build(**shared)) for _ in range(5)]
    with using(seed=1):
        batch = [columns(one) for one in made.build_batch(5, **shared)]

    if name == "Line" and given:
        singles = [one | {"number": place + 1} for place, one in enumerate(singles)]
        batch = [one | {"number": place + 1} for place, one in enumerate(batch)]
    assert batch == singles


def test_what_is_given_holds_for_all(shop, session):
    """Constants of the object and of its parents; what depends on them follows."""
    orders = factory_for(shop.Order).create_batch(20, status=shop.Status.paid, customer__last_name="Quint")

    assert {order.status for order in orders} == {shop.Status.paid}
    assert all("quint" in order.customer.email for order in orders)
    assert len({order.customer_id for order in orders}) == 20


def test_a_batch_is_stored_at_once(shop, session):
    """500 orders and their customers are one flush, not five hundred."""
    flushes = []
    sa.event.listen(session, "after_flush", lambda *given: flushes.append(given))
    orders = factory_for(shop.Order).create_batch(500)

    assert len(flushes) == 1
    assert len({order.id for order in orders}) == 500 == session.query(shop.Order).count()


def test_keys_without_relationships(shop, session):
    """Their objects are stored first, together."""
    refunds = factory_for(shop.Refund).create_batch(10)

    assert {refund.order_id for refund in refunds} == {order.id for order in session.query(shop.Order)}


def test_sequences_count_on(shop, fresh):
    """A Sequence does not keep a batch from being made at once."""

    class TagFactory(ModelFactory[shop.Tag]):
        name = factory.Sequence(lambda n: f"tag {n}")

    assert batches.at_once(TagFactory, 2, {}, create=False) is not None
    assert [tag.name for tag in TagFactory.build_batch(2)] == ["tag 2", "tag 3"]


@pytest.mark.parametrize(
    "declared",
    [
        {"reason": factory.LazyAttribute(lambda o: f"order {o.order_id}")},
        {"hook": factory.PostGeneration(lambda *given, **more: None)},
        {"_adjust_kwargs": classmethod(lambda cls, **given: given | {"reason": "adjusted"})},
    ],
)
def test_what_has_to_be_asked_each_time_is(shop, session, declared):
    """Lazy declarations and hooks are called for every object."""
    made = type("RefundFactory", (factory_for(shop.Refund),), declared)
    refunds = made.create_batch(3)

    if "hook" not in declared:
        assert all(r.reason in ("adjusted", f"order {r.order_id}") for r in refunds)
    assert len({refund.id for refund in refunds}) == 3


def test_children_of_a_batch(shop, session):
    """`lines=2` is for each order."""
    orders = factory_for(shop.Order).create_batch(3, lines=2)
    session.expire_all()

    assert [len(order.lines) for order in orders] == [2, 2, 2]


def test_a_misspelt_name_is_told(shop, fresh):
    """As with a single object."""
    with pytest.raises(TypeError, match="did you mean 'status'"):
        factory_for(shop.Order).build_batch(2, statos="x")


def test_traits_in_batches(shop, fresh):
    """They are asked for each object."""

    class OrderFactory(ModelFactory[shop.Order]):
        class Params:
            settled = factory.Trait(status=shop.Status.paid)

    assert {order.status for order in OrderFactory.build_batch(4, settled=True)} == {shop.Status.paid}
