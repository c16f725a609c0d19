"""What people asked about their data, and what was erased."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document

ANSWER, ERASE = "answer_demand", "erase_person"
VALIDATE, BREACHES, RESTRICT = "validate_processing", "keep_breaches", "restrict_person"
PURGE = "decide_purge"


class DemandQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that one answers."""
        where = actor.where(ANSWER)
        if actor.is_system or where is None:
            return self.all()
        return self.filter(Q(person=actor.person, person__isnull=False) | Q(organisation__in=where))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class Demand(Record):
    """What somebody asks about their data, and what was answered: within a month, or two more once they were told why
    (L10.1)."""

    class Kind(models.TextChoices):
        ACCESS = "access", "Lire ce qui est gardé de moi"
        RECTIFY = "rectify", "Corriger"
        RESTRICT = "restrict", "Limiter l’usage de mes données"
        OBJECT = "object", "M’opposer à un usage"
        ERASE = "erase", "Effacer"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "C’est fait"
        PARTLY = "partly", "C’est fait en partie"
        REFUSED = "refused", "Cela ne se fera pas"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="demands"
    )
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="demands")
    kind = models.CharField("demande", max_length=8, choices=Kind)
    text = models.TextField("ses mots")
    received_on = models.DateField("reçue le")
    extended_on = models.DateField("délai prolongé le", null=True)
    extended_because = models.TextField("pourquoi prolongé", blank=True)
    outcome = models.CharField("réponse", max_length=8, choices=Outcome, blank=True)
    answer = models.TextField("ce qui est répondu", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="qui répond", null=True, on_delete=models.PROTECT, related_name="demands_answered"
    )
    answered_at = models.DateTimeField("répondu", null=True)

    objects = DemandQuerySet.as_manager()

    TITLE = "{kind}"
    OVER = True  # it says who answered
    FINAL = (
        Final(("organisation_id", "person_id", "kind", "text", "received_on")),
        Final(("extended_on", "extended_because"), since="extended_on"),
        Final(since="answered_at"),
    )

    class Meta:
        verbose_name = "demande sur ses données"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"], condition=Q(answered_at=None), name="demand_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answer="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="demand_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None, extended_because="")
                | (Q(extended_on__gte=models.F("received_on")) & ~Q(extended_because="")),
                name="demand_extended_whole",
            ),
        ]


class OfPersonQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What limits or erases what is kept of a person: that person, and whoever does it for the whole network."""
        if actor.is_system or actor.has(RESTRICT):
            return self.all()
        return self.filter(person=actor.person, person__isnull=False)


class Erasure(Record):
    """Somebody was erased: what went, what law keeps. Nothing of it names them."""

    person = models.OneToOneField(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="erasure")
    why = models.TextField("pourquoi")
    erased_at = models.DateTimeField("effacée")
    gone = models.JSONField("ce qui est parti")  # what it is called: how many
    kept = models.JSONField("ce que la loi garde")  # what it is called: how many, why

    objects = OfPersonQuerySet.as_manager()

    TITLE = "{person}"
    FINAL = (Final(("person_id", "erased_at", "gone", "kept")),)  # and why, but for somebody else who is named there

    class Meta:
        verbose_name = "effacement d’une personne"


class ValidationQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever reads the organisation reads its register."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(organisation__in=where)

    def last_of(self, organisation: Organisation) -> Any:
        """The one that counts, if any."""
        return self.filter(organisation=organisation).order_by("-at", "-pk").first()


class Validation(Record):
    """An organisation makes the register of its processing its own, as it stood that day: the last counts."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    validated_by = models.ForeignKey(Person, verbose_name="qui valide", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("validé")
    contact = models.CharField("à qui s’adresser", max_length=200)
    joint = models.ForeignKey(
        Document, verbose_name="convention entre responsables", null=True, on_delete=models.PROTECT, related_name="+"
    )
    said = models.JSONField("ce que disait le registre")  # by model: what is declared of it

    objects = ValidationQuerySet.as_manager()

    TITLE = "{organisation}"
    UNTOLD = {"said": "la page du registre dit ce qui a changé depuis"}
    FINAL = (Final(("organisation_id", "validated_by_id", "at", "joint_id", "said")),)

    class Meta:
        verbose_name = "validation du registre des traitements"


class BreachQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever keeps those of the organisation: what happened is nobody else’s to read before it is mended."""
        where = None if actor.is_system else actor.where(BREACHES)
        return self.all() if where is None else self.filter(organisation__in=where)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Breach(Record):
    """A breach of people’s data: what happened, who is touched, what is done; told to the authority within 72 hours (L10.1),
    or why not; to the people where the risk is high, or why not. Written on until it is closed."""

    class Risk(models.TextChoices):
        UNKNOWN = "unknown", "On ne le sait pas encore"
        NONE = "none", "Sans risque pour les personnes"
        SOME = "some", "Un risque : la CNIL est à prévenir"
        HIGH = "high", "Un risque élevé : la CNIL et les personnes sont à prévenir"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(Person, verbose_name="qui ouvre la fiche", on_delete=models.PROTECT, related_name="+")
    known_at = models.DateTimeField("connue")
    what = models.TextField("ce qui s’est passé")
    concerned = models.TextField("qui est touché")
    consequences = models.TextField("ce qui peut en résulter", blank=True)
    measures = models.TextField("ce qui est fait", blank=True)
    risk = models.CharField("risque", max_length=7, choices=Risk, default=Risk.UNKNOWN)
    notified_at = models.DateTimeField("la CNIL prévenue", null=True)
    people_told_on = models.DateField("les personnes prévenues", null=True)
    because = models.TextField("pourquoi la CNIL n’est pas prévenue, ou l’est tard", blank=True)
    people_because = models.TextField("pourquoi les personnes ne sont pas prévenues", blank=True)
    closed_at = models.DateTimeField("close", null=True)

    objects = BreachQuerySet.as_manager()

    TITLE = "{known_at}"
    FINAL = (Final(("organisation_id", "opened_by_id", "known_at")), Final(since="closed_at"))

    class Meta:
        verbose_name = "violation de données"


class Restriction(Record):
    """Somebody’s data are kept and not used (art. 18), until it is lifted: the directory hides them meanwhile."""

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="restrictions")
    why = models.TextField("pourquoi")
    decided_by = models.ForeignKey(Person, verbose_name="qui limite", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField("limité depuis")
    lifted_by = models.ForeignKey(
        Person, verbose_name="qui lève", null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField("levé", null=True)
    lifted_because = models.TextField("pourquoi levé", blank=True)

    objects = OfPersonQuerySet.as_manager()

    TITLE = "{since}"
    UNTOLD = dict.fromkeys(
        ("person", "why", "lifted_because"), "la page de la personne le dit, à qui tient tout l’annuaire"
    )
    OVER = True  # it says who lifted it
    FINAL = (Final(("person_id", "why", "decided_by_id", "since")), Final(since="lifted_at"))

    class Meta:
        verbose_name = "limitation de l’usage des données"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="restriction_open_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="restriction_lifted_whole",
            ),
        ]


class Purge(Record):
    """What is over for longer than it is kept is erased: decided by somebody, once, kind by kind; then done by a job, which
    says what went and what stayed, with why. Nothing goes by itself."""

    decided_by = models.ForeignKey(Person, verbose_name="qui décide", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("décidé")
    why = models.TextField("d’après quelle décision")
    kinds = models.JSONField("ce qui s’efface")  # by kind: the last day of what goes
    asked = models.JSONField("ce qui fut montré")  # by kind: how many
    done_at = models.DateTimeField("fait", null=True)
    gone = models.JSONField("ce qui est parti", default=dict)  # by kind: how many
    kept = models.JSONField("ce qui reste", default=list)  # what it is called, how many, why

    objects = RecordQuerySet.as_manager()

    TITLE = "{decided_at}"
    UNTOLD = {"kept": "la page des durées le dit, avec pourquoi"}
    FINAL = (Final(("decided_by_id", "decided_at", "kinds", "asked")), Final(since="done_at"))

    class Meta:
        verbose_name = "effacement à terme"
