"""Contracts of employment. What is agreed of pay stands apart, in `Terms`; what a register of staff must say of somebody, in
`Identity`: both are read by the employer’s line and by the person, and the journal shows neither (decision 102)."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, Value, When

from kevread.base.models import Dated, DatedQuerySet, Record, RecordQuerySet, no_overlap
from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document

EMPLOYS = "employ"  # the right by which the line of an employer keeps posts, contracts and who works where
FILE = "contracts"  # the kind under which `retention.yaml` says how long they are kept
# The agreement that somebody said a contract follows: none where nobody did, whatever its row holds.
FOLLOWED = Case(When(agreement_said_on__isnull=False, then=F("agreement")), default=Value(""))
RESERVED = "réservé à l’employeur et à la personne"


def of_the_line(actor: Actor, employer: str, person: str, also: Collection[UUID] = ()) -> Q:
    """The rows of the employers where this person directs or presides (a right that reaches no further than home); of those
    that entrusted them with its contracts (`also`: `permissions.employers`); and one’s own."""
    own = Q(**{person: actor.person}) if actor.person else Q(pk__in=())
    where = actor.where(EMPLOYS)
    return own | Q(**{f"{employer}__in": [*(where or ()), *also]})


class ContractQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        return self.exclude(end_reason=Contract.EndReason.MISTAKE)

    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        """The line of the employer and the person, as long as it is to be kept after its end (R1221-26): nobody then, on any
        screen, until it is erased; « Ce que Kevread sait de moi » tells it all the same."""
        if actor.is_system:
            return self.all()
        return self.filter(of_the_line(actor, "employer", "person", also), within_its_term(FILE, "period"))


class Contract(Dated):
    """A person is employed by an organisation. What is agreed changes by another row of its terms; the contract of somebody
    whose employer changed `continues` the one before, with its seniority."""

    class Kind(models.TextChoices):
        CDI = "cdi", "Durée indéterminée (CDI)"
        CDD = "cdd", "Durée déterminée (CDD)"
        APPRENTICESHIP = "apprentice", "Apprentissage"
        PROFESSIONAL = "pro", "Professionnalisation"

    class EndReason(models.TextChoices):
        TERM = "term", "Terme du contrat"
        RESIGNATION = "resignation", "Démission"
        AGREEMENT = "agreement", "Rupture d’un commun accord"
        DISMISSAL = "dismissal", "Licenciement"
        TRIAL = "trial", "Fin pendant l’essai"
        RETIREMENT = "retirement", "Retraite"
        TRANSFER = "transfer", "Repris par un autre employeur"
        DEATH = "death", "Décès"
        MISTAKE = "mistake", "Erreur de saisie annulée"

    employer = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="contracts"
    )
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField("type de contrat", max_length=10, choices=Kind)
    motive = models.CharField("motif du recours au CDD", max_length=200, blank=True)
    is_replacement = models.BooleanField("remplace une personne absente", default=False)
    replaces = models.CharField("qui est remplacé·e, et sa qualification", max_length=200, blank=True)
    occupation = models.CharField("emploi", max_length=120)
    workplace = models.CharField("lieu de travail", max_length=200, blank=True)
    agreement = models.SlugField("convention collective", max_length=40)
    agreement_said_on = models.DateField("convention collective dite le", null=True)
    seniority_from = models.DateField("ancienneté depuis le")
    trial_end = models.DateField("fin de la période d’essai", null=True)
    continues = models.ForeignKey(
        "self", verbose_name="suite de", null=True, on_delete=models.PROTECT, related_name="continued"
    )
    signed_on = models.DateField("signé le", null=True)
    signatory = models.ForeignKey(
        Person, verbose_name="signé pour l’employeur par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui l’habilite", max_length=300, blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name="décision au registre", null=True, on_delete=models.PROTECT, related_name="+"
    )
    paper = models.ForeignKey(
        Document, verbose_name="contrat signé", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What is written here is to be signed here: no day, nobody who signed, until the last signature.
    is_signed_here = models.BooleanField("se signe ici", default=False)
    # The last paper that was put to signature: signed, waiting, or refused.
    draft = models.ForeignKey(
        Document, verbose_name="contrat mis à la signature", null=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField("motif de fin", max_length=11, choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = ContractQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{person}, {employer}"
    TOLD_FROM = ("person__given_name", "person__family_name", "employer__name")
    UNTOLD = {
        "kind": RESERVED,
        "motive": RESERVED,
        "is_replacement": RESERVED,
        "replaces": RESERVED,
        "workplace": RESERVED,
        "agreement": RESERVED,
        "agreement_said_on": RESERVED,
        "seniority_from": RESERVED,
        "trial_end": RESERVED,
        "paper": RESERVED,
        "is_signed_here": RESERVED,
        "draft": RESERVED,
        "end_reason": RESERVED,
        "end_note": RESERVED,
    }
    FINAL = (
        Final(
            (
                "employer_id", "person_id", "kind", "motive", "occupation", "agreement", "seniority_from", "continues_id",
                "is_replacement", "replaces", "workplace", "decision_id", "is_signed_here",
            ),
            but={"staff.say_agreement": ("agreement",), "staff.deposit": ("decision_id",)},  # of one to be signed here
        ),
        Final(("signatory_id", "signed_on", "authority"), since="signed_on"),
        Final(("paper_id",), since="paper_id"),
    )  # fmt: skip

    class Meta:
        verbose_name = "contrat de travail"
        constraints = [
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="contract_has_start"),
            models.CheckConstraint(
                condition=~Q(kind="cdd") | (Q(period__endswith__isnull=False) & ~Q(motive="")),
                name="contract_of_a_term_says_why",
            ),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="contract_continues_another"),
            models.CheckConstraint(condition=Q(draft=None) | Q(is_signed_here=True), name="contract_put_to_sign_here"),
            models.UniqueConstraint(
                fields=["continues"], condition=~Q(end_reason="mistake"), name="contract_continued_once"
            ),
        ]
        indexes = [models.Index(fields=["employer", "person"], name="contract_of_employer")]

    def __str__(self) -> str:
        return f"{self.person}, {self.employer}"

    def told(self) -> str:
        """As the journal names it: what it says is read by the employer’s line."""
        return str(self)


class ReservedQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        if actor.is_system:
            return self.all()
        mine = of_the_line(actor, "contract__employer", "contract__person", also)
        return self.filter(mine, within_its_term("pay", "contract__period"))


class Terms(Dated):
    """What is agreed of time and pay, from a day on. An amendment closes them and opens others."""

    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="terms")
    share = models.PositiveSmallIntegerField("part d’un temps plein, en pour cent")
    group = models.CharField("groupe", max_length=4, blank=True)
    coefficient = models.PositiveSmallIntegerField("coefficient", null=True)
    points = models.PositiveSmallIntegerField("points en plus", default=0)
    salary = models.BigIntegerField("salaire brut mensuel, en centimes", null=True)
    authority = models.CharField("ce qui habilite qui a signé", max_length=300, blank=True)

    objects = ReservedQuerySet.as_manager()  # type: ignore[misc]

    UNTOLD = dict.fromkeys(("share", "group", "coefficient", "points", "salary"), RESERVED)
    FINAL = (Final(("contract_id", "share", "group", "coefficient", "points", "salary", "authority")),)

    class Meta:
        verbose_name = "conditions du contrat"
        constraints = [
            no_overlap("terms_once", "contract"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="terms_share_of_a_whole"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="terms_have_start"),
            models.CheckConstraint(condition=Q(salary=None) | Q(salary__gte=0), name="terms_pay_something"),
        ]


class IdentityQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        if actor.is_system:
            return self.all()
        mine = of_the_line(actor, "contract__employer", "contract__person", also)
        return self.filter(mine, within_its_term("mentions", "contract__period"))


class Identity(Record):
    """What the register of staff must say of somebody, and nothing reads but that register (D1221-23): nationality, birth, sex,
    for who needs one the permit to work, and the day of what the administration allowed."""

    class Sex(models.TextChoices):
        WOMAN = "f", "Femme"
        MAN = "m", "Homme"

    class Authorised(models.TextChoices):
        """Where the administration is to allow that somebody be hired or dismissed: the day it did, else that of the demand."""

        HIRING = "hiring", "Autorisation d’embauche"
        HIRING_ASKED = "hiring-asked", "Demande d’autorisation d’embauche"
        DISMISSAL = "leave", "Autorisation de licenciement"
        DISMISSAL_ASKED = "leave-asked", "Demande d’autorisation de licenciement"

    contract = models.OneToOneField(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="identity")
    nationality = models.CharField("nationalité", max_length=60)
    born_on = models.DateField("date de naissance")
    sex = models.CharField("sexe", max_length=1, choices=Sex)
    permit = models.CharField("titre de travail, type et numéro", max_length=120, blank=True)
    authorised_as = models.CharField("autorisation", max_length=12, choices=Authorised, blank=True)
    authorised_on = models.DateField("date de l’autorisation, ou de sa demande", null=True)

    objects = IdentityQuerySet.as_manager()

    UNTOLD = dict.fromkeys(("nationality", "born_on", "sex", "permit", "authorised_as", "authorised_on"), RESERVED)

    class Meta:
        verbose_name = "mentions du registre du personnel"
        constraints = [
            models.CheckConstraint(
                condition=Q(authorised_as="", authorised_on=None)
                | (~Q(authorised_as="") & Q(authorised_on__isnull=False)),
                name="identity_authorised_on_a_day",
            ),
        ]
