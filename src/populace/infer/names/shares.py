"""How often each of some words stands in a column: most orders are completed, few are refunded.

What is usual comes first by the meaning of the word; among words that nothing is known of the
first is the commonest, but not by much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEVELS = {
    12.0: "completed complete delivered active success succeeded successful done published approved paid closed "
    "resolved available normal enabled live valid final finished passed confirmed accepted sent",
    6.0: "shipped processing open inprogress running standard regular public medium member user customer online "
    "present verified merged low info received settled male female m f",
    3.5: "pending new draft scheduled queued todo waiting submitted private premium inactive review inreview high "
    "returning started created assigned",
    1.5: "cancelled canceled failed refunded returned rejected declined expired archived blocked onhold hold disabled "
    "suspended closedlost lost overdue warning partial skipped late absent moderator editor staff guest",
    0.7: "deleted banned error void aborted spam removed terminated deceased disputed chargeback critical fatal "
    "urgent admin superuser owner other unknown none withdrawn fraud revoked locked emergency superadmin",
}
KNOWN = {word: weight for weight, words in LEVELS.items() for word in words.split()}


def weights(values: Sequence[str]) -> tuple[float, ...] | None:
    """Weights for words of which at least half are known ones, the rarer of two no less than an eighth; else None."""
    plain = [re.sub(r"[^a-z]", "", value.lower()) for value in values]
    if len(set(plain) & set(KNOWN)) * 2 < len(values) or len({KNOWN.get(word) for word in plain}) < 2:
        return None
    known = [KNOWN.get(word, 2.0) for word in plain]
    least = 0.12 * sum(known) if len(known) == 2 else 0.0
    return tuple(max(weight, least) for weight in known)
