"""Patients of a clinic, by Faker with a domain of populace. Run it: python examples/faker_script.py"""

from datetime import date

from faker import Faker

fake = Faker(includes=["populace.domains.healthcare"])
fake.seed_instance(2026)

for _ in range(3):
    patient = fake.patient()
    print(patient["mrn"], patient["given"], patient["family"], patient["birth_date"], patient["email"])

mary = fake.patient(given="Mary", birth_date=date(1950, 1, 1))
print(mary["sex"], mary["smoker"], fake.systolic(birth_date=mary["birth_date"]), "mmHg")

visit = fake.encounter()
patient = fake.patient(patient_id=visit["patient_id"])
print(patient["family"], patient["birth_date"], visit["class"], visit["start"], visit["reason_icd10"])

print(fake.patient(patient_id=18)["family"], "is the eighteenth patient of the table")

german = Faker("de_DE", includes=["populace.domains.healthcare"])
german.seed_instance(2026)
print(german.patient()["city"], german.name(), fake.unique.mrn())
