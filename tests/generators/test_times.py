"""Times in order, none of the past in the future."""

import numpy as np

from populace.generators.times import After, AgeAt, Between, Births, Clock, Day, Epoch, Moments, Upcoming, Written
from populace.rows import Rows


class Columns:
    locale = "en_US"
    now = np.datetime64("2026-03-01T12:00:00", "us")

    def __init__(self, **generators):
        self.generators = generators

    def column(self, rows, column):
        return self.generators[column](rows.of(column))

    def __call__(self, column, index=range(5000)):
        return Rows(index, "t", seed=7, source=self)[column]


def test_moments_lead_up_to_now():
    """More late than early, none after now but on the last day."""
    moments = Columns(at=Moments(1000))("at")

    assert moments.max() <= Columns.now
    assert (moments > Columns.now - np.timedelta64(500, "D")).mean() > 0.55


def test_what_follows_is_later_and_past():
    """Updated and deleted come in order and not after now."""
    made = Columns(a=Moments(), b=After(("a",)), c=After(("a", "b"), 30 * 86_400))

    assert (made("a") <= made("b")).all() and (made("b") <= made("c")).all()
    assert made("c").max() <= Columns.now


def test_a_date_after_a_moment_rounds_up():
    """Midnight of an end date is not before the start it follows."""
    made = Columns(a=Moments(), b=Day(After(("a",), 3600), up=True))

    assert (made("b") >= made("a")).all()


def test_duration_is_the_time_between():
    """End less start, in whole minutes or as an interval."""
    made = Columns(a=Moments(), b=After(("a",)), minutes=Between("a", "b", 60), span=Between("a", "b", None))

    assert (made("span") == made("b") - made("a")).all()
    assert (made("minutes") == (made("b") - made("a")) // np.timedelta64(60, "s")).all()


def test_births_are_of_adults():
    """Ages 18 to 90 at the present of the data."""
    made = Columns(born=Births(), age=AgeAt("born"))

    assert made("age").min() >= 18 and made("age").max() <= 90
    assert made("born").dtype == "datetime64[D]"


def test_epochs_count_from_1970():
    """Seconds and milliseconds of the same moment."""
    made = Columns(at=Moments())
    moments = made("at").astype("datetime64[s]").astype(np.int64)

    rows = Rows(range(5000), "t", "at", seed=7, source=made)
    assert (Epoch(Moments())(rows) == moments).all()
    assert (Epoch(Moments(), "ms")(rows) // 1000 == moments).all()


def test_written_times_are_iso():
    """Text that sorts as time does."""
    rows = Rows(range(500), "t", "at", seed=7, source=Columns())
    text = Written(Moments())(rows).to_pylist()

    assert text == [str(m).replace("T", " ") for m in Moments()(rows).astype("datetime64[s]")]
    assert Written(Clock(), "time")(rows)[0].as_py().count(":") == 2


def test_upcoming_is_around_now():
    """Due dates lie ahead, some have passed."""
    due = Columns(due=Upcoming())("due")

    assert (due > Columns.now).mean() > 0.7 and (due < Columns.now).any()
