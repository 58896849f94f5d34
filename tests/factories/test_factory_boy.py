"""What factory_boy's users write goes on working, and goes before what is derived."""

import subprocess
import sys
import textwrap

import factory
import pytest
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from populace.factories import ModelFactory, factory_for, using


def test_it_is_a_factory_of_factory_boy(shop):
    """Tools that look for SQLAlchemyModelFactory find it."""
    assert issubclass(factory_for(shop.Order), SQLAlchemyModelFactory)
    assert factory_for(shop.Order) is factory_for(shop.Order)
    assert factory_for(shop.Order)._meta.model is shop.Order


def test_the_model_may_stand_in_meta(shop, fresh):
    """As in any other factory."""

    class OrderFactory(ModelFactory):
        class Meta:
            model = shop.Order

    assert OrderFactory.build().customer.email


def test_what_is_declared_wins(shop, fresh):
    """Constants, sequences and functions are as they are written."""

    class CustomerFactory(ModelFactory[shop.Customer]):
        country = "DE"
        first_name = factory.Sequence(lambda n: f"Eva{n}")
        last_name = factory.LazyFunction(lambda: "Zorn")

    customers = [CustomerFactory.build() for _ in range(2)]
    assert [(c.first_name, c.last_name, c.country) for c in customers] == [
        ("Eva0", "Zorn", "DE"),
        ("Eva1", "Zorn", "DE"),
    ]
    assert all("zorn" in customer.email for customer in customers)


def test_faker_declarations(shop, fresh):
    """`factory.Faker` is a declaration like any other."""

    class CustomerFactory(ModelFactory[shop.Customer]):
        last_name = factory.Faker("last_name", locale="de_DE")

    customer = CustomerFactory.build()
    assert customer.last_name and customer.first_name


def test_lazy_attributes_read_derived_columns(shop, fresh):
    """In either direction, as long as there is no circle."""

    class CustomerFactory(ModelFactory[shop.Customer]):
        email = factory.LazyAttribute(lambda o: f"{o.first_name}.{o.last_name}@example.org".lower())

    customer = CustomerFactory.build(first_name="Ada")
    assert customer.email == f"ada.{customer.last_name}@example.org".lower()


def test_self_attributes(shop, fresh):
    """Of the object itself, and of the one it is made for."""

    class OrderFactory(ModelFactory[shop.Order]):
        paid_at = factory.SelfAttribute("ordered_at")
        customer = factory.SubFactory(factory_for(shop.Customer), born=factory.SelfAttribute("..ordered_at"))

    order = OrderFactory.build()
    assert order.paid_at == order.ordered_at == order.customer.born


def test_traits(shop, fresh):
    """A trait overrides derived columns, and what is said of parents; without it they are as ever."""

    class OrderFactory(ModelFactory[shop.Order]):
        class Params:
            settled = factory.Trait(status=shop.Status.paid, customer__country="FR")

    with using():
        plain = OrderFactory.build()
    with using():
        expected = factory_for(shop.Order).build()
    settled = OrderFactory.build(settled=True)

    assert (plain.status, plain.customer.country) == (expected.status, expected.customer.country)
    assert (settled.status, settled.customer.country) == (shop.Status.paid, "FR")


def test_children_may_be_declared_by_number(shop, session):
    """In the class, or in a trait."""

    class OrderFactory(ModelFactory[shop.Order]):
        lines = 2

        class Params:
            large = factory.Trait(lines=4)

    made = [OrderFactory.create(), OrderFactory.create(large=True), OrderFactory.create(lines=0)]
    session.expire_all()
    assert [len(order.lines) for order in made] == [2, 4, 0]


def test_maybe(shop, fresh):
    """The decider may be a derived column."""

    class OrderFactory(ModelFactory[shop.Order]):
        class Params:
            foreign = False

        customer = factory.Maybe(
            "foreign",
            factory.SubFactory(factory_for(shop.Customer), country="JP"),
            factory.SubFactory(factory_for(shop.Customer), country="US"),
        )

    assert [OrderFactory.build(foreign=f).customer.country for f in (True, False)] == ["JP", "US"]


def test_related_factories(shop, session):
    """They replace the derived children of the same name."""

    class OrderFactory(ModelFactory[shop.Order]):
        lines = factory.RelatedFactoryList(factory_for(shop.Line), factory_related_name="order", size=2, quantity=9)

    order = OrderFactory.create()
    session.expire_all()
    assert [line.quantity for line in order.lines] == [9, 9]


def test_post_generation(shop, session):
    """Hooks see the object with its key, and what they are given."""
    seen = []

    class OrderFactory(ModelFactory[shop.Order]):
        @factory.post_generation
        def note(self, create, extracted, **kwargs):
            seen.append((self.id, create, extracted, kwargs))

    OrderFactory.create(note="hello", note__loud=True)
    assert seen == [(1, True, "hello", {"loud": True})]


def test_get_or_create(shop, session):
    """An object of the same name is taken, not made."""

    class TagFactory(ModelFactory[shop.Tag]):
        class Meta:
            sqlalchemy_get_or_create = ("name",)

    first = TagFactory.create(name="new")
    assert TagFactory.create(name="new") is first
    assert TagFactory.create() is not first and session.query(shop.Tag).count() == 2


def test_inheritance_and_subclassing(shop, fresh):
    """A factory below another has its declarations, its counter and its traits."""

    class CustomerFactory(ModelFactory[shop.Customer]):
        country = "DE"

        class Params:
            old = factory.Trait(born=None)

    class AustrianFactory(CustomerFactory):
        country = "AT"

    assert (CustomerFactory.build().country, AustrianFactory.build(old=True).country) == ("DE", "AT")
    assert AustrianFactory._meta.model is shop.Customer


