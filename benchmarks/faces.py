"""Faker's methods and ours, side by side in one process: ``python -m benchmarks.faces``.

Each pair is timed turn by turn, and the best of the turns counts. "cold" is the first call of
a method in the process; the very first of all makes the plan, too.
"""

import time
from collections.abc import Callable

import faker

from populace.faker import Faker

CALLS, TURNS = 300, 7
RECORDS = (
    "patient", "encounter", "observation", "practitioner", "finance.customer", "account", "transaction",
    "customer", "product", "order", "order_line", "review", "person", "address_record",
)  # fmt: skip
VALUES = {
    "mrn": ("bothify", {"text": "MRN########"}),
    "npi": ("numerify", {"text": "1#########"}),
    "ssn_like": ("ssn", {}),
    "systolic": ("random_int", {"min": 70, "max": 240}),
    "heart_rate": ("pyint", {}),
    "bmi": ("pyfloat", {}),
    "icd10": ("lexify", {}),
    "medical_specialty": ("job", {}),
    "hospital_name": ("company", {}),
    "account_iban": ("iban", {}),
    "pan_token": ("credit_card_number", {}),
    "card_network": ("credit_card_provider", {}),
    "transaction_amount": ("pydecimal", {}),
    "merchant_name": ("company", {}),
    "gtin13": ("ean13", {}),
    "sku": ("bothify", {}),
    "list_price": ("pydecimal", {}),
    "product_name": ("catch_phrase", {}),
    "review_text": ("paragraph", {}),
    "review_title": ("sentence", {}),
    "person_email": ("email", {}),
    "person_phone": ("phone_number", {}),
    "adult_birth_date": ("date_of_birth", {}),
}

Call = Callable[[], object]


def seconds(call: Call) -> float:
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS


def compare(name: str, ours: Call, other: str, theirs: Call) -> float:
    """Prints a line; how many times as fast ours is."""
    start = time.perf_counter()
    ours()
    cold = time.perf_counter() - start
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(TURNS)]
    own, peer = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"{name:<20} {other:<22} {own * 1e6:8.1f} µs {peer * 1e6:8.1f} µs {peer / own:7.1f} x   {cold * 1e3:7.1f} ms")
    return peer / own


def asked(fake: faker.Faker, method: str, **known: object) -> Call:
    """As ``fake.method()``, through Faker's proxy."""
    return lambda: getattr(fake, method)(**known)


def between(fake: faker.Faker, call: Call) -> Call:
    """With a call in between that draws from the same random numbers: of one word, so that nothing stays aligned."""

    def both() -> None:
        call()
        fake.random.getrandbits(32)

    return both


def run(calls: int = CALLS, turns: int = TURNS) -> dict[str, float]:
    """All ratios by name, those of interleaved calls with a ``+``."""
    global CALLS, TURNS
    CALLS, TURNS = calls, turns
    fake, bank, plain = Faker(), Faker(only=["finance"]), faker.Faker()
    found: dict[str, float] = {}
    for each in (fake, bank, plain):
        each.seed_instance(1)
    for title, sign in (("in a row", ""), ("with a call between", "+")):
        print(f"\n{title:<20} {'Faker':<22} {'ours':>11} {'Faker':>11} {'faster':>9} {'cold':>12}")
        for name in (*RECORDS, *VALUES):
            other, known = VALUES.get(name, ("profile", {}))
            domain, _, method = name.rpartition(".")
            world = bank if domain else fake
            ours, theirs = asked(world, method), asked(plain, other, **known)
            if sign:
                ours, theirs = between(world, ours), between(plain, theirs)
            found[name + sign] = compare(name, ours, other, theirs)
    return found


if __name__ == "__main__":
    run()
