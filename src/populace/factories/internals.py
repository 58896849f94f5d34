"""What is taken from inside factory_boy: options, declarations in the making, steps.

Nothing else touches what factory_boy does not document. Declarations that populace derives
come before those that a class writes, and are made when the factory is first used, so that
models may still be incomplete when factories are declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from factory import base, builder, declarations, enums, errors, utils
from factory.alchemy import SQLAlchemyOptions

SKIP = declarations.SKIP
BUILD, CREATE, STUB = enums.BUILD_STRATEGY, enums.CREATE_STRATEGY, enums.STUB_STRATEGY
Step = builder.BuildStep


class Options(SQLAlchemyOptions):
    """The options of a `ModelFactory`, with its derived declarations."""

    factory: Any
    auto_declarations: bool
    sqlalchemy_session: Any
    sqlalchemy_session_factory: Any
    sqlalchemy_session_persistence: str | None
    sqlalchemy_get_or_create: tuple[str, ...]

    def __init__(self) -> None:
        self._parsed: tuple[builder.DeclarationSet, builder.DeclarationSet] | None = None
        self._derived: Mapping[str, Any] | None = None
        self._open = False
        super().__init__()

    def _build_default_options(self) -> list[base.OptionDefault]:
        return [*super()._build_default_options(), base.OptionDefault("auto_declarations", False, inherit=True)]

    def _fill_from_meta(self, meta: type | None, base_meta: Any) -> None:
        super()._fill_from_meta(meta, base_meta)
        if not hasattr(meta, "model"):
            self.model = _type_argument(self.factory) or self.model

    def contribute_to_class(
        self, factory: Any, meta: Any = None, base_meta: Any = None, base_factory: Any = None, params: Any = None
    ) -> None:
        super().contribute_to_class(factory, meta, base_meta, base_factory, params)
        self._parsed, self._open = None, True
        factory._declared()

    @property
    def declarations(self) -> dict[str, Any]:
        """Derived declarations, then written ones, then what traits make of both."""
        if not self._open:
            return {}
        derived = self.derived()
        found = {**derived, **{name: _asked(derived.get(name), made) for name, made in self.base_declarations.items()}}
        for name, parameter in utils.sort_ordered_objects(self.parameters.items(), getter=lambda item: item[1]):
            traits = parameter.as_declarations(name, found)
            found.update({name: _asked(derived.get(name), made) for name, made in traits.items()})
        return found

    def derived(self) -> Mapping[str, Any]:
        """The declarations that follow from the mapped class."""
        if self._derived is None:
            found = {} if self.abstract else self.factory._derived()
            self._derived = {name: made for name, made in found.items() if name not in self.parameters}
        return self._derived

    def knows(self, name: str) -> bool:
        """Whether there is a declaration of that name."""
        return name in self.pre_declarations or name in self.post_declarations

    @property
    def pre_declarations(self) -> builder.DeclarationSet:
        return self._declaration_sets()[0]

    @pre_declarations.setter
    def pre_declarations(self, value: builder.DeclarationSet) -> None:
        self._parsed = (value, self._parsed[1] if self._parsed else builder.DeclarationSet())

    @property
    def post_declarations(self) -> builder.DeclarationSet:
        return self._declaration_sets()[1]

    @post_declarations.setter
    def post_declarations(self, value: builder.DeclarationSet) -> None:
        self._parsed = (self._declaration_sets()[0] if self._open else builder.DeclarationSet(), value)

    def _declaration_sets(self) -> tuple[builder.DeclarationSet, builder.DeclarationSet]:
        if self._parsed is None:
            self._parsed = builder.parse_declarations(self.declarations)
        return self._parsed

    def _initialize_counter(self) -> None:
        """Objects of a class are counted together, whichever factory makes them, from 0 in each context."""
        counters, key = self.factory._counters()
        if key not in counters:
            counters[key] = base._Counter(seq=self.factory._setup_next_sequence())
        self._counter = counters[key]

    def next_sequence(self) -> int:
        """The next row that is no object yet."""
        found = super().next_sequence()
        while self.factory._is_there(found):
            found = super().next_sequence()
        return int(found)

    def prepare_arguments(self, attributes: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        args, kwargs = super().prepare_arguments(attributes)
        self.factory._check(kwargs)
        return args, kwargs

    def instantiate(self, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        instance = super().instantiate(step, args, kwargs)
        self.factory._instantiated(step, instance)
        return instance

    def use_postgeneration_results(self, step: Step, instance: Any, results: Mapping[str, Any]) -> None:
        super().use_postgeneration_results(step, instance, results)
        self.factory._generated(step, results)


class Derivable:
    """Above a factory: gives it these options."""

    _options_class = Options


def _asked(derived: Any, made: Any) -> Any:
    """What is declared; a plain value for derived children is their number, a Maybe without a no is as derived."""
    if derived is not None and not is_post(derived):
        open_ = isinstance(made, declarations.Maybe) and made.no is SKIP and not is_post(made)
        return declarations.Maybe(made.decider, made.yes, derived) if open_ else made
    if derived is None:
        return made
    if isinstance(made, declarations.Maybe):
        return declarations.Maybe(made.decider, _asked(derived, made.yes), _asked(derived, made.no))
    return made if is_lazy(made) else derived.asked(made)


def _type_argument(factory: type) -> type | None:
    """`Order` of ``class OrderFactory(ModelFactory[Order])``."""
    for parent in vars(factory).get("__orig_bases__", ()):
        origin = get_origin(parent)
        if isinstance(origin, base.FactoryMetaClass):
            found = [argument for argument in get_args(parent) if isinstance(argument, type)]
            if found:
                return found[0]
    return None


def subclass(name: str, above: type, meta: type, module: str) -> type:
    """A factory, as a class statement makes it."""
    return base.FactoryMetaClass(name, (above,), {"Meta": meta, "__module__": module})


Declared = tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, Any]]


def declared(factory: Any, given: Mapping[str, Any]) -> Declared:
    """What a factory has for each attribute with what is *given*, what is said of theirs, and what is for after."""
    meta = factory._meta
    pre, post = builder.parse_declarations(given, base_pre=meta.pre_declarations, base_post=meta.post_declarations)
    asked = {name: dict(pre.contexts[name]) for name in pre if pre.contexts[name]}
    said = {name for name in post if post.contexts[name]}
    return pre.declarations, asked, {name: None if name in said else post[name].declaration for name in post}


def is_sequence(made: Any) -> bool:
    """Whether a declaration is a function of the sequence number alone."""
    return type(made) is declarations.Sequence


def declaration(step: Step, name: str) -> Any:
    """What a step has for an attribute: a declaration or a plain value; None for an attribute it does not have."""
    found = _declarations(step)
    return effective(step, found[name].declaration) if name in found else None


def effective(step: Step, found: Any) -> Any:
    """The declaration that a Maybe comes to, such as that of a trait."""
    while isinstance(found, declarations.Maybe):
        chosen = found.decider.evaluate_pre(instance=step.stub, step=step, overrides={})
        found = found.yes if chosen else found.no
    return found


def children_asked(step: Step, name: str) -> Any:
    """What is given for the children of an attribute, else what the factory declares for them."""
    if name in step.builder.extras:
        return step.builder.extras[name]
    after = step.builder.factory_meta.post_declarations
    return getattr(after[name].declaration, "default", None) if name in after else None


def names(step: Step) -> list[str]:
    """The attributes that a step makes before there is an object."""
    return list(_declarations(step))


def context(step: Step, name: str) -> dict[str, Any]:
    """What was given for the attributes of an attribute: ``customer__country="DE"``."""
    found = _declarations(step)
    return dict(found.contexts[name]) if name in found else {}


def said(step: Step, extra: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the attributes of an attribute, without that of traits that are off."""
    return {name: made for name, made in extra.items() if not _off(step, name, made)}


