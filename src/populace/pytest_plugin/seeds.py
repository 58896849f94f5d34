"""Where the values of a test come from: the seed of the run and the node id, and nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import pytest

KEPT = "populace/seed"
"""Where pytest's cache has the seed of the last run that was given one or drew one."""
BASE = pytest.StashKey[int]()


@dataclass(frozen=True)
class Origin:
    """What decides about values, besides the model."""

    seed: int
    now: datetime | None
    locale: str


def check(config: pytest.Config) -> None:
    """Refuse what is no seed and no date before any test runs."""
    _given(config)
    _moment(config.getini("populace_reference_date"), "populace_reference_date")


def base(config: pytest.Config) -> int:
    """The seed of the run: as given, as pytest-xdist or pytest-randomly has it, or 0."""
    if BASE not in config.stash:
        config.stash[BASE] = _base(config)
    return config.stash[BASE]


def _base(config: pytest.Config) -> int:
    started = getattr(config, "workerinput", {})
    if "populace_seed" in started:
        return int(started["populace_seed"])
    asked = _given(config)
    if asked is None:
        asked = _of_randomly(config)
    seed = _last(config) if asked == "last" else random.SystemRandom().getrandbits(32) if asked == "random" else asked
    cache = getattr(config, "cache", None)
    if seed is not None and cache is not None:
        cache.set(KEPT, int(seed))
    return int(seed or 0)


def _given(config: pytest.Config) -> int | str | None:
    """A number, "random" or "last"; None where nothing is said."""
    for name, text in (
        ("--populace-seed", config.option.populace_seed),
        ("populace_seed", config.getini("populace_seed")),
    ):
        if text in ("random", "last"):
            return str(text)
        if text:
            try:
                return int(text)
            except ValueError:
                raise pytest.UsageError(f"{name}: {text!r} is no seed; give a whole number, random or last") from None
    return None


def _of_randomly(config: pytest.Config) -> int | None:
    """The seed of pytest-randomly, which it has when it is configured."""
    found = getattr(config.option, "randomly_seed", None)
    return found if isinstance(found, int) else None


def _last(config: pytest.Config) -> int:
    cache = getattr(config, "cache", None)
    found = None if cache is None else cache.get(KEPT, None)
    if found is None:
        raise pytest.UsageError(
            "--populace-seed=last: no run before this one had a seed that the cache knows; give a number or random"
        )
    return int(found)


def of_test(node: pytest.Item) -> Origin:
    """What the values of a test come from. The seed of its marker is that of the tables, as in `populace seed`."""
    marked = _marked(node)
    seed = marked["seed"] if "seed" in marked else mixed(base(node.config), node_id(node))
    return _origin(node, marked, int(seed))


def of_fixture(request: pytest.FixtureRequest) -> Origin:
    """What the values of a fixture of a wider scope come from: where it belongs, its name and its parameter."""
    node = request.node
    marked = _marked(node)
    place = (str(node.nodeid), str(request.fixturename), str(getattr(request, "param_index", 0)))
    return _origin(node, marked, mixed(int(marked.get("seed", base(request.config))), *place))


def _origin(node: Any, marked: dict[str, Any], seed: int) -> Origin:
    now = marked.get("reference_date") or node.config.getini("populace_reference_date")
    return Origin(
        seed, _moment(now, "populace_reference_date"), str(marked.get("locale", node.config.getini("populace_locale")))
    )


def _marked(node: Any) -> dict[str, Any]:
    """What the markers say, the nearest first."""
    found: dict[str, Any] = {}
    for mark in node.iter_markers("populace"):
        unknown = sorted(mark.kwargs.keys() - {"seed", "reference_date", "locale"})
        if mark.args or unknown:
            wrong = ", ".join([*map(repr, mark.args), *unknown])
            raise pytest.UsageError(f"pytest.mark.populace takes seed=, reference_date= and locale=, not {wrong}")
        found = {**mark.kwargs, **found}
    return found


def _moment(found: Any, name: str) -> datetime | None:
    if not found:
        return None
    try:
        return datetime.fromisoformat(str(found))
    except ValueError:
        raise pytest.UsageError(f"{name}: {found!r} is no date; write it as 2026-01-01") from None


def node_id(node: pytest.Item) -> str:
    """The node id, without the group that pytest-xdist appends to it."""
    groups = {str(m.args[0] if m.args else m.kwargs.get("name", "default")) for m in node.iter_markers("xdist_group")}
    return str(node.nodeid).removesuffix(f"@{'_'.join(sorted(groups))}" if groups else "")


def mixed(seed: int, *place: str) -> int:
    """A seed of 63 bits of its own for a place."""
    digest = blake2b(repr((seed, *place)).encode("utf-8", "backslashreplace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1
