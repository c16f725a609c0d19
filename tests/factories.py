"""Rows for tests, with traits. Write them inside `arranging()`, as every guarded row."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from kevread.base.models import as_range
from kevread.charter.models import Keeping, Setting
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Coverage, Name, Organisation, Person
from kevread.seats.models import Body, Mandate, Seat, ZoneLead
from kevread.territory.models import Certainty, Kind, Zone, ZonePart

SINCE = date(2024, 9, 26)


def since(start: date | None = SINCE, last: date | None = None):
    """A period from the days that people type, both included."""
    return as_range(Period.through(start, last))


class Dated(DjangoModelFactory):
    class Meta:
        abstract = True

    period = factory.LazyFunction(since)


class ZoneFactory(Dated):
    class Meta:
        model = Zone

    class Params:
        island = factory.Trait(kind=Kind.COMMUNE, name=factory.Sequence(lambda n: f"Île {n}"))
        commune = factory.Trait(kind=Kind.COMMUNE, name=factory.Sequence(lambda n: f"Commune {n}"))
        strategic = factory.Trait(kind=Kind.STRATEGIC, name=factory.Sequence(lambda n: f"Territoire {n}"))

    kind = Kind.EPCI
    code = factory.Sequence(lambda n: f"{200_000_000 + n}")
    name = factory.Sequence(lambda n: f"Communauté de communes {n}")


class ZonePartFactory(Dated):
    class Meta:
        model = ZonePart

    child = factory.SubFactory(ZoneFactory)
    parent = factory.SubFactory(ZoneFactory, strategic=True)
    parent_kind = factory.SelfAttribute("parent.kind")
    source = "Carte de test"


class OrganisationFactory(Dated):
    class Meta:
        model = Organisation

    class Params:
        head = factory.Trait(scale="head", slug="cress", name="La Cress", rna="W359000000")
        grouping = factory.Trait(
            scale="grouping",
            slug=factory.Sequence(lambda n: f"groupement-{n:04}"),
            name=factory.Sequence(lambda n: f"Groupement {n:04}"),
            rna=factory.Sequence(lambda n: f"W35{n:07}"),
        )
        local = factory.Trait(
            scale="local",
            slug=factory.Sequence(lambda n: f"pole-{n:04}"),
            name=factory.Sequence(lambda n: f"Pôle {n:04}"),
        )

    scale = ""
    legal_form = "association"
    slug = factory.Sequence(lambda n: f"structure-{n}")
    name = factory.Sequence(lambda n: f"Structure {n}")


class NameFactory(Dated):
    class Meta:
        model = Name

    organisation = factory.SubFactory(OrganisationFactory)
    kind = Name.Kind.BRAND
    text = factory.LazyAttribute(lambda name: f"ESS {name.organisation.name}")


class AffiliationFactory(Dated):
    class Meta:
        model = Affiliation

    member = factory.SubFactory(OrganisationFactory)
    of = factory.SubFactory(OrganisationFactory, grouping=True)


class CoverageFactory(Dated):
    class Meta:
        model = Coverage

    organisation = factory.SubFactory(OrganisationFactory, local=True)
    zone = factory.SubFactory(ZoneFactory)
    source = "Carte de test"
    certainty = Certainty.DOCUMENTED


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_name = factory.Faker("first_name", locale="fr_FR")
    family_name = factory.Sequence(lambda n: f"Testeuse {n}")


class BodyFactory(Dated):
    class Meta:
        model = Body

    class Params:
        bureau = factory.Trait(kind=Body.Kind.BUREAU, name="Bureau")
        team = factory.Trait(kind=Body.Kind.TEAM, name="Équipe")
        assembly = factory.Trait(kind=Body.Kind.ASSEMBLY, name="Assemblée générale")
        space = factory.Trait(kind=Body.Kind.SPACE, name="Espace régional", level=Body.Level.OPERATIONAL)

    organisation = factory.SubFactory(OrganisationFactory, local=True)
    kind = Body.Kind.BOARD
    name = "Conseil d’administration"
    slug = factory.LazyAttributeSequence(lambda body, n: f"{body.organisation.slug}-{body.kind}-{n}")


class SeatFactory(Dated):
    class Meta:
        model = Seat

    class Params:
        president = factory.Trait(title="president", name="Présidence", places=1)
        direction = factory.Trait(title="direction", name="Direction", places=1)
        delegate = factory.Trait(title="delegate", name="Délégué·e territorial·e")
        alternate = factory.Trait(title="alternate", name="Suppléant·e", is_alternate=True)

    body = factory.SubFactory(BodyFactory)
    title = "administrator"
    name = "Administrateur·rice"


class MandateFactory(Dated):
    class Meta:
        model = Mandate

    class Params:
        hired = factory.Trait(origin=Mandate.Origin.HIRING)
        mistake = factory.Trait(end_reason=Mandate.EndReason.MISTAKE)

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    origin = Mandate.Origin.ELECTION


class ZoneLeadFactory(Dated):
    class Meta:
        model = ZoneLead

    mandate = factory.SubFactory(MandateFactory, hired=True)
    zone = factory.SubFactory(ZoneFactory)
    main = True


class KeepingFactory(Dated):
    class Meta:
        model = Keeping

    organisation = factory.SubFactory(OrganisationFactory, local=True)
    register = "mandates"


class SettingFactory(Dated):
    class Meta:
        model = Setting

    name = "R3.7.representatives_per_member"
    value = 2
    adopted_by = "Décision de test"
    adopted_on = SINCE
