"""What somebody says happened, and is to be declared; that a change was declared; that an association was published."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.documents.models import Document
from kevread.filings.rules import KINDS

FILES = "file_declarations"  # the right to say what is to be declared, and that it was
PUBLISHES = "publish_accounts"  # the right to say that accounts were published


class OfOrganisation(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def standing_on(self, on: date) -> Self:
        """Those that nobody had said to be a mistake by that day."""
        return self.filter(Q(undone_on=None) | Q(undone_on__gt=on))

    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(organisation__in=where)


class Happening(Record):
    """Something to declare that nothing else here shows: a seat that moves, a building that is bought. A mistake stays,
    undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="happenings"
    )
    kind = models.CharField(
        "nature", max_length=10, choices=[(one.slug, one.label) for one in KINDS.values() if one.told]
    )
    happened_on = models.DateField("le")
    what = models.CharField("ce qui change", max_length=300)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = OfOrganisation.as_manager()

    TITLE = "{kind}, {what}"
    TOLD_FROM = ("kind", "happened_on")
    FINAL = (
        Final(("organisation_id", "kind", "happened_on", "what")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "événement à déclarer"
        indexes = [models.Index(fields=["organisation"], name="happening_of")]

    def __str__(self) -> str:
        return self.what


class Declaration(Record):
    """What happened on a day was declared to the State, or accounts closed on a day were published: on which day, with what
    proof. `covers` names each thing that was declared, so that what is written later for that day is still to be declared.
    Said by mistake, it stays, undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="declarations"
    )
    kind = models.CharField("nature", max_length=10, choices=[(one.slug, one.label) for one in KINDS.values()])
    happened_on = models.DateField("pour ce qui est du")
    covers = models.JSONField("ce qui est déclaré")
    filed_on = models.DateField("déclaré le")
    receipt = models.CharField("récépissé", max_length=120, blank=True)
    document = models.ForeignKey(Document, verbose_name="preuve", null=True, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField("annulée le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = OfOrganisation.as_manager()

    TITLE = "{kind}, {filed_on}"
    TOLD_FROM = ("kind", "filed_on")
    UNTOLD = {"covers": "ce sont des clés ; la page des formalités dit ce que c’est"}
    FINAL = (
        Final(("organisation_id", "kind", "happened_on", "covers", "filed_on", "receipt")),
        Final(("document_id",), since="document_id"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "déclaration"
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_on__gte=models.F("happened_on")), name="declared_after_it_happened"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "kind"], name="declaration_of")]


class Publication(Record):
    """The gazette published that the association is declared: from that day it may sign in its own name (L1.7). Said by
    mistake, it stays, undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="publications"
    )
    published_on = models.DateField("publiée le")
    notice = models.CharField("numéro de l’annonce", max_length=60, blank=True)
    document = models.ForeignKey(
        Document, verbose_name="extrait", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_on = models.DateField("annulée le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = OfOrganisation.as_manager()

    TITLE = "{published_on}"
    TOLD_FROM = ("published_on",)
    FINAL = (
        Final(("organisation_id", "published_on", "notice", "document_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "publication au Journal officiel"
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(undone_on=None), name="published_once"),
        ]
