"""Values are a function of the seed and the node id, whatever else runs, and where."""

import pytest

import populace.factories  # noqa: F401  NumPy cannot be imported twice, and pytester forgets what its runs import

pytest_plugins = ["pytester"]

CONFTEST = """
from populace import fixture_for
from models import Customer

customer = fixture_for(Customer)
tenant = fixture_for(Customer, scope="module")
everywhere = fixture_for(Customer, scope="session")
"""

TESTS = """
import pytest
from models import Customer
from showing import show

def test_one(request, customer, populace):
    show(request.node.name, customer.email, populace.create(Customer).email, populace.faker.name())

def test_two(request, tenant, customer):
    show(request.node.name, customer.email, tenant.email)

@pytest.mark.parametrize("n", [1, 2])
def test_each(request, customer, everywhere, n):
    show(request.node.name, customer.email, everywhere.email)

class TestMore:
    def test_one(self, request, tenant, populace):
        show("TestMore", populace.create(Customer).email, tenant.email)
"""


@pytest.fixture
def seen(project):
    """A function that runs the tests with some arguments, and gives what they have shown, by test."""
    project.pytester.makepyfile(conftest=CONFTEST, test_it=TESTS)

    def run(*arguments, subprocess=False):
        result = (project.subprocess if subprocess else project.run)(*arguments)
        assert result.ret == 0, result.stdout.str()
        return {name: values for name, *values in (line.split("|") for line in project.shown())}

    return run


def test_values_are_the_same_alone_and_in_any_order(seen):
    """In the suite, alone, and the other way round; a fixture of a wider scope is not disturbed, either."""
    all_of_them = seen()

    assert len(all_of_them) == 5
    assert seen("test_it.py::test_one") == {"test_one": all_of_them["test_one"]}
    assert seen("test_it.py::TestMore") == {"TestMore": all_of_them["TestMore"]}
    backwards = ["test_it.py::TestMore", "test_it.py::test_each[2]", "test_it.py::test_two", "test_it.py::test_one"]
    again = seen(*backwards)
    assert list(again) == ["TestMore", "test_each[2]", "test_two", "test_one"]
    assert again == {name: all_of_them[name] for name in again}


def test_every_test_has_values_of_its_own(seen):
    """Each with the object of its own; those of wider scopes are the same."""
    found = seen()

    assert len({values[0] for values in found.values()}) == len(found)
    assert found["test_two"][1] == found["TestMore"][1]
    assert found["test_each[1]"][1] == found["test_each[2]"][1]


def test_the_seed_moves_all_values(project, seen):
    """By option, else by the ini file."""
    by_option = seen("--populace-seed=7")
    project.pytester.makeini("[pytest]\npopulace_seed = 7")

    assert seen() == by_option
    assert all(
        mine != other for mine, other in zip(seen("--populace-seed=0").values(), by_option.values(), strict=True)
    )


def test_a_new_seed_is_said_and_kept(project, seen):
    """`random` draws one, the header tells it, and `last` is the same again."""
    result = project.run("--populace-seed=random")
    found = project.shown()

    result.stdout.re_match_lines([r"populace: --populace-seed=\d+"])
    assert project.run("--populace-seed=last").ret == 0
    assert project.shown() == found
    assert project.run("--populace-seed=random").ret == 0
    assert project.shown() != found


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("--populace-seed=last", "*no run before this one had a seed*"),
        ("--populace-seed=seven", "*--populace-seed: 'seven' is no seed; give a whole number, random or last"),
        ("-opopulace_reference_date=soon", "*populace_reference_date: 'soon' is no date; write it as 2026-01-01"),
    ],
)
def test_what_is_no_seed_is_an_error(project, argument, message):
    """Before any test runs."""
    project.run(argument, test_it="def test_it(populace): pass").stderr.fnmatch_lines([message])


def test_the_seed_of_a_marker_is_that_of_the_tables(project):
    """Object n of a test with a seed is row n of the table as `populace seed --seed` writes it."""
    result = project.run(
        test_it="""
import pytest
from models import Base, Customer
from populace.plans import plan_for

@pytest.mark.populace(seed=42)
def test_row(populace):
    plan = plan_for(Base.metadata).reseeded(42)
    assert [c.email for c in populace.create_batch(Customer, 2)] == plan.batch("customers", 0, 2)["email"].to_pylist()
"""
    )

    result.assert_outcomes(passed=1)


