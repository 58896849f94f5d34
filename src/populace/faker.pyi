"""Written by tests/test_faker.py from the providers; types of populace/faker.py."""

import datetime
import decimal
from collections.abc import Sequence
from typing import Any

import faker

import populace.domains.finance.provider
import populace.domains.healthcare.provider
import populace.domains.people.provider
import populace.domains.retail.records

class Faker(faker.Faker):
    def __init__(
        self,
        locale: str | Sequence[str] | dict[str, int | float] | None = None,
        providers: list[str] | None = None,
        generator: faker.Generator | None = None,
        includes: list[str] | None = None,
        use_weighting: bool = True,
        *,
        only: Sequence[str] = (),
        **options: Any,
    ) -> None: ...
    def __getitem__(self, locale: str) -> Faker: ...
    @property
    def unique(self) -> Faker: ...
    @property
    def optional(self) -> Any: ...
    def account(
        self,
        *,
        account_id: int = ...,
        iban: str = ...,
        bic: str = ...,
        kind: str = ...,
        currency: str = ...,
        opened: datetime.date = ...,
        closed: datetime.date | None = ...,
        overdraft_limit: decimal.Decimal = ...,
        opening_balance: decimal.Decimal = ...,
        status: str = ...,
    ) -> populace.domains.finance.provider.AccountRecord: ...
    def account_balance(self) -> decimal.Decimal: ...
    def account_holder(
        self,
        *,
        account_id: int = ...,
        customer_id: int = ...,
        role: str = ...,
    ) -> populace.domains.finance.provider.AccountHolderRecord: ...
    def account_iban(self) -> str: ...
    def address_record(
        self,
        *,
        address_id: int = ...,
        person_id: int = ...,
        kind: str = ...,
        street: str = ...,
        unit: str | None = ...,
        city: str = ...,
        region: str = ...,
        region_code: str = ...,
        postcode: str = ...,
        country_code: str = ...,
        country: str = ...,
    ) -> populace.domains.people.provider.AddressRecord: ...
    def adult_birth_date(self, **known: Any) -> datetime.date: ...
    def bmi(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> float: ...
    def body_height(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> float: ...
    def body_temperature(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> float: ...
    def body_weight(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> float: ...
    def card(
        self,
        *,
        card_id: int = ...,
        account_id: int = ...,
        customer_id: int = ...,
        pan_token: str = ...,
        last4: str = ...,
        network: str = ...,
        issued: datetime.date = ...,
        expires: datetime.date = ...,
        status: str = ...,
    ) -> populace.domains.finance.provider.CardRecord: ...
    def card_network(self) -> str: ...
    def category(
        self,
        *,
        category_id: int = ...,
        parent_id: int | None = ...,
        name: str = ...,
        path: str = ...,
        margin: decimal.Decimal = ...,
        return_rate: decimal.Decimal = ...,
    ) -> populace.domains.retail.records.CategoryRecord: ...
    def category_path(self) -> str: ...
    def condition(
        self,
        *,
        condition_id: int = ...,
        patient_id: int = ...,
        encounter_id: int = ...,
        icd10: str = ...,
        onset: datetime.date = ...,
        resolved: datetime.date | None = ...,
        chronic: bool = ...,
    ) -> populace.domains.healthcare.provider.ConditionRecord: ...
    def contact(
        self,
        *,
        contact_id: int = ...,
        person_id: int = ...,
        kind: str = ...,
        value: str = ...,
        preferred: bool = ...,
    ) -> populace.domains.people.provider.ContactRecord: ...
    def customer(
        self,
        *,
        customer_id: int = ...,
        email: str = ...,
        first_name: str = ...,
        last_name: str = ...,
        phone: str | None = ...,
        street: str = ...,
        city: str = ...,
        region: str = ...,
        postcode: str = ...,
        country_code: str = ...,
        segment: str = ...,
        joined: datetime.datetime = ...,
        marketing_opt_in: bool = ...,
        acquisition: str = ...,
    ) -> populace.domains.retail.records.CustomerRecord: ...
    def diastolic(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> int: ...
    def encounter(
        self,
        *,
        encounter_id: int = ...,
        patient_id: int = ...,
        practitioner_id: int = ...,
        org_id: int = ...,
        start: datetime.datetime = ...,
        stop: datetime.datetime = ...,
        reason_icd10: str = ...,
        admit_source: str | None = ...,
        discharge_disp: str | None = ...,
        prior_encounter_id: int | None = ...,
        class_: str | None = ...,
    ) -> populace.domains.healthcare.provider.EncounterRecord: ...
    def gtin13(self) -> str: ...
    def heart_rate(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> int: ...
    def hospital_name(self) -> str: ...
    def icd10(self) -> str: ...
    def icd10_title(self, code: str | None = ...) -> str: ...
    def list_price(self) -> decimal.Decimal: ...
    def loinc(self) -> str: ...
    def mcc(self) -> str: ...
    def mcc_name(self, code: str | None = ...) -> str: ...
    def medical_specialty(self) -> str: ...
    def merchant(
        self,
        *,
        merchant_id: int = ...,
        name: str = ...,
        mcc: str = ...,
        country: str = ...,
        city: str = ...,
        online: bool = ...,
        risk: str = ...,
    ) -> populace.domains.finance.provider.MerchantRecord: ...
    def merchant_name(self, mcc: str | None = ...) -> str: ...
    def mrn(self) -> str: ...
    def npi(self) -> str: ...
    def observation(
        self,
        *,
        obs_id: int = ...,
        encounter_id: int = ...,
        patient_id: int = ...,
        loinc: str = ...,
        value: float = ...,
        unit: str = ...,
        ref_low: float | None = ...,
        ref_high: float | None = ...,
        abnormal: bool = ...,
        taken: datetime.datetime = ...,
    ) -> populace.domains.healthcare.provider.ObservationRecord: ...
    def order(
        self,
        *,
        order_id: int = ...,
        customer_id: int = ...,
        order_no: str = ...,
        placed: datetime.datetime = ...,
        status: str = ...,
        channel: str = ...,
        subtotal: decimal.Decimal = ...,
        discount: decimal.Decimal = ...,
        shipping: decimal.Decimal = ...,
        tax: decimal.Decimal = ...,
        total: decimal.Decimal = ...,
        refunded: decimal.Decimal = ...,
        currency: str = ...,
        coupon: str | None = ...,
        session_id: str | None = ...,
    ) -> populace.domains.retail.records.OrderRecord: ...
    def order_line(
        self,
        *,
        order_id: int = ...,
        line_no: int = ...,
        product_id: int = ...,
        qty: int = ...,
        unit_price: decimal.Decimal = ...,
        discount: decimal.Decimal = ...,
        line_total: decimal.Decimal = ...,
        returned_qty: int = ...,
        returned_at: datetime.datetime | None = ...,
    ) -> populace.domains.retail.records.OrderLineRecord: ...
    def order_no(self) -> str: ...
    def order_total(self) -> decimal.Decimal: ...
    def organization(
        self,
        *,
        org_id: int = ...,
        npi: str = ...,
        name: str = ...,
        kind: str = ...,
        city: str = ...,
        state: str = ...,
        zip: str = ...,
        country: str = ...,
        phone: str = ...,
    ) -> populace.domains.healthcare.provider.OrganizationRecord: ...
    def pan_token(self) -> str: ...
    def patient(
        self,
        *,
        patient_id: int = ...,
        mrn: str = ...,
        payer_id: int = ...,
        pcp_id: int | None = ...,
        family: str = ...,
        given: str = ...,
        sex: str = ...,
        birth_date: datetime.date = ...,
        death_date: datetime.date | None = ...,
        deceased: bool = ...,
        ssn_like: str = ...,
        race: str = ...,
        ethnicity: str = ...,
        marital: str = ...,
        street: str = ...,
        city: str = ...,
        state: str = ...,
        zip: str = ...,
        country: str = ...,
        phone: str = ...,
        email: str = ...,
        smoker: str = ...,
        height_cm: float = ...,
        weight_kg: float = ...,
    ) -> populace.domains.healthcare.provider.PatientRecord: ...
    def payer(
        self,
        *,
        payer_id: int = ...,
        name: str = ...,
        kind: str = ...,
    ) -> populace.domains.healthcare.provider.PayerRecord: ...
    def payer_name(self) -> str: ...
    def payment(
        self,
        *,
        payment_id: int = ...,
        order_id: int = ...,
        kind: str = ...,
        method: str = ...,
        amount: decimal.Decimal = ...,
        paid_at: datetime.datetime = ...,
        status: str = ...,
        installments: int = ...,
    ) -> populace.domains.retail.records.PaymentRecord: ...
    def person(
        self,
        *,
        person_id: int = ...,
        sex: str = ...,
        first_name: str = ...,
        last_name: str = ...,
        full_name: str = ...,
        birth_date: datetime.date = ...,
        email: str = ...,
        phone: str = ...,
    ) -> populace.domains.people.provider.PersonRecord: ...
    def person_email(self, **known: Any) -> str: ...
    def person_phone(self) -> str: ...
    def practitioner(
        self,
        *,
        practitioner_id: int = ...,
        org_id: int = ...,
        npi: str = ...,
        family: str = ...,
        given: str = ...,
        sex: str = ...,
        specialty: str = ...,
        hired: datetime.date = ...,
        left: datetime.date | None = ...,
    ) -> populace.domains.healthcare.provider.PractitionerRecord: ...
    def product(
        self,
        *,
        product_id: int = ...,
        sku: str = ...,
        gtin13: str = ...,
        category_id: int = ...,
        name: str = ...,
        brand: str = ...,
        list_price: decimal.Decimal = ...,
        previous_price: decimal.Decimal | None = ...,
        repriced_at: datetime.datetime | None = ...,
        cost: decimal.Decimal = ...,
        launched: datetime.date = ...,
        retired: datetime.date | None = ...,
        weight_g: int = ...,
    ) -> populace.domains.retail.records.ProductRecord: ...
    def product_brand(self) -> str: ...
    def product_name(self) -> str: ...
    def review(
        self,
        *,
        review_id: int = ...,
        order_id: int = ...,
        line_no: int = ...,
        customer_id: int = ...,
        stars: int = ...,
        title: str = ...,
        body: str = ...,
        written: datetime.datetime = ...,
        verified: bool = ...,
    ) -> populace.domains.retail.records.ReviewRecord: ...
    def review_text(self) -> str: ...
    def review_title(self) -> str: ...
    def shipment(
        self,
        *,
        shipment_id: int = ...,
        order_id: int = ...,
        carrier: str = ...,
        tracking: str = ...,
        shipped: datetime.datetime = ...,
        promised: datetime.date = ...,
        delivered: datetime.datetime | None = ...,
        cost: decimal.Decimal = ...,
    ) -> populace.domains.retail.records.ShipmentRecord: ...
    def sku(self) -> str: ...
    def ssn_like(self) -> str: ...
    def systolic(self, birth_date: datetime.date | None = ..., sex: str | None = ...) -> int: ...
    def tax_id_like(self) -> str: ...
    def tracking_number(self) -> str: ...
    def transaction(
        self,
        *,
        txn_id: int = ...,
        account_id: int = ...,
        card_id: int | None = ...,
        merchant_id: int | None = ...,
        seq: int = ...,
        ts: datetime.datetime = ...,
        kind: str = ...,
        amount: decimal.Decimal = ...,
        balance_after: decimal.Decimal = ...,
        channel: str = ...,
        mcc: str | None = ...,
        auth: str = ...,
    ) -> populace.domains.finance.provider.TransactionRecord: ...
    def transaction_amount(self, kind: str | None = ...) -> decimal.Decimal: ...
    def web_event(
        self,
        *,
        event_id: int = ...,
        session_id: str = ...,
        customer_id: int | None = ...,
        happened: datetime.datetime = ...,
        kind: str = ...,
        product_id: int | None = ...,
        order_id: int | None = ...,
        device: str = ...,
        referrer: str = ...,
        ip: str = ...,
    ) -> populace.domains.retail.records.WebEventRecord: ...
    def yearly_income(self) -> decimal.Decimal: ...

def install(*names: str) -> None: ...
def uninstall() -> None: ...
