"""What holds in every row of the world, counted by the database; each query looks for rows that break it."""

import pytest
import sqlalchemy as sa

BROKEN = {
    "nobody is seen before birth": """
        select count(*) from encounters e join patients p using (patient_id) where date(e.start) < p.birth_date""",
    "nobody is seen after death": """
        select count(*) from encounters e join patients p using (patient_id)
        where date(e.stop) > p.death_date or date(e.start) > p.death_date""",
    "deceased is whether there is a day of death": """
        select count(*) from patients where deceased <> (death_date is not null) or death_date < birth_date""",
    "an encounter ends after it began, and by now": """
        select count(*) from encounters where stop <= start or stop > '2026-06-01'""",
    "encounters of a patient never overlap": """
        select count(*) from (select stop, lead(start) over (partition by patient_id order by start) as next
        from encounters) where next < stop""",
    "a condition began before it was recorded, and after birth": """
        select count(*) from conditions c join encounters e using (encounter_id)
        join patients p on p.patient_id = c.patient_id where c.onset > date(e.start) or c.onset < p.birth_date""",
    "a condition is over after it began": "select count(*) from conditions where resolved < onset",
    "what lasts is not over": "select count(*) from conditions where chronic and resolved is not null",
    "a condition that lasts is recorded once": """
        select count(*) from (select 1 from conditions where chronic group by patient_id, icd10 having count(*) > 1)""",
    "conditions are of the patient of their encounter": """
        select count(*) from conditions c join encounters e using (encounter_id) where c.patient_id <> e.patient_id""",
    "observations are of the patient of their encounter": """
        select count(*) from observations o join encounters e using (encounter_id)
        where o.patient_id <> e.patient_id or o.taken not between e.start and e.stop""",
    "practitioners are employed on the day": """
        select count(*) from encounters e join practitioners s using (practitioner_id)
        where date(e.start) < s.hired or date(e.start) > s.left""",
    "encounters are where the practitioner works": """
        select count(*) from encounters e join practitioners s using (practitioner_id) where e.org_id <> s.org_id""",
    "stays and emergencies are in hospitals": """
        select count(*) from encounters e join organizations o using (org_id)
        where e.class in ('ed', 'inpatient') and o.kind <> 'hospital'""",
    "a readmission follows a stay of the same patient within 30 days": """
        select count(*) from encounters e join encounters b on b.encounter_id = e.prior_encounter_id
        where b.patient_id <> e.patient_id or e.class <> 'inpatient' or b.class <> 'inpatient'
        or julianday(e.start) - julianday(b.stop) not between 0 and 30""",
    "every early second stay is a readmission": """
        select count(*) from (select start, prior_encounter_id, class, lag(stop) over w as ended,
        lag(class) over w as old from encounters window w as (partition by patient_id order by start))
        where class = 'inpatient' and old = 'inpatient' and julianday(start) - julianday(ended) <= 30
        and prior_encounter_id is null""",
    "admission and discharge are told of stays only": """
        select count(*) from encounters where (admit_source is not null) <> (class = 'inpatient')
        or (discharge_disp is not null) <> (class in ('inpatient', 'ed'))""",
    "pregnancy is of women of age": """
        select count(*) from encounters e join patients p using (patient_id)
        where (reason_icd10 like 'O%' or reason_icd10 like 'Z34%' or reason_icd10 like 'Z33%')
        and (sex <> 'F' or (julianday(start) - julianday(birth_date)) / 365.25 not between 12 and 55)""",
    "the prostate is men's": """
        select count(*) from encounters join patients using (patient_id)
        where reason_icd10 like 'N40%' and sex <> 'M'""",
    "bronchiolitis is of infants": """
        select count(*) from encounters join patients using (patient_id)
        where reason_icd10 = 'J21.9' and julianday(start) - julianday(birth_date) > 3 * 365.25""",
    "conditions of the old are not of the young": """
        select count(*) from conditions c join patients p using (patient_id)
        where (julianday(onset) - julianday(birth_date)) / 365.25 <
        case icd10 when 'J44.9' then 34.99 when 'N18.9' then 17.99 when 'I25.10' then 24.99 when 'I10' then 9.99
        when 'E11.9' then 9.99 when 'F32.9' then 9.99 else 0 end""",
    "pulse pressure is above 15": """
        select count(*) from observations s join observations d using (encounter_id)
        where s.loinc = '8480-6' and d.loinc = '8462-4' and s.value - d.value <= 15""",
    "the body-mass index is that of weight and height": """
        select count(*) from observations b join observations w using (encounter_id)
        join observations h using (encounter_id) where b.loinc = '39156-5' and w.loinc = '29463-7'
        and h.loinc = '8302-2' and abs(b.value - w.value * 10000 / (h.value * h.value)) > 0.1""",
    "abnormal is outside of the reference range": """
        select count(*) from observations
        where abnormal <> (coalesce(value < ref_low, 0) or coalesce(value > ref_high, 0))""",
    "nobody is measured from afar": """
        select count(*) from observations join encounters using (encounter_id) where class = 'telehealth'""",
    "practitioners leave after they came": "select count(*) from practitioners where left <= hired",
}


@pytest.mark.parametrize("what", BROKEN)
def test_invariants(records: sa.Connection, what: str) -> None:
    assert records.scalar(sa.text(BROKEN[what])) == 0


def test_every_table_has_rows_that_the_invariants_speak_of(records: sa.Connection) -> None:
    """Readmissions, deaths, births and all classes are among them."""
    stays = "select count(*) from encounters where prior_encounter_id is not null"
    assert records.scalar(sa.text(stays)) > 0
    assert records.scalar(sa.text("select count(*) from patients where deceased")) > 10
    assert records.scalar(sa.text("select count(distinct class) from encounters")) == 4
    assert records.scalar(sa.text("select count(distinct loinc) from observations")) == 7
    assert records.execute(sa.text("pragma foreign_key_check")).all() == []
