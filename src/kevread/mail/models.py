import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet, new_key
from kevread.base.sealing import seal, unseal
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person

RIGHT = "prepare_meeting"  # whoever prepares what is written about
LATE = timedelta(hours=1)
BUTTONS = "buttons of a letter"  # what they are sealed for


class State(models.TextChoices):
    QUEUED = "queued", "En attente"
    SENT = "sent", "Parti"
    FAILED = "failed", "Non parti"


class DispatchQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisations whose letters one prepares."""
        if actor.is_system:
            return self.all()
        where = actor.where(RIGHT)
        return self.all() if where is None else self.filter(organisation__in=where)

    def not_left(self, now: datetime) -> Self:
        """Refused for good, or waiting for more than an hour."""
        return self.filter(Q(state=State.FAILED) | Q(state=State.QUEUED, queued_at__lt=now - LATE))


class Dispatch(Record):
    """A letter to one address. What stays of it when its content is erased: to whom, when, its digest, its Message-ID."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="dispatches"
    )
    person = models.ForeignKey(
        Person, verbose_name="personne", null=True, on_delete=models.PROTECT, related_name="dispatches"
    )
    address = models.EmailField("adresse électronique")
    notice = models.BooleanField("convocation ou avis", default=False)
    act = models.UUIDField("acte")
    digest = models.CharField("empreinte", max_length=64)
    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    state = models.CharField("état", max_length=6, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField("mis en attente")
    sent_at = models.DateTimeField("parti", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    fault = models.CharField("empêchement", max_length=200, blank=True)
    maybe_twice = models.BooleanField("peut-être parti deux fois", default=False)

    objects = DispatchQuerySet.as_manager()

    # Of what was sent, nothing; of what was not, how far it came.
    FINAL = (
        Final(("organisation_id", "person_id", "address", "notice", "act", "digest", "message_id", "queued_at")),
        Final(since="sent_at"),
    )
    UNTOLD = {
        "person": "à qui un courriel est parti se lit avec les courriels",
        "message_id": "il se lit avec les courriels d’une réunion",
        "address": "une adresse ne se montre qu’à qui la tient",
        "act": "la clé de l’acte qui l’a demandé",
        "digest": "une empreinte, qui ne se lit pas",
    }

    class Meta:
        verbose_name = "envoi"
        indexes = [
            models.Index(fields=["organisation", "-queued_at"], name="dispatch_by_organisation"),
            models.Index(fields=["queued_at"], condition=~Q(state=State.SENT), name="dispatch_not_left"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="dispatch_sent_at",
            )
        ]


class Attachment(models.Model):
    """A file that goes with letters, kept once whatever their number. Erased with the last of them."""

    id = models.UUIDField("identifiant", primary_key=True, default=new_key, editable=False)
    name = models.CharField("nom du fichier", max_length=120)
    kind = models.CharField("format", max_length=80)
    digest = models.CharField("empreinte", max_length=64)
    data = models.BinaryField("octets")

    class Meta:
        verbose_name = "pièce jointe d’un courriel"
        constraints = [models.UniqueConstraint(fields=["digest", "name", "kind"], name="attachment_once")]


class Content(models.Model):
    """What a letter says, and how far its sending is. Not guarded: it is erased, and the journal would keep it."""

    dispatch = models.OneToOneField(
        Dispatch, verbose_name="envoi", primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")
    sealed = models.TextField("boutons, scellés", blank=True)  # they answer for somebody: nobody reads them here
    reply_to = models.EmailField("répondre à", blank=True)
    # Where this kind of letter is stopped, by the name of a screen; empty: where all are.
    stop = models.CharField("où s’arrêtent ces courriels", max_length=80, blank=True)
    attachments = models.ManyToManyField(Attachment, verbose_name="pièces jointes", related_name="contents")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    trying_since = models.DateTimeField("en cours d’essai depuis", null=True)
    trouble = models.CharField("empêchement", max_length=200, blank=True)

    class Meta:
        verbose_name = "texte d’un courriel"

    @property
    def buttons(self) -> list[list[str]]:
        """Labels and addresses, until it has left. Raises Unreadable when the key is no longer the one."""
        return json.loads(unseal(self.sealed, BUTTONS, str(self.pk))) if self.sealed else []


def sealed_buttons(dispatch: UUID, buttons: Sequence[Sequence[str]]) -> str:
    return seal(json.dumps(list(map(list, buttons))), BUTTONS, str(dispatch))


class Unsubscription(Record):
    """An address that asked for no more letters. Notices still reach it."""

    address = models.EmailField("adresse électronique", unique=True)
    since = models.DateTimeField("depuis")

    UNTOLD = {"address": "une adresse ne se montre qu’à qui la tient"}

    class Meta:
        verbose_name = "adresse sans courriels"
