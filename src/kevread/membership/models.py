"""Applications for membership, received or waiting for their link to be opened; and what happens to a membership."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet, new_key
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Application
from kevread.directory.models import Affiliation, LegalForm, Organisation, Reach
from kevread.territory.models import Zone

KEEPS = "keep_members"  # the right by which applications are read and instructed, and memberships kept


class Unconfirmed(models.Model):
    """What somebody typed on the public form, until the letter sent to their address is answered. Outside the journal, which
    forgets nothing: nobody proved that the address is theirs. Forgotten after a week (`rules.KEPT`)."""

    id = models.UUIDField("identifiant", primary_key=True, default=new_key, editable=False)
    of = models.ForeignKey(
        Organisation, verbose_name="adresse sa demande à", on_delete=models.CASCADE, related_name="+"
    )
    said = models.JSONField("ce qui est écrit")
    at = models.DateTimeField("reçue")

    class Meta:
        verbose_name = "demande à confirmer"
        indexes = [models.Index(fields=["at"], name="unconfirmed_at")]


class AdmissionQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of an organisation are read by who keeps its memberships: they hold the address of somebody."""
        where = None if actor.is_system else actor.where(KEEPS)
        return self.all() if where is None else self.filter(of__in=where)

    def pending(self) -> Self:
        return self.filter(state=Admission.State.PENDING)


