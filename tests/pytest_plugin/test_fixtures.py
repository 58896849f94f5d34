"""The fixture `populace`, fixtures by `fixture_for`, and the session that users define."""

import pytest

import populace.factories  # NumPy cannot be imported twice, and pytester forgets what its runs import
import populace.faker  # noqa: F401

pytest_plugins = ["pytester"]


def test_a_fixture_needs_nothing_but_a_class(passes):
    """Without any configuration objects are in a session, with a parent and with children."""
    passes("""
def test_objects(customer, order, buyer, populace):
    assert customer.id and "@" in customer.email
    assert order.customer.id == order.customer_id
    assert len(buyer.orders) == 3
    assert populace.session.scalar(sa.select(sa.func.count()).select_from(Order)) == 4
""")


def test_known_values_win_and_the_rest_fits_them(passes):
    """create, create_batch and build take what is known; build stores nothing."""
    passes("""
def test_objects(populace):
    ann = populace.create(Customer, name="Ann Lee")
    orders = populace.create_batch(Order, 3, customer=ann)
    loose = populace.build(Customer, name="Bo")
    assert ann.orders == orders and ann in populace.session
    assert loose.name == "Bo" and loose not in populace.session
    assert populace.create("models:Order", customer__name="Cy").customer.name == "Cy"
""")


def test_the_factory_of_a_user_counts(passes):
    """A factory stands for its class, and factories called directly use the session of the test."""
    passes("""
from populace import ModelFactory, fixture_for

class VipFactory(ModelFactory[Customer]):
    name = "VIP"

vip = fixture_for(VipFactory)

def test_factories(populace, vip):
    assert vip.name == populace.create(VipFactory).name == VipFactory.create().name == "VIP"
    assert populace.session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 3
""")


def test_a_test_may_know_more(passes):
    """`indirect=True` gives a dict of what is known."""
    passes("""
import pytest

@pytest.mark.parametrize("buyer", [{"name": "Ann"}, {"name": "Bo", "orders": 1}], indirect=True)
def test_names(buyer):
    assert (buyer.name, len(buyer.orders)) in {("Ann", 3), ("Bo", 1)}
""")


def test_another_parameter_is_an_error(project):
    """A parameter that is no dict is told, with what would be right."""
    result = project.run(
        test_it="""
import pytest

@pytest.mark.parametrize("customer", ["Ann"], indirect=True)
def test_names(customer):
    pass
"""
    )

    result.stdout.fnmatch_lines(["*TypeError: customer: its parameter is 'Ann'; give a dict of what is known*"])


def test_fixtures_are_listed_where_they_are_declared(project):
    """`--fixtures` shows the line of conftest.py and what the fixture is."""
    project.run("--fixtures").stdout.fnmatch_lines(
        [
            "customer -- conftest.py:*",
            "*One Customer of models, made by populace.",
            "order -- conftest.py:*",
            "*One Order of models, made by populace.",
            "buyer -- conftest.py:*",
            "*One Customer of models with orders=3, made by populace.",
        ]
    )


def test_an_error_shows_the_line_of_the_fixture(project):
    """A traceback begins at the declaration, not in code of populace that nobody wrote."""
    result = project.run(
        conftest="from populace import fixture_for\nlost = fixture_for('models:Lost')\n",
        test_it="def test_lost(lost): pass",
    )

    result.stdout.fnmatch_lines([">*lost = fixture_for('models:Lost')", "*AttributeError: models has no 'Lost'*"])


def test_nothing_with_a_common_noun_is_there(project):
    """Only names that begin with populace are taken without being asked for."""
    listed = project.run("--fixtures").stdout.str()
    own = listed.partition("fixtures defined from populace.pytest_plugin")[2].partition("fixtures defined from")[0]

    names = [line.split()[0] for line in own.splitlines() if " -- " in line]
    assert sorted(names) == ["populace", "populace_session"]


