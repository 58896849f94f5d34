"""`fixture_for`: a fixture from a mapped class, declared in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from populace.pytest_plugin import reports

if TYPE_CHECKING:
    from populace.pytest_plugin.objects import Populace

Scope = Any


def fixture_for(model: type | str, /, *, scope: Scope = "function", **known: Any) -> Any:
    """A fixture that is an object of *model*, with what is *known* given and all else fitting it.

        patient = fixture_for(Patient)
        patient_with_encounters = fixture_for("app.models:Patient", encounters=3)

    *model* is a mapped class, one of its factories, or ``"module:Class"``, which is imported when a test
    asks for it. A test may know more: ``parametrize("patient", [{"sex": "F"}], indirect=True)``.
    """
    function: Callable[..., Any]
    if scope == "function":
        function = lambda request, populace: _of_test(request, populace, model, known)  # noqa: E731
    else:
        function = lambda request, populace_session: (yield from _wider(request, populace_session, model, known))  # noqa: E731
    _place(function, sys._getframe(1))
    function.__doc__ = _described(model, known)
    return pytest.fixture(scope=scope)(function)


def _of_test(request: pytest.FixtureRequest, populace: Populace, model: type | str, known: Mapping[str, Any]) -> Any:
    reports.note(request)
    return populace.create(model, **{**known, **_parameter(request)})


def _wider(request: pytest.FixtureRequest, session: Any, model: type | str, known: Mapping[str, Any]) -> Iterator[Any]:
    """An object that several tests share has random numbers of its own, so that theirs do not depend on it."""
    from populace.pytest_plugin.objects import shared

    reports.note(request)
    with shared(request, session, model, {**known, **_parameter(request)}) as made:
        yield made


def _parameter(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    """What a test knows by ``indirect=True``."""
    found = getattr(request, "param", {})
    if not isinstance(found, Mapping):
        name = request.fixturename
        raise TypeError(
            f"{name}: its parameter is {found!r}; give a dict of what is known, such as "
            f'parametrize("{name}", [{{"name": …}}], indirect=True)'
        )
    return found


def _place(function: Callable[..., Any], caller: FrameType) -> None:
    """Let a fixture be found where it was declared: by ``--fixtures`` and in tracebacks."""
    code = function.__code__.replace(
        co_filename=caller.f_code.co_filename, co_firstlineno=caller.f_lineno, co_name="fixture_for"
    )
    function.__code__ = code
    function.__module__ = caller.f_globals.get("__name__", function.__module__)
    function.__name__ = function.__qualname__ = "fixture_for"


def _described(model: type | str, known: Mapping[str, Any]) -> str:
    module, name = (
        model.rsplit(":", 1)
        if isinstance(model, str) and ":" in model
        else (getattr(model, "__module__", ""), getattr(model, "__qualname__", str(model)))
    )
    given = f" with {', '.join(f'{key}={value!r}' for key, value in known.items())}" if known else ""
    return f"One {name} of {module}{given}, made by populace."
