# `just` = format, lint, types, tests.
default: format lint types test

format:
    ruff format src tests examples benchmarks

lint:
    ruff check src tests examples benchmarks

types:
    mypy

test *args:
    pytest {{args}}

slow:
    pytest -m slow

# Write the outputs in the documentation anew.
docs:
    python tests/test_docs.py
