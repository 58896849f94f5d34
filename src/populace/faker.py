"""Faker with the methods of all domains, and typed.

    from populace.faker import Faker

    fake = Faker("de_DE")
    fake.customer()["email"]

`install` gives every Faker that is made afterwards these methods, also those that
factory_boy makes; nothing is installed by importing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import faker
from faker import config
from faker.generator import Generator

from populace import domains
from populace.provider import DomainProvider


class Faker(faker.Faker):
    """Faker with the providers of *only* these domains, or of all that are installed.

    Where two domains have a method of the same name, that of the later one counts.
    """

    def __init__(
        self,
        locale: str | Sequence[str] | dict[str, int | float] | None = None,
        providers: list[str] | None = None,
        generator: Generator | None = None,
        includes: list[str] | None = None,
        use_weighting: bool = True,
        *,
        only: Sequence[str] = (),
        **options: Any,
    ) -> None:
        packages = [package for package in _packages(only) if providers or package not in config.PROVIDERS]
        super().__init__(locale, providers, generator, [*packages, *(includes or [])], use_weighting, **options)


def install(*names: str) -> None:
    """Put the providers of these domains, or of all, into every later `Faker()` and `factory.Faker()`."""
    for package in _packages(names):
        if package not in config.PROVIDERS:
            config.PROVIDERS.append(package)
        for proxy in _of_factory_boy().values():
            if not any(_home(provider) == package for provider in proxy.get_providers()):
                proxy.add_provider(import_module(package).Provider)


def uninstall() -> None:
    """Take back what `install` did; Fakers that were made in between keep their methods."""
    installed = [package for package in domains.packages().values() if package in config.PROVIDERS]
    for package in installed:
        config.PROVIDERS.remove(package)
    kept = _of_factory_boy()
    for locale, proxy in list(kept.items()):
        if any(_home(provider) in installed for provider in proxy.get_providers()):
            del kept[locale]


def _packages(names: Sequence[str]) -> list[str]:
    return [domains.package(name) for name in names or domains.names()]


def _home(provider: object) -> str:
    return provider.domain if isinstance(provider, DomainProvider) else ""


def _of_factory_boy() -> dict[str, Any]:
    """The Fakers by locale that factory_boy keeps, if it is imported."""
    module = sys.modules.get("factory.faker")
    return module.Faker._FAKER_REGISTRY if module else {}
