"""What models of real applications do: constructors of their own, keys to themselves, factories of before."""

from collections.abc import Iterator

import factory
import pytest
import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from populace.factories import ModelFactory, factory_for, using


class Base(DeclarativeBase):
    pass


class Secret(Base):
    __tablename__ = "secrets"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(50))


class Document(Base):
    """Read from what no column holds."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]

    def __init__(self, upload: object) -> None:
        self.body = f"read from {upload}"


class Callback(Base):
    """Keeps only part of what it is given; a class below needs what no column holds."""

    __tablename__ = "callbacks"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "callback"}

    def __init__(self, prefix: str = "", **kwargs: object) -> None:
        self.prefix, self.options = prefix, kwargs


class Triggered(Callback):
    __mapper_args__ = {"polymorphic_identity": "triggered"}

    def __init__(self, definition: dict[str, str]) -> None:
        super().__init__(prefix=definition["prefix"])


class Consumer(Base):
    """Takes the key of its parent, not the parent."""

    __tablename__ = "consumers"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_id: Mapped[str] = mapped_column(ForeignKey("secrets.id"))
    secret: Mapped[Secret] = relationship()

    def __init__(self, secret_id: str | None = None) -> None:
        if secret_id is None:
            raise ValueError("a consumer needs a secret_id")
        self.secret_id = secret_id


class Guarded(Base):
    """Looks at the column of every keyword, as if there were no relationships."""

    __tablename__ = "guarded"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    secret_id: Mapped[str] = mapped_column(ForeignKey("secrets.id"))
    secret: Mapped[Secret] = relationship()

    def __init__(self, **kwargs: object) -> None:
        lengths = [getattr(type(self), name).property.columns[0].type for name in kwargs]
        super().__init__(**kwargs)
        self.lengths = lengths


class Account(Base):
    """Hashes the password that it is made with, and refuses debts."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(50))
    balance: Mapped[int]
    password_hash: Mapped[str] = mapped_column(String(50))

    __table_args__ = (CheckConstraint("balance >= 0"),)

    def __init__(self, **kwargs: object) -> None:
        password = kwargs.pop("password", None)
        super().__init__(**kwargs)
        if self.balance < 0:
            raise ValueError("no debts")
        if password is not None:
            self.password_hash = f"hash of {password}"


class Domain(Base):
    """Belongs to a domain, the first of all to itself."""

    __tablename__ = "domains"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"))


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"))


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(50))
    pinned: Mapped[bool]
    secret_id: Mapped[str | None] = mapped_column(ForeignKey("secrets.id"))
    secret: Mapped[Secret | None] = relationship()


@pytest.fixture
def session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session, using(session=session):
        yield session
    engine.dispose()


MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_class_is_stored_and_read_back(session: Session, model: type):
    made = [factory_for(model).create(), *factory_for(model).create_batch(5)]
    columns = [attribute.key for attribute in sa.inspect(model).column_attrs]
    wrote = {sa.inspect(one).identity: {name: getattr(one, name) for name in columns} for one in made}
    session.expunge_all()

    found = {key: session.get_one(model, key) for key in wrote}

    assert len(wrote) == 6
    assert wrote == {key: {name: getattr(one, name) for name in columns} for key, one in found.items()}


def test_a_constructor_that_needs_what_no_column_holds_is_called_when_that_is_given():
    assert factory_for(Document).build().body
    assert factory_for(Document).build(upload="a file").body != "read from a file"
    assert factory_for(Document).build(upload="a file", body="mine").body == "mine"


def test_a_class_below_keeps_its_identity_without_its_constructor(session: Session):
    assert factory_for(Triggered).create().kind == "triggered"


def test_what_a_constructor_takes_and_does_not_keep_is_set():
    made = factory_for(Callback).build(method="GET", prefix="x")

    assert (made.method, made.prefix, made.options["method"]) == ("GET", "x", "GET")


def test_keywords_that_only_the_constructor_knows_reach_it():
    assert factory_for(Account).build(password="s3cret").password_hash == "hash of s3cret"


def test_what_a_constructor_refuses_is_raised_and_explained():
    with pytest.raises(ValueError, match="no debts") as refused:
        factory_for(Account).build(balance=-1)

    assert "balance=…" in refused.value.__notes__[0]


def test_a_key_that_may_not_be_null_points_to_its_own_object_where_there_is_no_other(session: Session):
    tag = factory_for(Tag).create()
    domain = session.get_one(Domain, tag.domain_id)

    assert domain.domain_id == domain.id
    assert factory_for(Domain).create(domain_id=domain.id).domain_id == domain.id


def test_factories_of_before_ask_derived_ones(session: Session):
    class NoteFactory(SQLAlchemyModelFactory):
        class Meta:
            model = Note
            sqlalchemy_session = session

        title, pinned = "kept", True
        secret = factory.SubFactory(factory_for(Secret), name="shared")

    made = NoteFactory.create()
    session.flush()

    assert (made.title, made.secret.name, made.secret_id) == ("kept", "shared", made.secret.id)


def test_a_maybe_without_a_no_is_as_derived():
    class NoteFactory(ModelFactory[Note]):
        title = factory.Maybe("pinned", yes_declaration="first of all")

    assert NoteFactory.build(pinned=True).title == "first of all"
    assert NoteFactory.build(pinned=False).title not in (None, "first of all")


def test_a_trait_that_is_off_makes_no_parent():
    class NoteFactory(ModelFactory[Note]):
        class Params:
            shared = factory.Trait(secret__name="shared")

    assert NoteFactory.build().secret is None
    assert NoteFactory.build(shared=True).secret.name == "shared"
