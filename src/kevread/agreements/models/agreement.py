"""Agreements, their parties, the instruments that make and amend their text, and what happened to them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kevread.agreements.rules import Terms
from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import GONE, Final, Owner
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document

KEEPS = "keep_agreements"  # the right to prepare, deposit and follow agreements for an organisation
AROUND = ("assembly", "space")  # roles by which one sits at an organisation without being of it


class AgreementQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of an organisation are read by who sits on its board or works for it, and by who keeps them; a draft, at who
        keeps it only; those whose kind is public, by everybody once they are signed. Who reads a party from above or
        below does not."""
        where = actor.where(KEEPS)
        if actor.is_system or where is None:
            return self.all()
        near = (hat for hat in actor.hats if hat.role not in AROUND and hat.allows("read", hat.organisation))
        home = where | {hat.organisation for hat in near}
        first = Instrument.objects.filter(agreement=OuterRef("pk"), number=0)
        theirs = Party.objects.filter(agreement=OuterRef("pk"), organisation__in=home)
        told = Q(Exists(theirs)) & (Q(organisation__in=home) | ~Exists(first.filter(stage=Instrument.Stage.DRAFT)))
        return self.filter(told | Q(Exists(first.signed()), is_public=True, annulled_on=None))

    def of(self, organisation: Organisation) -> Self:
        return self.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), organisation=organisation)))


class Agreement(Record):
    """What parties agreed, or prepare to: a kind of the federation’s, a title, who keeps it. Its text and its days are its
    instruments’."""

    kind = models.SlugField("nature", max_length=60)  # of `agreements.yaml`
    title = models.CharField("titre", max_length=200)
    organisation = models.ForeignKey(
        Organisation, verbose_name="tenue par", on_delete=models.PROTECT, related_name="agreements_kept"
    )
    is_public = models.BooleanField("publique une fois signée", default=False)
    annulled_on = models.DateField("annulée le", null=True)
    annulled_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (
        Final(("kind", "title", "organisation_id", "is_public")),
        Final(("annulled_on", "annulled_because"), since="annulled_on"),
    )

    class Meta:
        verbose_name = "convention"
        indexes = [models.Index(fields=["kind"], name="agreement_by_kind")]

    def __str__(self) -> str:
        return self.title


class Party(Record):
    """An organisation that an agreement binds, and in what place of its kind: head, grouping, funder…"""

    agreement = models.ForeignKey(
        Agreement, verbose_name="convention", on_delete=models.PROTECT, related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="agreements"
    )
    role = models.SlugField("place", max_length=40)
    rank = models.PositiveSmallIntegerField("rang")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "agreement"
    TITLE = "{organisation}"
    TOLD_FROM = ("organisation__name",)
    FINAL = (Final(),)

    class Meta:
        verbose_name = "partie à une convention"
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once")]
        indexes = [models.Index(fields=["organisation"], name="party_by_organisation")]

    def told(self) -> str:
        return self.organisation.name


class InstrumentQuerySet(RecordQuerySet):
    def signed(self) -> Self:
        return self.filter(stage=Instrument.Stage.SIGNED)


