"""dbldatagen: column specifications on local Spark with one core, written to Spark's noop sink."""

import os
import sys

import dbldatagen as dg
from benchmarks.shop import CURRENCIES, STATUSES
from faker.providers.address.en_US import Provider as Address
from faker.providers.person.en_US import Provider as Person
from pyspark.sql import SparkSession

NAME, ROWS = "dbldatagen (Spark)", 1_000_000
HOSTS = [f"{host}example.{end}" for host in ("", "mail.", "post.", "my.") for end in ("com", "org", "net")]
FIRST, LAST = list(Person.first_names), list(Person.last_names)
CITIES = [first + end for first in FIRST[:600] for end in Address.city_suffixes[:5]]
STREETS = [f"{last} {end}" for last in LAST for end in Address.street_suffixes[:4]]
os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
spark = (
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
).getOrCreate()
spark.sparkContext.setLogLevel("ERROR")


def picked(values: list[str]) -> dict[str, object]:
    return {"values": values, "random": True}


def written(spec: dg.DataGenerator) -> None:
    spec.build().write.format("noop").mode("overwrite").save()


def customers(rows: int) -> object:
    spec = dg.DataGenerator(spark, rows=rows, partitions=1, seedColumnName="i", randomSeed=1)
    spec = spec.withColumn("id", "long", expr="i + 1")
    spec = spec.withColumn("first_name", "string", **picked(FIRST)).withColumn("last_name", "string", **picked(LAST))
    spec = spec.withColumn("host", "string", omit=True, **picked(HOSTS))
    name = "concat(lower(first_name), '.', lower(last_name), i, '@', host)"
    spec = spec.withColumn("email", "string", expr=name, baseColumn=["first_name", "last_name", "host"])
    spec = spec.withColumn("phone", "string", expr="concat(201 + i % 700, '-555-01', i % 100, 'x', i)")
    spec = spec.withColumn("street", "string", omit=True, **picked(STREETS))
    spec = spec.withColumn("street_address", "string", expr="concat(i + 1, ' ', street)", baseColumn="street")
    spec = spec.withColumn("city", "string", **picked(CITIES))
    spec = spec.withColumn("postal_code", "string", template="ddddd")
    spec = spec.withColumn("birth_date", "date", begin="1936-01-01", end="2007-12-31", interval="1 DAY", random=True)
    period = {"begin": "2023-01-01 00:00:00", "end": "2025-12-31 23:59:59", "interval": "1 SECOND"}
    return written(spec.withColumn("created_at", "timestamp", random=True, **period))


def transactions(rows: int, parents: int) -> object:
    spec = dg.DataGenerator(spark, rows=rows, partitions=1, seedColumnName="i", randomSeed=1)
    spec = spec.withColumn("id", "long", expr="i + 1")
    spec = spec.withColumn("customer_id", "long", minValue=1, maxValue=parents, random=True)
    spec = spec.withColumn("amount", "decimal(12,2)", minValue=1, maxValue=5000, step=0.01, random=True)
    spec = spec.withColumn("currency", "string", **picked(list(CURRENCIES)))
    spec = spec.withColumn("status", "string", **picked(list(STATUSES)))
    period = {"begin": "2023-01-01 00:00:00", "end": "2025-12-31 23:59:59", "interval": "1 SECOND"}
    return written(spec.withColumn("created_at", "timestamp", random=True, **period))
