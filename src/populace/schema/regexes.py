"""The pattern languages of SQL as Python regular expressions to be searched.

LIKE, SIMILAR TO and GLOB match the whole text, so they come out anchored with
`^` and `$`; POSIX expressions match anywhere. `.` is meant to match a newline.
"""

import re

CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "xdigit": "0-9A-Fa-f", "word": r"\w", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "graph": "!-~", "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
ESCAPES = {"m": r"\b", "M": r"\b", "y": r"\b", "Y": r"\B", "Z": "$", "z": "$", "<": r"\b", ">": r"\b"}


def from_like(pattern: str, escape: str = "\\", ignore_case: bool = False) -> str:
    """The regex of a LIKE pattern: % is any text, _ any character."""
    parts = re.findall(re.escape(escape) + ".|.", pattern, re.S) if escape else list(pattern)
    body = "".join({"%": ".*", "_": "."}.get(p) or re.escape(p[-1]) for p in parts)
    return ("(?i)" if ignore_case else "") + f"^{body}$"


def from_glob(pattern: str) -> str:
    """The regex of a GLOB pattern of SQLite: *, ? and sets."""
    parts = re.findall(r"\[\^?\]?[^\]]*\]|.", pattern, re.S)
    return f"^{''.join({'*': '.*', '?': '.'}.get(p) or (_set(p) if len(p) > 1 else re.escape(p)) for p in parts)}$"


def _set(text: str) -> str:
    negated = text.startswith("[^")
    inner = text[2 if negated else 1 : -1].replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]")
    return f"[{'^' if negated else ''}{inner}]"


def from_similar(pattern: str) -> str:
    """The regex of a SIMILAR TO pattern: LIKE's wildcards with | * + ? {} () and sets."""
    parts = re.findall(r"\\.|\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|.", pattern, re.S)
    body = "".join({"%": ".*", "_": ".", ".": r"\.", "^": r"\^", "$": r"\$"}.get(p) or p for p in parts)
    return f"^(?:{_classes(body)})$"


def from_posix(pattern: str, ignore_case: bool = False) -> str:
    """The regex of a POSIX or PostgreSQL expression: named classes and word escapes are spelled out."""
    pattern = re.sub(r"^\*\*\*[:=]", "", pattern)
    body = re.sub(r"\\([\\mMyYZz<>])", lambda m: ESCAPES.get(m[1], m[0]), _classes(pattern).replace("[[:<:]]", r"\b"))
    return ("(?i)" if ignore_case else "") + body


def _classes(pattern: str) -> str:
    return re.sub(r"\[:(\w+):\]", lambda m: CLASSES.get(m[1], m[0]), pattern)