def test_a_base_of_ones_own(shop, database):
    """Meta options are inherited from an abstract factory, which takes the class like ModelFactory."""
    from typing import TypeVar

    T = TypeVar("T")
    sessions = scoped_session(sessionmaker(database))

    class AppFactory(ModelFactory[T]):
        class Meta:
            abstract = True
            sqlalchemy_session = sessions
            sqlalchemy_session_persistence = "flush"

    class TagFactory(AppFactory[shop.Tag]):
        pass

    tag = TagFactory.create()
    assert tag in sessions and tag.id == 1
    sessions.remove()


def test_auto_declarations_may_be_off(shop, fresh):
    """Then it is a plain SQLAlchemyModelFactory."""

    class TagFactory(ModelFactory[shop.Tag]):
        class Meta:
            auto_declarations = False

    assert TagFactory.build().name is None
    assert TagFactory.build(name="x").name == "x"


def test_sequences_can_be_set_and_reset(shop, fresh):
    """The sequence is the row number."""
    factory_for(shop.Tag).build()
    tags = factory_for(shop.Tag)
    fifth = tags.build(__sequence=5).name
    tags.reset_sequence(5)

    assert tags.build().name == fifth


def test_class_level_attributes_of_parents(shop, fresh):
    """`customer__country` may stand in the class."""

    class OrderFactory(ModelFactory[shop.Order]):
        customer__country = "IT"

    assert OrderFactory.build().customer.country == "IT"


def test_transformers(shop, fresh):
    """A Transformer takes what is given."""

    class TagFactory(ModelFactory[shop.Tag]):
        name = factory.Transformer("abc", transform=str.upper)

    assert (TagFactory.build().name, TagFactory.build(name="x").name) == ("ABC", "X")


def test_exclude_and_rename(shop, fresh):
    """Helper attributes do not reach the class."""

    class TagFactory(ModelFactory[shop.Tag]):
        class Meta:
            exclude = ("helper",)
            rename = {"label": "name"}

        helper = "h"
        label = factory.LazyAttribute(lambda o: o.helper * 3)

    assert TagFactory.build().name == "hhh"


def test_sessions_of_meta(shop, database):
    """A session, or a function that gives one; parents that are derived go into the same."""
    with Session(database) as session:

        class OrderFactory(ModelFactory[shop.Order]):
            class Meta:
                sqlalchemy_session_factory = lambda: session  # noqa: E731

        order = OrderFactory.create()
        assert order in session and order.customer in session and order.id is None


def test_commit_as_meta_says_but_not_inside_using(shop, database):
    """Tests that roll back need that."""

    class OrderFactory(ModelFactory[shop.Order]):
        class Meta:
            sqlalchemy_session_persistence = "commit"

    with Session(database) as session, using(session=session):
        OrderFactory.create(lines=1)
        session.rollback()
        assert session.query(shop.Order).count() == 0
    with Session(database) as session:
        OrderFactory._meta.sqlalchemy_session = session
        OrderFactory.create(lines=1)
        session.rollback()
        assert session.query(shop.Line).count() == 1


def test_a_session_may_be_a_function(shop, database):
    """It is asked once, when the first object is stored."""
    calls = []
    with Session(database) as session, using(session=lambda: calls.append(session) or session):
        factory_for(shop.Tag).build()
        assert calls == []
        assert factory_for(shop.Tag).create() in session
        factory_for(shop.Order).create()
    assert len(calls) == 1


@pytest.mark.parametrize("strategy", [factory.BUILD_STRATEGY, factory.STUB_STRATEGY])
def test_default_strategies(shop, fresh, strategy):
    """`TagFactory()` does what Meta.strategy says."""
    meta = type("Meta", (), {"strategy": strategy})
    tag = type("TagFactory", (factory_for(shop.Tag),), {"Meta": meta})()

    assert tag.name


def test_pytest_factoryboy(tmp_path):
    """`register` makes fixtures of the columns, of the object and of its parents."""
    pytest.importorskip("pytest_factoryboy", reason="pytest-factoryboy is not installed")
    (tmp_path / "test_books.py").write_text(
        textwrap.dedent("""
        import pytest
        from pytest_factoryboy import register
        from sqlalchemy import ForeignKey, create_engine
        from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
        from populace.factories import ModelFactory, using

        class Base(DeclarativeBase):
            pass

        class Author(Base):
            __tablename__ = "authors"
            id: Mapped[int] = mapped_column(primary_key=True)
            last_name: Mapped[str]
            books: Mapped[list["Book"]] = relationship(foreign_keys="Book.author_id", back_populates="author")

        class Book(Base):
            __tablename__ = "books"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]
            author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
            editor_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
            author: Mapped[Author] = relationship(foreign_keys=author_id, back_populates="books")
            editor: Mapped[Author | None] = relationship(foreign_keys=editor_id)

        @register
        class AuthorFactory(ModelFactory[Author]):
            pass

        @register
        class BookFactory(ModelFactory[Book]):
            pass

        @pytest.fixture(autouse=True)
        def session():
            engine = create_engine("sqlite://")
            Base.metadata.create_all(engine)
            with Session(engine) as session, using(session=session):
                yield session
            engine.dispose()

        def test_book(book, author, session):
            session.flush()
            assert book.author is author and book.title and author.last_name and book.editor is None

        @pytest.mark.parametrize("author__last_name", ["Woolf"])
        def test_override(book):
            assert book.author.last_name == "Woolf"

        def test_factory(book_factory):
            assert book_factory.build(title="x").title == "x"
        """)
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)

    assert "3 passed" in done.stdout, done.stdout
