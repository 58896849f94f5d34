"""Guessing foreign keys that are not declared."""

import pytest
import sqlalchemy as sa

from populace.schema.annotations import annotations
from populace.schema.naming import class_name, singulars, words
from populace.schema.soft import guess


def schema(**tables):
    """Tables by name, each with an integer id and the given columns."""
    metadata = sa.MetaData()
    for name, columns in tables.items():
        extra = [sa.Column(column, type_) for column, type_ in columns.items()]
        sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True), *extra)
    return metadata


def target(metadata, table, column):
    """What a column is guessed to refer to."""
    found = annotations(metadata.tables[table].c[column]).get("references")
    return found and f"{found['table']}.{found['column']}"


@pytest.mark.parametrize(
    "column, wanted",
    [
        ("user_id", "users.id"), ("userId", "users.id"), ("author_user_id", "users.id"), ("created_by", "users.id"),
        ("created_by_id", "users.id"), ("owner_id", "users.id"), ("category_id", "categories.id"),
        ("fk_category", "categories.id"), ("parent_id", "posts.id"), ("order_line_id", "order_lines.id"),
        ("external_id", None), ("post_id", None), ("session_id", None), ("id", None),
    ],
)  # fmt: skip
def test_integers_named_after_a_table(column, wanted):
    """Singular or plural, in any spelling, with words before it; its own name is no reference."""
    metadata = schema(users={}, categories={}, order_lines={}, posts={} if column == "id" else {column: sa.Integer()})

    guess(metadata)

    assert target(metadata, "posts", column) == wanted


def test_the_type_must_fit():
    """A text column does not refer to an integer key."""
    metadata = schema(users={}, posts={"user_id": sa.String(), "created_by": sa.String()})

    guess(metadata)

    assert target(metadata, "posts", "user_id") is None and target(metadata, "posts", "created_by") is None


def test_the_values_must_fit():
    """Text of 32 characters refers to no key of 255."""
    key = sa.Column("id", sa.String(255), primary_key=True)
    metadata = schema(notes={"task_id": sa.String(32)})
    sa.Table("tasks", metadata, key)

    guess(metadata)

    assert target(metadata, "notes", "task_id") is None


def test_codes_and_slugs_refer_to_unique_columns():
    """country_code is countries.code only when that is unique."""
    metadata = schema(countries={"code": sa.String(2)}, cities={"country_code": sa.String(2)})
    guess(metadata)
    assert target(metadata, "cities", "country_code") is None

    countries = metadata.tables["countries"]
    countries.append_constraint(sa.UniqueConstraint(countries.c.code))
    guess(metadata)

    assert target(metadata, "cities", "country_code") == "countries.code"


def test_keys_with_a_name_of_their_own():
    """emp_no is the key of employees; in a table of its own it is no reference."""
    metadata = sa.MetaData()
    sa.Table("employees", metadata, sa.Column("emp_no", sa.Integer, primary_key=True))
    sa.Table("salaries", metadata, sa.Column("emp_no", sa.Integer), sa.Column("amount", sa.Integer))

    guess(metadata)

    assert target(metadata, "salaries", "emp_no") == "employees.emp_no"
    assert target(metadata, "employees", "emp_no") is None


def test_a_prefix_of_all_tables_does_not_matter():
    """wp_posts is the table of post_id."""
    metadata = schema(wp_posts={}, wp_users={}, wp_terms={}, wp_comments={"post_id": sa.Integer()})

    guess(metadata)

    assert target(metadata, "wp_comments", "post_id") == "wp_posts.id"


def test_polymorphic_pairs_from_a_check():
    """The values of the type column name the tables; a text id takes any key."""
    metadata = schema(tasks={}, projects={}, comments={"commentable_type": sa.Text(), "commentable_id": sa.Text()})
    metadata.tables["comments"].append_constraint(sa.CheckConstraint("commentable_type IN ('Task', 'App\\Project')"))

    guess(metadata)

    assert annotations(metadata.tables["comments"].c.commentable_id)["polymorphic"] == {
        "type_column": "commentable_type",
        "targets": {"Task": ["tasks", "id"], "App\\Project": ["projects", "id"]},
    }


def test_polymorphic_pairs_without_values_take_likely_tables():
    """Class names of the tables that others refer to come first, five at most."""
    metadata = schema(
        **{f"thing_{c}s": {} for c in "abcdef"}, likes={"likeable_type": sa.String(), "likeable_id": sa.Integer()}
    )
    extra = sa.Column("thing_f_id", sa.ForeignKey("thing_fs.id"))
    metadata.tables["thing_as"].append_column(extra)

    guess(metadata)

    targets = annotations(metadata.tables["likes"].c.likeable_id)["polymorphic"]["targets"]
    assert list(targets) == ["ThingF", "ThingA", "ThingB", "ThingC", "ThingD"]


def test_a_type_beside_a_table_is_no_pair():
    """product_type and product_id with a table of products: an ordinary reference."""
    metadata = schema(products={}, lines={"product_type": sa.String(), "product_id": sa.Integer()})

    guess(metadata)

    assert target(metadata, "lines", "product_id") == "products.id"


def test_names():
    """Words of a name, singular forms and class names."""
    assert words("OrderLineID") == words("order_line_id") == words("orderLineId") == ["order", "line", "id"]
    assert [singulars(word)[1] for word in ("categories", "boxes", "houses", "people")] == [
        "category", "box", "house", "person",
    ]  # fmt: skip
    assert class_name("artist_commentaries") == "ArtistCommentary" and class_name("status") == "Status"