class Admission(Record):
    """An organisation asks another to be its member. What it said is final; what those who instruct it found is beside; a
    decision of the register accepts or refuses. The membership itself is the directory's."""

    class State(models.TextChoices):
        PENDING = "pending", "À instruire"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    class Perimeter(models.TextChoices):
        INSIDE = "inside", "Oui"
        OUTSIDE = "outside", "Non"

    class Origin(models.TextChoices):
        SITE = "site", "Formulaire public"
        PAPER = "paper", "Reçue autrement"

    of = models.ForeignKey(
        Organisation, verbose_name="adresse sa demande à", on_delete=models.PROTECT, related_name="admissions"
    )
    received_on = models.DateField("reçue le")
    origin = models.CharField("origine", max_length=5, choices=Origin)
    name = models.CharField("nom", max_length=160)
    legal_form = models.CharField("forme juridique", max_length=12, choices=LegalForm)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    commune = models.ForeignKey(
        Zone, verbose_name="commune", null=True, on_delete=models.PROTECT, related_name="admissions"
    )
    activity = models.CharField("domaine", max_length=200, blank=True)
    said_reach = models.CharField("échelle d’action déclarée", max_length=12, choices=Reach)
    given_name = models.CharField("prénom du contact", max_length=80)
    family_name = models.CharField("nom du contact", max_length=80)
    email = models.EmailField("adresse du contact", blank=True)
    message = models.TextField("message", blank=True)

    member = models.ForeignKey(
        Organisation, verbose_name="dans l’annuaire", null=True, on_delete=models.PROTECT, related_name="applied_to"
    )
    reach = models.CharField("échelle d’action retenue", max_length=12, choices=Reach, blank=True)
    perimeter = models.CharField("fait partie de l’ESS", max_length=7, choices=Perimeter, blank=True)
    perimeter_note = models.CharField("ce qui le montre", max_length=300, blank=True)
    college = models.SlugField("collège", max_length=40, blank=True)

    state = models.CharField("état", max_length=9, choices=State, default=State.PENDING)
    decided_by = models.ForeignKey(
        Application, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField("close le", null=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    affiliation = models.OneToOneField(
        Affiliation, verbose_name="adhésion", null=True, on_delete=models.PROTECT, related_name="admission"
    )

    objects = AdmissionQuerySet.as_manager()

    TITLE = "{name}, {of}"
    TOLD_FROM = ("name",)
    UNTOLD = dict.fromkeys(
        ("given_name", "family_name", "email", "message"), "ce qu’une personne a écrit ne se lit qu’avec la demande"
    ) | {"decided_by": "la page de la décision le dit", "affiliation": "elle se lit à l’annuaire, avec ses dates"}
    FINAL = (
        Final(
            (
                "of_id", "received_on", "origin", "name", "legal_form", "siren", "rna", "commune_id", "activity",
                "said_reach", "given_name", "family_name", "email", "message",
            )
        ),
    )  # fmt: skip

    class Meta:
        verbose_name = "demande d’adhésion"
        constraints = [
            models.UniqueConstraint(
                fields=["of", "siren"], condition=Q(state="pending") & ~Q(siren=""), name="admission_siren_once"
            ),
            models.UniqueConstraint(
                fields=["of", "rna"], condition=Q(state="pending") & ~Q(rna=""), name="admission_rna_once"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", affiliation__isnull=False)
                | (~Q(state="accepted") & Q(affiliation__isnull=True)),
                name="admission_accepted_is_a_membership",
            ),
        ]
        indexes = [models.Index(fields=["of", "state"], name="admission_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def acts_at(self) -> str:
        """How far it acts: what those who instruct it found, else what it said."""
        return self.reach or self.said_reach


class StepQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Step(Record):
    """Something that happens to a membership: it is given up, called to order, or a decision ends it. Arrears are none of them:
    nobody ceases to be a member by owing (L1.17). One that was a mistake stays, undone."""

    class Kind(models.TextChoices):
        RESIGNATION = "resignation", "Démission"
        NOTICE = "notice", "Mise en demeure"
        REMOVAL = "removal", "Radiation"

    affiliation = models.ForeignKey(
        Affiliation, verbose_name="adhésion", on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField("nature", max_length=11, choices=Kind)
    told_on = models.DateField("le")  # received, sent, or decided
    note = models.CharField("note", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Application, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    notified_on = models.DateField("notifiée le", null=True)  # of a removal: it has no effect before
    last = models.DateField("dernier jour", null=True)  # that it gave to the membership
    last_before = models.DateField("dernier jour d’avant", null=True)
    undone_on = models.DateField("annulée le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = StepQuerySet.as_manager()

    TITLE = "{kind}, {told_on}"
    UNTOLD = {
        "affiliation": "elle se lit au registre des membres",
        "decided_by": "la page de la décision le dit",
    }
    FINAL = (
        Final(("affiliation_id", "kind", "told_on", "note", "decided_by_id")),
        Final(("notified_on",), since="notified_on"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "étape d’une adhésion"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="removal", decided_by__isnull=False)
                | (~Q(kind="removal") & Q(decided_by__isnull=True)),
                name="removal_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(kind="removal") | Q(last__isnull=True) | Q(notified_on__lte=models.F("last")),
                name="removal_is_notified_first",
            ),
        ]


class Filing(Record):
    """That a member association came or left was declared to the State (form 13969), on a day."""

    class Change(models.TextChoices):
        ENTRY = "entry", "Entrée"
        DEPARTURE = "departure", "Départ"

    affiliation = models.ForeignKey(
        Affiliation, verbose_name="adhésion", on_delete=models.PROTECT, related_name="filings"
    )
    change = models.CharField("changement", max_length=9, choices=Change)
    filed_on = models.DateField("déclaré le")

    objects = RecordQuerySet.as_manager()

    TITLE = "{change}, {filed_on}"
    UNTOLD = {"affiliation": "elle se lit au registre des membres"}

    class Meta:
        verbose_name = "déclaration d’un changement de membre"
        constraints = [models.UniqueConstraint(fields=["affiliation", "change"], name="change_filed_once")]


class Headcount(Record):
    """How many members an organisation says that it has, beside those that are entered here."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="headcounts"
    )
    counted_on = models.DateField("compté le")
    number = models.PositiveIntegerField("membres déclarés")

    objects = RecordQuerySet.as_manager()

    TITLE = "{number}"

    class Meta:
        verbose_name = "effectif déclaré"
        constraints = [models.UniqueConstraint(fields=["organisation", "counted_on"], name="headcount_once_a_day")]