def test_a_marker_may_say_the_present_and_the_locale(project):
    """`reference_date=` and `locale=`, and nothing else."""
    result = project.run(
        "--strict-markers",
        test_it="""
import pytest
from datetime import datetime
from models import Order

@pytest.mark.populace(reference_date="1999-06-01", locale="de_DE")
def test_then(populace):
    assert all(order.placed_at <= datetime(1999, 6, 1) for order in populace.create_batch(Order, 5))
    assert populace.faker.locales == ["de_DE"]

@pytest.mark.populace(42)
def test_wrong(populace):
    pass
""",
    )

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*pytest.mark.populace takes seed=, reference_date= and locale=, not 42"])


def test_the_ini_file_may_say_the_present_and_the_locale(project):
    """For all tests."""
    project.pytester.makeini("[pytest]\npopulace_reference_date = 1999-06-01\npopulace_locale = de_DE")
    result = project.run(
        test_it="""
from datetime import datetime
from models import Order

def test_then(populace):
    assert all(order.placed_at <= datetime(1999, 6, 1) for order in populace.create_batch(Order, 5))
    assert populace.faker.locales == ["de_DE"]
"""
    )

    result.assert_outcomes(passed=1)


def test_a_failure_says_how_to_see_the_values_again(project):
    """In a section of its own; a test that has no values of populace has none."""
    result = project.run(
        "--populace-seed=3",
        test_it="""
import pytest

@pytest.mark.parametrize("n", [1])
def test_fails(customer, n):
    assert not customer.email

def test_other():
    assert 0
""",
    )

    assert result.stdout.str().count("The same values again:") == 1
    result.stdout.fnmatch_lines(
        ["*- populace -*", "The same values again: pytest 'test_it.py::test_fails[[]1]' --populace-seed=3"]
    )


def test_the_line_fits_where_pytest_was_started(project):
    """The path is the one from there."""
    project.pytester.makeini("[pytest]")
    project.pytester.mkdir("sub")
    project.pytester.path.joinpath("sub/test_it.py").write_text("def test_it(populace): assert 0\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.pytester.path / "sub")
        result = project.run()

    result.stdout.fnmatch_lines(["The same values again: pytest test_it.py::test_it --populace-seed=0"])


def test_the_seed_of_pytest_randomly_is_the_base(project, seen):
    """What that plug-in keeps in its option is taken where nobody says anything else."""
    project.pytester.syspathinsert()
    project.pytester.makepyfile(of_randomly="def pytest_configure(config):\n    config.option.randomly_seed = 99\n")

    assert seen("-p", "of_randomly", "-p", "no:randomly") == seen("--populace-seed=99")
    assert seen("-p", "of_randomly", "-p", "no:randomly", "--populace-seed=1") == seen("--populace-seed=1")


@pytest.mark.slow
def test_values_are_the_same_under_xdist(seen):
    """Whichever worker runs a test, also with a seed that was drawn in the process that started them."""
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    shuffled = seen("-n2", "--populace-seed=5", subprocess=True)

    assert shuffled == seen("--populace-seed=5")
    assert seen("-n2", "--populace-seed=random", subprocess=True) == seen("--populace-seed=last")


@pytest.mark.slow
def test_a_group_of_xdist_changes_no_value(project, seen):
    """Its name is appended to the node id."""
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    alone = seen()
    marked = TESTS.replace(
        "def test_one(request, customer", '@pytest.mark.xdist_group("g")\ndef test_one(request, customer'
    )
    project.pytester.makepyfile(test_it=marked)

    assert seen("-n2", "--dist=loadgroup", subprocess=True) == alone


@pytest.mark.slow
def test_values_are_the_same_in_random_order(seen):
    """With pytest-randomly itself."""
    pytest.importorskip("pytest_randomly", reason="pytest-randomly is not installed")

    shuffled = seen("--randomly-seed=12", subprocess=True)

    assert shuffled == seen("-p", "no:randomly", "--populace-seed=12", subprocess=True)
