"""Believable rows for any SQLAlchemy schema."""

__version__ = "0.1.0"
