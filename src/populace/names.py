"""Did you mean …?"""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the known names nearest to *name*, or a list of some of them."""
    names = sorted(known)
    tails = {other.rsplit(".", 1)[-1]: other for other in names}
    near = get_close_matches(name, [*names, *tails], n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(dict.fromkeys(repr(tails.get(n, n)) for n in near))}?"
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"; there are {shown}" if names else "; there are none"
