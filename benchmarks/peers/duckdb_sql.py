"""DuckDB: one SELECT over range(), hashes of the row number into Faker's name lists, read as Arrow on one thread."""

import duckdb
from benchmarks.shop import CURRENCIES, STATUSES
from faker.providers.address.en_US import Provider as Address
from faker.providers.person.en_US import Provider as Person

NAME, ROWS = "DuckDB SQL", 1_000_000
HOSTS = [f"{host}example.{end}" for host in ("", "mail.", "post.", "my.") for end in ("com", "org", "net")]
FIRST, LAST = list(Person.first_names), list(Person.last_names)
CITIES = [first + end for first in FIRST[:600] for end in Address.city_suffixes[:5]]
STREETS = [f"{last} {end}" for last in LAST for end in Address.street_suffixes[:4]]


def read(sql: str, **lists: list[str]) -> object:
    """All batches of a query that may name the *lists*, kept."""
    connection = duckdb.connect(config={"threads": 1})
    for name, values in lists.items():
        connection.execute(f"SET VARIABLE {name} = ?", [list(values)])
    return list(connection.execute(sql).to_arrow_reader(65_536))


def pick(name: str, count: int, salt: int) -> str:
    return f"getvariable('{name}')[1 + (hash(i, {salt}) % {count})::INT]"


def customers(rows: int) -> object:
    sql = f"""
    SELECT id, first_name, last_name, lower(first_name || '.' || last_name) || i || '@' || host AS email,
           printf('%03d-555-%04dx%d', 201 + hash(i, 4) % 700, 100 + i % 100, i // 100) AS phone,
           (1 + i // {len(STREETS)}) || ' ' || getvariable('streets')[1 + (i * 7919 % {len(STREETS)})::INT]
               AS street_address,
           city, postal_code, birth_date, created_at
    FROM (SELECT i, i + 1 AS id,
          {pick("first", len(FIRST), 1)} AS first_name, {pick("last", len(LAST), 2)} AS last_name,
          {pick("hosts", len(HOSTS), 3)} AS host, {pick("cities", len(CITIES), 5)} AS city,
          printf('%05d', 501 + hash(i, 6) % 99000) AS postal_code,
          DATE '1936-01-01' + (hash(i, 7) % 26000)::INT AS birth_date,
          TIMESTAMP '2023-01-01' + to_seconds((hash(i, 8) % 94608000)::BIGINT) AS created_at
          FROM range({rows}) AS numbers(i))"""
    return read(sql, first=FIRST, last=LAST, hosts=HOSTS, cities=CITIES, streets=STREETS)


def transactions(rows: int, parents: int) -> object:
    sql = f"""
    SELECT i + 1 AS id, 1 + (hash(i, 1) % {parents})::BIGINT AS customer_id,
           (exp(4.4 + sqrt(-2 * ln((1 + hash(i, 2) % 1000000) / 1000001.0)) * cos(6.283 * (hash(i, 3) % 1000000)
               / 1000000.0)))::DECIMAL(12, 2) AS amount,
           {pick("currencies", len(CURRENCIES), 4)} AS currency, {pick("statuses", len(STATUSES), 5)} AS status,
           TIMESTAMP '2023-01-01' + to_seconds((hash(i, 6) % 94608000)::BIGINT) AS created_at
    FROM range({rows}) AS numbers(i)"""
    return read(sql, currencies=list(CURRENCIES), statuses=list(STATUSES))
