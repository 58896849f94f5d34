"""Errors that a caller may want to tell apart."""


class PlanError(ValueError):
    """Something asked for cannot be made: too few different values, rules that exclude each other, an unknown name."""
