"""Any MetaData made ready to plan: annotated with what populace needs to know, in a copy."""

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations, copied
from populace.schema.families import annotate_families
from populace.schema.soft import guess


def prepared(metadata: sa.MetaData) -> sa.MetaData:
    """*metadata* with families of classes and guessed references; itself if it has them already."""
    if annotations(metadata).get("prepared"):
        return metadata
    copy = copied(metadata, by_name=True)
    annotate_families(metadata, copy)
    guess(copy)
    annotate(copy, prepared=True)
    return copy