def _off(step: Step, name: str, made: Any) -> bool:
    """Whether a trait says nothing now; it asks from within the object that is to be made."""
    decider = made.decider if isinstance(made, declarations.Maybe) and made.no is SKIP else None
    if not isinstance(decider, declarations.SelfAttribute):
        return False
    chain, up = [step, *above(step)], decider.depth - 2 - name.count(enums.SPLITTER)
    if not 0 <= up < len(chain):
        return False
    return not declarations.deepgetattr(chain[up].stub, decider.attribute_name, decider.default)


def pending(step: Step) -> list[str]:
    """The attributes whose values are being made."""
    stub: Any = step.stub
    made: list[str] = stub._Resolver__pending
    return made


def value(step: Step, name: str) -> Any:
    """The value of an attribute, made when it is first asked for."""
    return getattr(step.stub, name)


def _declarations(step: Step) -> builder.DeclarationSet:
    stub: Any = step.stub
    found: builder.DeclarationSet = stub._Resolver__declarations
    return found


def attempt(step: Step, name: str) -> tuple[bool, Any]:
    """Whether an attribute can be made just now, and its value: one that reads what is being made has to wait."""
    try:
        return True, value(step, name)
    except errors.CyclicDefinitionError:
        return False, None


ROW = "__sequence"
"""What factory_boy calls the number of an object that is asked for."""


def row_asked(step: Step) -> int | None:
    """The table row that is asked for by its number."""
    asked: int | None = step.builder.force_init_sequence
    return asked


def children(step: Step, factory: Any, given: dict[str, Any]) -> Any:
    """An object of another factory, of the same strategy; where a trait is off, its own declarations hold."""
    own = factory._meta.pre_declarations
    for name, made in given.items():
        if isinstance(made, declarations.Maybe) and made.no is SKIP and name in own:
            given = given | {name: declarations.Maybe(made.decider, made.yes, own[name].declaration)}
    return step.recurse(factory, given)


def above(step: Step) -> list[Step]:
    """The steps of the objects that this one is made for, nearest first."""
    found, here = [], step.parent_step
    while here is not None:
        found.append(here)
        here = here.parent_step
    return found


def factory_of(step: Step) -> Any:
    return step.builder.factory_meta.factory


def strategy(step: Step) -> str:
    found: str = step.builder.strategy
    return found


def is_post(made: Any) -> bool:
    """Whether a declaration is for after the object is there."""
    return bool(enums.get_builder_phase(made) == enums.BuilderPhase.POST_INSTANTIATION)


def is_lazy(made: Any) -> bool:
    """Whether a value is a declaration."""
    return enums.get_builder_phase(made) is not None


def roots(given: Mapping[str, Any]) -> dict[str, str]:
    """The attribute that each name like ``customer__country`` begins with."""
    return {name: builder.DeclarationSet.split(name)[0] for name in given}