class Instrument(Record):
    """A text that makes an agreement (number 0), or amends it: prepared here or signed elsewhere, and the days that it says.
    Once signed, it is final: what follows is another instrument, or an event."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        TALKS = "talks", "En négociation"
        SIGNING = "signing", "En signature"
        SIGNED = "signed", "Signé"
        DROPPED = "dropped", "Abandonné"

    class Origin(models.TextChoices):
        HERE = "here", "Préparé dans Kevread"
        PAPER = "paper", "Signé ailleurs et déposé"

    class Means(models.TextChoices):
        REGISTERED = "registered", "lettre recommandée avec avis de réception"
        LETTER = "letter", "lettre simple"
        MAIL = "mail", "courriel"
        ANY = "any", "tout écrit"

    agreement = models.ForeignKey(
        Agreement, verbose_name="convention", on_delete=models.PROTECT, related_name="instruments"
    )
    number = models.PositiveSmallIntegerField("numéro", default=0)
    stage = models.CharField("étape", max_length=7, choices=Stage, default=Stage.DRAFT)
    origin = models.CharField("origine", max_length=5, choices=Origin, default=Origin.HERE)
    subject = models.CharField("objet", max_length=200, blank=True)  # of an amendment
    starts_on = models.DateField("prend effet le")
    ends_on = models.DateField("dernier jour", null=True)
    renewal_months = models.PositiveSmallIntegerField("reconduite pour, en mois", default=0)
    notice_months = models.PositiveSmallIntegerField("préavis, en mois", default=0)
    notice_means = models.CharField("forme du préavis", max_length=10, choices=Means, default=Means.REGISTERED)
    signed_on = models.DateField("signée le", null=True)
    document = models.ForeignKey(
        Document, verbose_name="document", null=True, on_delete=models.PROTECT, related_name="instruments"
    )
    note = models.CharField("note", max_length=300, blank=True)
    # The version of the model of its kind that a first text is held to, by its day. None: opened before versions were told.
    model_since = models.DateField("modèle du", null=True)
    prepared_by = models.ForeignKey(
        Person, verbose_name="préparé par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InstrumentQuerySet.as_manager()

    READ_WITH = "agreement"
    TITLE = "{agreement}"
    TOLD_FROM = ("agreement__title", "number")
    FINAL = (
        Final(("agreement_id", "number", "prepared_by_id")),
        Final(
            (
                "stage", "origin", "subject", "starts_on", "ends_on", "renewal_months", "notice_months", "notice_means",
                "signed_on", "model_since",
            ),
            since="signed_on",
        ),
        Final(("document_id",), since="document_id"),  # joined afterwards to what was signed elsewhere, once
    )  # fmt: skip

    class Meta:
        verbose_name = "texte d’une convention"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="instrument_number_once"),
            models.CheckConstraint(
                condition=Q(stage="signed", signed_on__isnull=False) | (~Q(stage="signed") & Q(signed_on__isnull=True)),
                name="instrument_signed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="instrument_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(renewal_months=0) | Q(ends_on__isnull=False), name="instrument_renewed_at_a_term"
            ),
        ]

    def told(self) -> str:
        return f"{self.agreement.title}{f', avenant n° {self.number}' if self.number else ''}"

    @property
    def terms(self) -> Terms:
        return Terms(self.starts_on, self.ends_on, self.renewal_months, self.notice_months)


class Approval(Record):
    """By what a party may sign an instrument, and who signed for it: a decision of its register, or what is written
    of it where the register does not go back so far, or the party has none here."""

    instrument = models.ForeignKey(Instrument, verbose_name="texte", on_delete=models.PROTECT, related_name="approvals")
    party = models.ForeignKey(Party, verbose_name="partie", on_delete=models.PROTECT, related_name="approvals")
    decision = models.ForeignKey(
        Decision, verbose_name="décision habilitante", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui l’habilite", max_length=300, blank=True)
    signer = models.ForeignKey(Person, verbose_name="signataire", null=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField("nom signé", max_length=170, blank=True)
    quality = models.CharField("qualité", max_length=160, blank=True)
    # By what mandate or delegation whoever signed elsewhere did; empty: nothing says it.
    right = models.CharField("de quel droit", max_length=300, blank=True, db_default="", default="")
    signed_on = models.DateField("signée le", null=True)
    told_by = models.ForeignKey(Person, verbose_name="dit par", null=True, on_delete=models.PROTECT, related_name="+")
    # While nobody deposited what was signed, the party may say that it did not sign; then of the signature on the file.
    denied_on = models.DateField("contestée le", null=True)
    denied_because = models.CharField("motif de la contestation", max_length=300, blank=True, db_default="", default="")
    denied_by = models.ForeignKey(
        Person, verbose_name="contestée par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    READ_WITH = "instrument__agreement"
    TITLE = "{party}"
    TOLD_FROM = ("party__organisation__name",)
    FINAL = (
        Final(("instrument_id", "party_id")),
        Final(
            ("signed_on", "signer_id", "signer_name", "quality", "right", "decision_id", "authority", "told_by_id"),
            since="signed_on",
            # Of what was signed elsewhere, what nobody had written is still to be said, once.
            but={"agreements.tell_authority": ("decision_id", "authority", "told_by_id")},
        ),
    )

    class Meta:
        verbose_name = "accord d’une partie"
        constraints = [
            models.UniqueConstraint(fields=["instrument", "party"], name="approval_once"),
            models.CheckConstraint(
                condition=Q(denied_on=None) | Q(signed_on__isnull=False),
                name="approval_denied_once_signed",
            ),
        ]

    def told(self) -> str:
        return self.party.organisation.name

    @property
    def is_given(self) -> bool:
        return self.decision_id is not None or bool(self.authority)


class Clause(Record):
    """A clause as an instrument writes it. The text in force on a day is made of the last one of each
    (`rules.consolidated`)."""

    instrument = models.ForeignKey(Instrument, verbose_name="écrit", on_delete=models.PROTECT, related_name="clauses")
    slug = models.SlugField("nom", max_length=60)
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("titre", max_length=160)
    text = models.TextField("texte", blank=True)
    blanks = models.JSONField("ce qui est rempli", default=dict)
    is_removed = models.BooleanField("supprimée", default=False)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "instrument__agreement"
    TITLE = "{title}"
    UNTOLD = {"blanks": "le texte de la clause le dit"}
    FINAL = (
        Final(
            since="signed_on",
            of=Owner("instrument_id", "agreements_instrument"),
            but={"agreements.enter_clause": (GONE,)},  # of a paper, what nobody had entered
        ),
    )

    class Meta:
        verbose_name = "clause"
        constraints = [models.UniqueConstraint(fields=["instrument", "slug"], name="clause_once")]


class EventQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Event(Record):
    """What happened to an agreement that was signed. One that was a mistake stays, undone."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Préavis donné"
        TERMINATION = "termination", "Fin d’un commun accord"
        MEDIATION = "mediation", "Médiation ouverte"
        SETTLED = "settled", "Médiation close"

    agreement = models.ForeignKey(Agreement, verbose_name="convention", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("nature", max_length=11, choices=Kind)
    told_on = models.DateField("le")
    by = models.ForeignKey(Party, verbose_name="par", null=True, on_delete=models.PROTECT, related_name="events")
    means = models.CharField("forme", max_length=10, choices=Instrument.Means, blank=True)
    note = models.CharField("note", max_length=300, blank=True)
    last = models.DateField("dernier jour", null=True)  # that it gives to the agreement
    told_by = models.ForeignKey(Person, verbose_name="dit par", null=True, on_delete=models.PROTECT, related_name="+")
    # An end by common consent, said by one party: it ends nothing before another agrees.
    is_proposed = models.BooleanField("proposé par une partie", default=False)
    agreed_on = models.DateField("accepté le", null=True)
    # By what each party ends it: a decision of its register, or the power of whoever wrote it, in words. Neither: it was
    # written before this was asked, or by a party outside the network.
    decision = models.ForeignKey(
        Decision, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui le permet", max_length=300, blank=True, db_default="", default="")
    agreed_decision = models.ForeignKey(
        Decision, verbose_name="décision de l’accepter", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_authority = models.CharField(
        "ce qui permet de l’accepter", max_length=300, blank=True, db_default="", default=""
    )
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    READ_WITH = "agreement"
    TITLE = "{kind}, {told_on}"
    FINAL = (
        Final(("agreement_id", "kind", "told_on", "by_id", "means", "note", "last", "told_by_id", "is_proposed")),
        Final(("decision_id", "authority")),
        Final(("agreed_on", "agreed_decision_id", "agreed_authority"), since="agreed_on"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    def counts(self, on: date) -> bool:
        """Whether it makes a difference that day: not undone, and agreed where it has to be."""
        agreed = not self.is_proposed or (self.agreed_on is not None and self.agreed_on <= on)
        return self.undone_on is None and agreed

    class Meta:
        verbose_name = "événement d’une convention"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("notice", "termination"), last__isnull=False)
                | (Q(kind__in=("mediation", "settled")) & Q(last__isnull=True)),
                name="event_ends_or_not",
            ),
        ]
