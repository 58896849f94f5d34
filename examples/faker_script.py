"""People of a guest list, by Faker with a domain of populace. Run it: python examples/faker_script.py"""

from datetime import date

from faker import Faker

fake = Faker(includes=["populace.domains.people"])
fake.seed_instance(2026)

for _ in range(3):
    guest = fake.person()
    print(f"{guest['full_name']:<20} {guest['birth_date']}  {guest['email']}")

mary = fake.person(first_name="Mary", birth_date=date(1950, 1, 1))
print(mary["sex"], mary["full_name"], mary["email"])

print(fake.person(person_id=18)["full_name"], "is the eighteenth person of the table")

german = Faker("de_DE", includes=["populace.domains.people"])
german.seed_instance(2026)
print(german.person()["full_name"], german.person_phone(), german.unique.person_email())
