"""What users give: a class, one of its factories, a MetaData, where one of them is found, and sessions of all kinds."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session

from populace.factories import factory_for
from populace.names import closest
from populace.schema import models as found_models


def imported(source: str) -> Any:
    """What ``"module:name"`` names."""
    module, colon, name = source.partition(":")
    if not colon:
        raise ValueError(f"{source!r} names nothing in a module; write app.models:Order")
    found: Any = import_module(module)
    for part in name.split("."):
        if not hasattr(found, part):
            raise AttributeError(f"{module} has no {part!r}{closest(part, [n for n in vars(found) if n[0] != '_'])}")
        found = getattr(found, part)
    return found


def metadata_of(models: Any) -> sa.MetaData:
    """The MetaData of a Base, of a db object, or of where one is found."""
    found = imported(models) if isinstance(models, str) else models
    metadata = found_models.metadata_of(found)
    if metadata is None or not metadata.tables:
        raise TypeError(f"{models!r} has no tables; give Base.metadata, a declarative Base, or 'app.models:Base'")
    return metadata


def factory_of(model: type | str) -> Any:
    """The factory of a mapped class, or the one given; ``"module:name"`` is imported."""
    found = imported(model) if isinstance(model, str) else model
    if isinstance(found, type) and issubclass(found, SQLAlchemyModelFactory):
        return found
    return factory_for(found)


def session_of(given: Any) -> tuple[Session, bool]:
    """The Session of a scoped_session or an AsyncSession, and whether what it does needs an await."""
    session = given() if callable(given) else given
    return getattr(session, "sync_session", session), hasattr(session, "sync_session")
