"""The source of factories for an app's models: a class for each of theirs, and what is derived as comments."""

from __future__ import annotations

import enum
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from populace.errors import PlanError
from populace.factories import factory_for, using
from populace.factories.mapping import Mapped, buildable, mapped
from populace.plans import plan_for
from populace.schema.families import mappers
from populace.schema.models import ModelsError, original

WIDTH = 120


def source(models: str) -> str:
    """Python source with a factory for every class mapped to *models*, such as ``app.models:Base``."""
    metadata = original(models)
    classes = [mapper.class_ for mapper in _in_order(metadata)]
    if not classes:
        raise ModelsError(f"{models} has tables but no mapped classes; factories need classes")
    names = {model: _name(model, classes) for model in classes}
    homes = {model: _home(model) for model in classes}
    parts = [_head(models, names, homes)]
    parts += [_class(model, names) for model in classes if homes[model]]
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def _in_order(metadata: sa.MetaData) -> list[Mapper[Any]]:
    """Classes that rows can be of, parents before their children."""
    order = plan_for(metadata).inference.order
    found = [mapper for mapper in mappers(metadata) if buildable(mapper) is mapper]
    place = {name: number for number, name in enumerate(order)}
    return sorted(found, key=lambda m: (place.get(_table(m), len(place)), m.class_.__name__))


def _table(mapper: Mapper[Any]) -> str:
    return mapper.local_table.fullname if isinstance(mapper.local_table, sa.Table) else ""


def _name(model: type, classes: list[type]) -> str:
    """The class's name, after that of its module where another class is called the same."""
    same = Counter(other.__name__ for other in classes)
    if same[model.__name__] == 1:
        return model.__name__
    return model.__module__.rpartition(".")[2].title().replace("_", "") + model.__name__


def _home(model: type) -> str | None:
    """The module that the class can be imported from."""
    module = sys.modules.get(model.__module__)
    return model.__module__ if getattr(module, model.__name__, None) is model else None


def _head(models: str, names: dict[type, str], homes: dict[type, str | None]) -> str:
    lines = [
        f'"""factory_boy factories of {models}.',
        "",
        "Object n is row n of its table. Comments show what is derived for row 0; write down what shall differ.",
        '"""',
        "",
    ]
    lines += sorted(_imports(names, homes))
    lines += [
        f"# {model.__qualname__} is left out: {model.__module__} has no such name"
        for model in names
        if not homes[model]
    ]
    return "\n".join(lines)


def _imports(names: dict[type, str], homes: dict[type, str | None]) -> Iterator[str]:
    yield "from populace.factories import ModelFactory"
    for home in {home for home in homes.values() if home}:
        own = sorted((model.__name__, name) for model, name in names.items() if homes[model] == home)
        taken = [name if name == alias else f"{name} as {alias}" for name, alias in own]
        line = f"from {home} import {', '.join(taken)}"
        yield line if len(line) <= WIDTH else f"from {home} import (\n    " + ",\n    ".join(taken) + ",\n)"


def _class(model: type, names: dict[type, str]) -> str:
    kind = mapped(model)
    comments = [*_values(kind), *_parents(kind), *_collections(kind)]
    lines = [f"class {names[model]}Factory(ModelFactory[{names[model]}]):"]
    lines.append(f'    """Rows of {" and ".join(table.fullname for table in kind.tables)}."""')
    if comments:
        lines += ["", *(f"    # {comment}" for comment in comments)]
    return "\n".join(lines)


def _values(kind: Mapped) -> Iterator[str]:
    """What row 0 has in each column."""
    try:
        with using():
            stub = factory_for(kind.model).stub()
    except (PlanError, TypeError) as error:
        yield f"nothing is derived alone: {str(error).splitlines()[0]}"
        return
    for name in kind.values:
        if hasattr(stub, name):
            yield _short(f"{name} = {_shown(getattr(stub, name))}")


def _parents(kind: Mapped) -> Iterator[str]:
    for name, parent in kind.parents.items():
        target = parent.target.class_.__name__ if parent.target else parent.referred.fullname
        path = kind.path(parent)
        if path:
            yield f"{name}: the {target} of {'.'.join(step.name for step in path)}"
        elif parent.nullable:
            yield f"{name}: None, or {_a(target)} when {name}__…= is given"
        elif parent.related:
            yield f"{name}: {_a(target)} of its own; {name}__…= goes through to it"
        else:
            yield f"{name}: the key of {_a(target)} of its own"


def _collections(kind: Mapped) -> Iterator[str]:
    for name, collection in kind.collections.items():
        taken = "none; a number, objects, or dicts of their attributes" if collection.many else "None, or True"
        yield f"{name}: {taken}"


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _shown(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, enum.Enum) else repr(value)


def _short(line: str, width: int = WIDTH - 6) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"
