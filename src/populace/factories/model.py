"""Factories whose declarations follow from the mapped class.

class OrderFactory(ModelFactory[Order]):
    status = "paid"                         # everything else is derived

OrderFactory.create(customer__country="DE", lines=3)
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar, cast

from factory.alchemy import SQLAlchemyModelFactory

from populace.factories import internals, objects
from populace.factories.batches import at_once
from populace.factories.children import Children
from populace.factories.construct import accepted, construct
from populace.factories.context import current
from populace.factories.declarations import Key, ParentObject, RequiredParent, Value
from populace.factories.graph import Graph, graph, growing
from populace.factories.internals import Step
from populace.factories.mapping import Mapped, Parent, mapped, mapper
from populace.names import closest

T = TypeVar("T")


class ModelFactory(internals.Derivable, SQLAlchemyModelFactory, Generic[T]):
    """A factory of a mapped class: object n is row n of the class's table.

    What is declared or given goes before what is derived, and columns that depend on it follow.
    ``Meta.auto_declarations = False`` derives nothing.
    """

    _meta: internals.Options

    class Meta:
        abstract = True
        auto_declarations = True

    @classmethod
    def build(cls, **kwargs: Any) -> T:
        """An object that is in no session. *reuse* lists objects to take for all parents of their class."""
        return cast(T, super().build(**kwargs))

    @classmethod
    def create(cls, **kwargs: Any) -> T:
        """An object that is in the session. *reuse* lists objects to take for all parents of their class."""
        return cast(T, super().create(**kwargs))

    @classmethod
    def stub(cls, **kwargs: Any) -> Any:
        """A plain object with the same attributes."""
        return super().stub(**kwargs)

    @classmethod
    def build_batch(cls, size: int, **kwargs: Any) -> list[T]:
        """Objects that are in no session; their columns are made in one go where that is possible."""
        with cls._growing(kwargs):
            made = at_once(cls, size, kwargs, create=False) if size > 1 else None
            return made if made is not None else [cls.build(**kwargs) for _ in range(size)]

    @classmethod
    def create_batch(cls, size: int, **kwargs: Any) -> list[T]:
        """Objects that are in the session, stored in one go where that is possible."""
        with cls._growing(kwargs, batch=True) as grown:
            session, waits = grown.session(cls)
            made = at_once(cls, size, kwargs, create=True) if size > 1 else None
            if made is None:
                made = [cls.create(**kwargs) for _ in range(size)]
            else:
                session.add_all(made)
                cls._persist(session)
            if current().inner and not waits:
                session.flush()
        return made

    @classmethod
    def _growing(cls, kwargs: dict[str, Any], *, batch: bool = False) -> AbstractContextManager[Graph]:
        """A new graph, with what *kwargs* say is to be reused."""
        return growing(cls, () if cls._meta.knows("reuse") else kwargs.pop("reuse", ()), batch)

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        cls._check_roots(params)
        with cls._growing(params) as grown:
            if strategy == internals.CREATE and current().session is not None:
                grown.session(cls)
            made = super()._generate(strategy, params)
            if strategy == internals.CREATE and current().inner and not grown.inside:
                session, waits = grown.session(cls)
                if not waits:
                    session.flush()
        return made

    @classmethod
    def _build(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        return construct(model_class, args, kwargs)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        session, _ = graph().session(cls)
        if cls._meta.sqlalchemy_get_or_create:
            return cls._get_or_create(model_class, session, args, kwargs)
        return cls._save(model_class, session, args, kwargs)

    @classmethod
    def _save(cls, model_class: Any, session: Any, args: Any, kwargs: Any) -> Any:
        instance = construct(model_class, args, kwargs)
        session.add(instance)
        cls._persist(session)
        return instance

    @classmethod
    def _persist(cls, session: Any) -> None:
        """Flush or commit as Meta says; inside `using` nothing is committed."""
        asked = cls._meta.sqlalchemy_session_persistence or graph().persistence
        inner, waits = current().inner, graph().session(cls)[1]
        hooks = any(not isinstance(d.declaration, Children) for d in cls._meta.post_declarations.values())
        if waits:
            return
        if asked == "commit" and not inner:
            session.commit()
        elif asked or inner and hooks:
            session.flush()

    @classmethod
    def _declared(cls) -> None:
        """The class statement is over: what cannot be derived from is told at once."""
        model = cls._meta.model
        if cls._meta.auto_declarations and not cls._meta.abstract and model is cls._mapped_model():
            mapper(model)

    @classmethod
    def _is_plain(cls) -> bool:
        """Whether nobody has changed how objects are made and stored."""
        own = ("_build", "_create", "_save", "_generate", "_adjust_kwargs", "_after_postgeneration", "build", "create")
        plain = all(getattr(cls, name).__func__ is getattr(ModelFactory, name).__func__ for name in own)
        return plain and cls._meta.auto_declarations and not cls._meta.sqlalchemy_get_or_create

    @classmethod
    def _mapped_model(cls) -> Any:
        """The mapped class; for ``factory.build(dict, FACTORY_CLASS=…)`` that of the factory above."""
        models = [parent._meta.model for parent in cls.__mro__ if issubclass(parent, ModelFactory)]
        return next((model for model in models if model not in (None, dict)), None)

    @classmethod
    def _mapped(cls) -> Mapped:
        return mapped(cls._mapped_model())

    @classmethod
    def _counters(cls) -> tuple[dict[object, Any], object]:
        """The counters of the context, and the key of this factory's own: the table of the base class."""
        model = cls._mapped_model()
        derived = model is not None and cls._meta.auto_declarations
        return current().counters, mapper(model).base_mapper.local_table if derived else cls._meta.counter_reference

    @classmethod
    def _is_there(cls, row: int) -> bool:
        """Whether a row is an object already, because another one pointed to it."""
        context = current()
        return bool(context.picked) and (cls._counters()[1], row) in context.picked

    @classmethod
    def _derived(cls) -> dict[str, Any]:
        """What follows from the mapped class."""
        if not cls._meta.auto_declarations:
            return {}
        kind = cls._mapped()
        found: dict[str, Any] = {name: Value(column) for name, column in kind.values.items() if "__" not in name}
        for name, parent in kind.parents.items():
            found |= _key(kind, parent)
            required = parent.related and not parent.nullable and not kind.path(parent)
            found[name] = (RequiredParent if required else ParentObject)(kind, parent, factory_for)
        return found | {name: Children(each, factory_for) for name, each in kind.collections.items()}

    @classmethod
    def _check_roots(cls, given: Mapping[str, Any]) -> None:
        for name, root in internals.roots(given).items():
            if name != root and root and not cls._meta.knows(root):
                near = closest(root, cls._meta.declarations)
                raise TypeError(f"{cls.__name__}: {name}= was given, but there is no {root!r}{near}")

    @classmethod
    def _check(cls, values: Mapping[str, Any]) -> None:
        """A name that the class does not have is a mistake, which constructors of some classes would pass over."""
        model = cls._meta.model
        if model is None or model is not cls._mapped_model() or not cls._meta.auto_declarations:
            return
        constructor = accepted(model)
        if constructor.rest and not constructor.plain:
            return
        for name in values:
            if name not in constructor.names and not hasattr(model, name):
                raise TypeError(f"{cls.__name__}: {model.__name__} has no {name!r}{closest(name, cls._names())}")

    @classmethod
    def _names(cls) -> set[str]:
        """What may be given."""
        return {*cls._meta.declarations, *cls._mapped().columns}

    @classmethod
    def _instantiated(cls, step: Step, instance: Any) -> None:
        if not cls._meta.auto_declarations:
            return
        objects.remember(step, instance)
        for name, extra in objects.of(step).later.items():
            internals.declaration(step, name).close(step, instance, extra)

    @classmethod
    def _generated(cls, step: Step, results: Mapping[str, Any]) -> None:
        """Children that were put into their relationship after the object was stored are stored as well."""
        if any(results.values()) and internals.strategy(step) == internals.CREATE:
            cls._persist(graph().session(cls)[0])


def _key(kind: Mapped, parent: Parent) -> dict[str, Any]:
    """Declarations of the columns of a key without a relationship, besides the one that the parent goes by."""
    if parent.related:
        return {}
    filled = {column for other in kind.parents.values() if other.related for column, _ in other.pairs}
    rest = ((column, pointed) for column, pointed in parent.pairs if column not in filled)
    return {name: Key(parent, column, pointed) for column, pointed in rest if (name := kind.attribute(column))}


_factories: dict[type, Any] = {}


def factory_for(model: type[T]) -> type[ModelFactory[T]]:
    """The factory of a mapped class, all of it derived."""
    if model not in _factories:
        meta = type("Meta", (), {"model": model})
        _factories[model] = internals.subclass(f"{model.__name__}Factory", ModelFactory, meta, model.__module__)
    return cast("type[ModelFactory[T]]", _factories[model])
