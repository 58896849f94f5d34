"""Faker with all domains. `python tests/test_faker.py` writes src/populace/faker.pyi anew."""

import inspect
import subprocess
import sys
import types
from collections.abc import Iterable
from keyword import iskeyword
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import factory
import pytest
from faker import Faker as Plain
from faker import config

from populace import domains
from populace.errors import PlanError
from populace.faker import Faker, install, uninstall

STUB = Path(domains.__file__).parents[1] / "faker.pyi"
HEAD = '''"""Written by tests/test_faker.py from the providers; types of populace/faker.py."""

{imports}

class Faker(faker.Faker):
    def __init__(
        self,
        locale: str | Sequence[str] | dict[str, int | float] | None = None,
        providers: list[str] | None = None,
        generator: faker.Generator | None = None,
        includes: list[str] | None = None,
        use_weighting: bool = True,
        *,
        only: Sequence[str] = (),
        **options: Any,
    ) -> None: ...
    def __getitem__(self, locale: str) -> Faker: ...
    @property
    def unique(self) -> Faker: ...
    @property
    def optional(self) -> Any: ...
'''
TAIL = """
def install(*names: str) -> None: ...
def uninstall() -> None: ...
"""


def stub() -> str:
    """The methods of our own domains with their types; where two have the same name, the later one's."""
    found: dict[str, str] = {}
    modules = {"faker"}
    for name, package in domains.packages().items():
        if package.startswith("populace."):
            world = domains.load(name)
            for method in domains.methods(world):
                found[method] = signature(world, method, modules)
    body = "".join(found[method] for method in sorted(found))
    return HEAD.replace("{imports}", imports(modules, body)) + body + TAIL


def imports(modules: set[str], body: str) -> str:
    """The standard library's, others' and our own."""
    standard = {module for module in modules if module in sys.stdlib_module_names}
    own = {module for module in modules if module.startswith("populace")}
    names = "Any, Literal" if "Literal[" in body else "Any"
    groups = [
        [*plain(standard), "from collections.abc import Sequence", f"from typing import {names}"],
        plain(modules - standard - own),
        plain(own),
    ]
    return "\n\n".join("\n".join(group) for group in groups if group)


def plain(modules: set[str]) -> list[str]:
    return [f"import {module}" for module in sorted(modules)]


def signature(world: types.ModuleType, method: str, modules: set[str]) -> str:
    """A method as the stub has it: records also take the columns of their table."""
    function = getattr(world.Provider, method)
    hints = get_type_hints(function)
    made = hints["return"]
    own = list(inspect.signature(function).parameters.values())[1:]
    taken = {p.name: f"{p.name}: {shown(hints[p.name], modules)} = ..." for p in own if p.kind is not p.VAR_KEYWORD}
    if method in domains.entities(world):
        kinds = {name: kind for name, kind in get_type_hints(made).items() if not iskeyword(name)}
        taken = {name: f"{name}: {shown(kind, modules)} = ..." for name, kind in kinds.items()} | taken
        lines = ["self", "*", *taken.values()]
        inside = "".join(f"\n        {line}," for line in lines) + "\n    "
    else:
        inside = ", ".join(["self", *taken.values(), *(["**known: Any"] if len(own) > len(taken) else [])])
    return f"    def {method}({inside}) -> {shown(made, modules)}: ...\n"


def shown(kind: Any, modules: set[str]) -> str:
    """A type as it is written."""
    if kind in (Any, None, type(None)):
        return "Any" if kind is Any else "None"
    arguments, origin = get_args(kind), get_origin(kind)
    if origin in (Union, types.UnionType):
        return " | ".join(shown(argument, modules) for argument in arguments)
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, arguments))}]"
    if arguments:
        return f"{shown(origin, modules)}[{', '.join(shown(argument, modules) for argument in arguments)}]"
    if kind.__module__ == "builtins":
        return kind.__name__
    modules.add(kind.__module__)
    return f"{kind.__module__}.{kind.__qualname__}"


def methods(fake: Plain) -> Iterable[str]:
    return [name for name in dir(fake) if not name.startswith("_")]


@pytest.fixture(autouse=True)
def as_before():
    """Nothing stays installed."""
    kept = list(config.PROVIDERS), dict(factory.Faker._FAKER_REGISTRY)
    yield
    config.PROVIDERS[:] = kept[0]
    factory.Faker._FAKER_REGISTRY.clear()
    factory.Faker._FAKER_REGISTRY.update(kept[1])


def test_a_faker_has_the_methods_of_all_domains(veterinary):
    """Also a third party's."""
    fake = Faker()

    assert all(set(domains.methods(domains.load(name))) <= set(methods(fake)) for name in domains.names())
    assert fake.first_name() and fake.pet()["species"]


def test_only_some_domains():
    """Others are left out."""
    fake = Faker("de_DE", only=["people"])

    assert fake.person()["email"]
    assert not hasattr(fake, "order")
    with pytest.raises(PlanError, match="there is no domain 'peopel'; did you mean 'people'?"):
        Faker(only=["peopel"])


def test_it_is_faker():
    """Locales, seeds and includes as usual."""
    fake, plain = Faker(["en_US", "de_DE"], only=["people"]), Plain(includes=["populace.domains.people"])
    Plain.seed(3)
    expected = plain.person()
    Plain.seed(3)

    assert Faker(only=["people"]).person() == expected
    assert fake["de_DE"].person()["phone"].startswith("0")


def test_installed_for_every_later_faker():
    """Explicitly, once however often it is said, and until it is taken back."""
    before = Plain()
    install("people")
    install("people")

    assert Plain("de_DE").person()["email"]
    assert config.PROVIDERS.count("populace.domains.people") == 1
    assert not hasattr(before, "person")
    uninstall()
    assert not hasattr(Plain(), "person")


def test_installed_for_factory_boy():
    """Also where factory_boy keeps a Faker from before; afterwards it is as it was."""

    class Somebody(factory.DictFactory):
        name = factory.Faker("name")
        email = factory.Faker("person_email")

    factory.Faker._get_faker().name()
    install("people")
    install("people")

    assert "@" in Somebody()["email"]
    assert len([p for p in factory.Faker._get_faker().get_providers() if hasattr(p, "domain")]) == 1
    uninstall()
    with pytest.raises(AttributeError, match="person_email"):
        Somebody()


def test_the_stub_is_up_to_date():
    """Else: python tests/test_faker.py"""
    assert STUB.read_text(encoding="utf-8") == stub()


@pytest.mark.slow
def test_types_are_seen(tmp_path):
    """mypy knows the columns of a record."""
    pytest.importorskip("mypy")
    code = tmp_path / "typed.py"
    code.write_text(
        "from populace.faker import Faker\n"
        "fake = Faker('de_DE', only=['people'])\n"
        "reveal_type(fake.person()['birth_date'])\n"
        "fake.person(sex='F')['emial']\n"
        "fake.person(gender='F')\n"
        "fake.unique.person_email().upper()\n"
        "fake.first_name().upper()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(code)],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    said = [line.partition("typed.py:")[2] for line in done.stdout.splitlines()]
    lines = [line for line in said if " error: " in line or "Revealed" in line]

    assert [line[0] for line in lines] == ["3", "4", "5"]
    assert "date" in lines[0] and "emial" in lines[1] and "gender" in lines[2]


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
