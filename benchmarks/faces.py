"""Faker's methods and ours, side by side in one process: ``python -m benchmarks.faces``.

Each pair is timed turn by turn, and the best of the turns counts. "cold" is the first call of a
method in a process, with the plan that all methods share already made.
"""

import time
from collections.abc import Callable

from faker import Faker

CALLS, TURNS = 400, 15
RECORDS = ["patient", "encounter", "customer", "order", "account", "transaction", "person", "address_record"]
VALUES = {
    "person_email": "email",
    "person_phone": "phone_number",
    "adult_birth_date": "date_of_birth",
}


def seconds(call: Callable[[], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) / calls


def interleaved(fake: Faker, method: str) -> Callable[[], object]:
    """With a call in between that draws from the same random numbers."""

    def call() -> None:
        getattr(fake, method)()
        fake.random.getrandbits(32)

    return call


def compare(fake: Faker, ours: str, theirs: str, wrap: Callable[[Faker, str], Callable[[], object]]) -> None:
    one, other = wrap(fake, ours), wrap(fake, theirs)
    cold = seconds(one, 1)
    pairs = [(seconds(one, CALLS), seconds(other, CALLS)) for _ in range(TURNS)]
    own, faker = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    times = f"{own * 1e6:9.1f} µs {faker * 1e6:9.1f} µs {faker / own:8.1f} x"
    print(f"{ours:<20} {theirs:<16} {times}   cold {cold * 1e3:7.1f} ms")


def plain(fake: Faker, method: str) -> Callable[[], object]:
    return getattr(fake, method)


def main() -> None:
    from populace.faker import Faker as All

    fake = All()
    fake.seed_instance(1)
    records = [method for method in RECORDS if hasattr(fake, method)]
    values = {ours: theirs for ours, theirs in VALUES.items() if hasattr(fake, ours)}
    for title, wrap in (("in a row", plain), ("interleaved", interleaved)):
        print(f"\n{title}\n{'ours':<20} {'Faker':<16} {'ours':>12} {'Faker':>12} {'faster':>10}")
        for method in records:
            compare(fake, method, "profile", wrap)
        for ours, theirs in values.items():
            compare(fake, ours, theirs, wrap)


if __name__ == "__main__":
    main()
