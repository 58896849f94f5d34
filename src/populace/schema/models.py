"""From a user's SQLAlchemy models to a MetaData of our own.

What is loaded is a copy: the user's tables are never annotated.
"""

import difflib
import importlib
import importlib.util
import linecache
import sys
import traceback
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.orm import registry

from populace.schema.annotations import annotate, copied
from populace.schema.families import annotate_families
from populace.schema.fields import annotate_fields

EXAMPLE = "myapp.models:Base or path/to/models.py:Base"


class ModelsError(ValueError):
    """Models cannot be loaded from what the user named."""


def load(source: str) -> sa.MetaData:
    """The MetaData of `module:attribute` or `path/to/file.py:attribute`; `:attribute` may be left out."""
    models = original(source)
    copy = copied(models)
    annotate_families(models, copy)
    annotate_fields(models, copy)
    for table in models.tables.values():
        if table.info.get("is_view") or getattr(table, "is_view", False):
            annotate(copy.tables[table.key], view=True)
    return copy


def original(source: str) -> sa.MetaData:
    """The user's own MetaData, to which classes are mapped; it is only read."""
    path, attribute = _split(source)
    module = _imported(path)
    models = _metadata(module, path, attribute)
    if not models.tables:
        raise ModelsError(_no_tables(path, attribute))
    return models


def _split(source: str) -> tuple[str, str]:
    path, colon, attribute = source.rpartition(":")
    if not colon or attribute.startswith(("/", "\\")):
        path, attribute = source, ""
    if not path:
        raise ModelsError(f"{source!r} names no module; write {EXAMPLE}")
    return path, attribute


def _imported(path: str) -> ModuleType:
    """The user's module; the current directory is importable, as with `python -m`."""
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        if path.endswith(".py"):
            return _imported_file(Path(path))
        return importlib.import_module(path)
    except ModelsError:
        raise
    except ModuleNotFoundError as error:
        raise ModelsError(_missing(path, error)) from error
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise ModelsError(f"{path} cannot be imported: {_where(error)}") from error


def _imported_file(file: Path) -> ModuleType:
    """A file of a package is imported under its dotted name, so that its relative imports work."""
    if not file.is_file():
        raise ModelsError(f"there is no file {file}; write {EXAMPLE}")
    root, parts = file.resolve().parent, [file.stem]
    while (root / "__init__.py").exists():
        parts.insert(0, root.name)
        root = root.parent
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    name = ".".join(parts).removesuffix(".__init__")
    known = sys.modules.get(name)
    if len(parts) > 1 or (known and Path(known.__file__ or "") == file.resolve()):
        return importlib.import_module(name)
    name = f"{name}_" if known else name
    spec = importlib.util.spec_from_file_location(name, file.resolve())
    if spec is None or spec.loader is None:
        raise ModelsError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _missing(path: str, error: ModuleNotFoundError) -> str:
    missing = error.name or ""
    if path == missing or path.startswith(f"{missing}."):
        return f"there is no module {missing}; run in the directory that holds it, or write {EXAMPLE}"
    return f"{path} cannot be imported: {_where(error)}; install {missing.partition('.')[0]} in this environment"


def _where(error: BaseException) -> str:
    """The error of the user's code with the line of theirs that raised it."""
    text = f"{type(error).__name__}: {error}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _is_ours(f.filename)]
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    if isinstance(error, SyntaxError) or not own:
        return text
    file, line = own[-1].filename, own[-1].lineno or 0
    return f"{text} ({file}, line {line}: {linecache.getline(file, line).strip()})"


def _is_ours(file: str) -> bool:
    return file.startswith("<frozen") or file == __file__ or "/importlib/" in file


def _metadata(module: ModuleType, path: str, attribute: str) -> sa.MetaData:
    if not attribute:
        return _only(module, path)
    value: object = module
    for name in attribute.split("."):
        if not hasattr(value, name):
            raise ModelsError(_no_attribute(module, path, attribute))
        value = getattr(value, name)
    found = metadata_of(value)
    if found is None and callable(value) and not isinstance(value, type):
        found = metadata_of(_called(value, f"{path}:{attribute}"))
    if found is None:
        what = f"{path}:{attribute} is a {type(value).__name__}, not models"
        raise ModelsError(f"{what}; name a declarative Base, a MetaData, a registry or a db object{_listed(module)}")
    return found


def _called(function: object, name: str) -> object:
    try:
        return function()  # type: ignore[operator]
    except Exception as error:
        raise ModelsError(f"{name}() failed: {_where(error)}") from error


def metadata_of(value: object) -> sa.MetaData | None:
    """The MetaData that *value* is or has: a Base, a model class, a registry, SQLModel, a Flask-SQLAlchemy db."""
    if isinstance(value, sa.MetaData):
        return value
    if isinstance(value, (registry, sa.Table)):
        return value.metadata
    if isinstance(value, ModuleType):
        return None
    model = getattr(value, "Model", None)
    for owner in (model, value):
        found = getattr(owner, "metadata", None)
        if isinstance(found, sa.MetaData):
            return found
    return None


def _candidates(module: ModuleType) -> dict[str, sa.MetaData]:
    """Names in a module that stand for models: bases and the like, not the single classes and tables."""
    found = {}
    for name, value in vars(module).items():
        mapped = isinstance(value, sa.Table) or hasattr(value, "__mapper__")
        metadata = None if name.startswith("_") or mapped else metadata_of(value)
        if metadata is not None:
            found[name] = metadata
    return found


def _only(module: ModuleType, path: str) -> sa.MetaData:
    candidates = _candidates(module)
    filled = {id(m): m for m in candidates.values() if m.tables} or {id(m): m for m in candidates.values()}
    classes = [metadata_of(v) for v in vars(module).values() if hasattr(v, "__mapper__") or isinstance(v, sa.Table)]
    filled = filled or {id(m): m for m in classes if m is not None}
    if len(filled) == 1:
        return next(iter(filled.values()))
    if not filled:
        raise ModelsError(f"{path} has no declarative Base, MetaData or db object; write {path}:NAME")
    choices = " or ".join(f"{path}:{name}" for name in candidates)
    raise ModelsError(f"{path} has several sets of tables; write {choices}")


def _no_attribute(module: ModuleType, path: str, attribute: str) -> str:
    names = [name for name in vars(module) if not name.startswith("_")]
    close = difflib.get_close_matches(attribute, [*_candidates(module), *names], n=1)
    hint = f"; did you mean {path}:{close[0]}?" if close else ""
    return f"{path} has no attribute {attribute}{hint}{_listed(module)}"


def _listed(module: ModuleType) -> str:
    names = ", ".join(_candidates(module))
    return f" (found in the module: {names})" if names else ""


def _no_tables(path: str, attribute: str) -> str:
    name = f"{path}:{attribute}" if attribute else path
    other = f"myapp.models:{attribute or 'Base'}"
    return (
        f"{name} has no tables: models join it when their module is imported; "
        f"import the models' modules in {path}, or name the module that imports them, such as {other}"
    )