@pytest.mark.parametrize(
    ("ini", "conftest"),
    [("", "pytest_plugins = ['populace.domains.people.fixtures']"), ("populace_domains = people", "")],
)
def test_a_world_brings_its_fixtures(project, ini, conftest):
    """By `pytest_plugins`, or by the ini file."""
    project.pytester.makeini(f"[pytest]\n{ini}")
    result = project.run(
        conftest=conftest,
        test_it="""
def test_person(person, address):
    assert person.full_name and address.person.email
""",
    )

    result.assert_outcomes(passed=1)


def test_a_conftest_goes_before_the_ini_file(project):
    """A user's own fixture of the name is the one that tests get."""
    project.pytester.makeini("[pytest]\npopulace_domains = people")
    result = project.run(
        conftest="import pytest\n\n@pytest.fixture\ndef person():\n    return 'mine'\n",
        test_it="def test_person(person): assert person == 'mine'",
    )

    result.assert_outcomes(passed=1)


def test_an_unknown_world_is_an_error_with_the_closest_name(project):
    """Before any test runs."""
    project.pytester.makeini("[pytest]\npopulace_domains = peple")

    project.run().stderr.fnmatch_lines(["*populace_domains: there is no domain 'peple'; did you mean 'people'*"])


SESSION = """
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from populace import fixture_for
from models import Base, Customer

customer = fixture_for(Customer)

@pytest.fixture
def populace_session(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path}/own.db")
    Base.metadata.create_all(engine)
    with OPENED as session:
        yield session
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM customers")) == 0
    engine.dispose()
"""


@pytest.mark.parametrize("opened", ["Session(engine)", "sessionmaker(engine)()"])
def test_the_session_of_a_user_is_used_and_never_committed(passes, opened):
    """What is flushed is gone when the session is closed; seed is part of the same transaction."""
    passes(
        """
def test_session(customer, populace, populace_session):
    assert customer in populace_session and "own.db" in str(populace_session.get_bind().url)
    populace_session.rollback()
    assert populace.seed(Base, rows={"customers": 5})["customers"] == 5
    assert len(populace_session.scalars(sa.select(Customer)).all()) == 5
""",
        conftest=SESSION.replace("OPENED", opened),
    )


def test_a_scoped_session_is_a_session(passes):
    """As web frameworks keep it."""
    conftest = SESSION.replace(
        "    with OPENED as session:\n        yield session\n",
        "    session = OPENED\n    yield session\n    session.remove()\n",
    )
    passes(
        """
def test_session(customer, populace_session):
    assert customer in populace_session and populace_session.query(Customer).count() == 1
""",
        conftest=conftest.replace("OPENED", "scoped_session(sessionmaker(engine))"),
    )


def test_a_session_of_a_wider_scope_serves_fixtures_of_that_scope(project):
    """A fixture cannot outlive the session that its object is in."""
    wider = SESSION.replace("OPENED", "Session(engine)").replace(
        "@pytest.fixture\n", '@pytest.fixture(scope="module")\n'
    )
    result = project.run(
        conftest=wider.replace("(tmp_path)", "(tmp_path_factory)").replace(
            "    engine = sa", "    tmp_path = tmp_path_factory.mktemp('db')\n    engine = sa"
        )
        + """
tenant = fixture_for(Customer, scope="module")
everywhere = fixture_for(Customer, scope="session")
""",
        test_it="""
def test_first(tenant, customer, populace_session):
    assert tenant in populace_session and customer.email != tenant.email

def test_second(tenant, populace_session):
    assert tenant in populace_session

def test_third(everywhere):
    pass
""",
    )

    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ScopeMismatch*module*populace_session*session*"])


def test_what_is_no_session_is_an_error(project):
    """A sessionmaker would open another session at each call."""
    result = project.run(
        conftest="""
import pytest
from sqlalchemy.orm import sessionmaker

@pytest.fixture
def populace_session():
    return sessionmaker()
""",
        test_it="def test_it(populace): pass",
    )

    result.stdout.fnmatch_lines(["*TypeError: populace_session returned sessionmaker*; return or yield a Session*"])
