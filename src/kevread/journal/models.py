from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from kevread.base.models import Record, new_key
from kevread.common.finality import Final


class Act(models.Model):
    """One call of one verb. Written by `journal.operations.act`; digests are computed by the database."""

    id = models.UUIDField("identifiant", primary_key=True, default=new_key, editable=False)
    verb = models.CharField("verbe", max_length=60)
    at = models.DateTimeField("moment")
    person = models.UUIDField("personne", null=True)
    person_name = models.CharField("nom", max_length=200, blank=True)
    mandate = models.UUIDField("mandat", null=True)
    hat = models.CharField("à quel titre", max_length=200, blank=True)
    organisation = models.UUIDField("organisation", null=True)
    arguments = models.JSONField("ce qui était demandé", default=dict)
    reason = models.TextField("motif", blank=True)
    salt = models.UUIDField("sel", null=True, db_default=models.Func(function="gen_random_uuid"))  # null: see `Erased`
    digest = models.BinaryField("empreinte", db_default=b"")
    stamp = models.BinaryField("cachet", db_default=b"")  # that this installation opened it: see `journal.stamping`
    written = models.BinaryField("cachet de ce qu’il a écrit", db_default=b"")  # made when it is closed
    seal = models.BigIntegerField("sceau", null=True)  # its number; a foreign key would lock the seal for each act

    class Meta:
        verbose_name = "acte"
        indexes = [
            models.Index(fields=["organisation", "-at"], name="act_by_organisation"),
            models.Index(fields=["seal"], condition=Q(seal__isnull=False), name="act_by_seal"),
            models.Index(fields=["id"], condition=Q(seal__isnull=True), name="act_unsealed"),
            # The few that tell what they left of something that is not in the journal: asked when somebody signs in.
            models.Index(fields=["id"], condition=Q(arguments__has_key="left"), name="act_tells_left"),
        ]


class Change(models.Model):
    """One row written by an act, before and after. Filled by the triggers of `journal.guards`, for the act that is open:
    a foreign key would check each time what they know."""

    id = models.BigAutoField("identifiant", primary_key=True)
    act = models.ForeignKey(
        Act, verbose_name="acte", on_delete=models.PROTECT, related_name="changes", db_index=False, db_constraint=False
    )
    table = models.CharField("table", max_length=63)
    row = models.UUIDField("ligne")
    before = models.JSONField("avant", null=True)
    after = models.JSONField("après", null=True)
    salt = models.UUIDField("sel", null=True, db_default=models.Func(function="gen_random_uuid"))
    digest = models.BinaryField("empreinte", db_default=b"")

    class Meta:
        verbose_name = "écriture"
        indexes = [
            models.Index(fields=["act"], name="change_by_act"),
            models.Index(fields=["row"], name="change_by_row"),
            models.Index(
                KeyTextTransform("person_id", "after"), condition=Q(after__has_key="person_id"), name="change_by_person"
            ),
        ]


class Erased(Record):
    """What an act erased of the journal, as law asks: a change, or an act itself, says less than it said. Its digest stays, so
    that the seals hold; its salt is gone, so that nobody tries words against it; `left` is the digest of what is left. Written
    by `journal_erase_change` and `journal_erase_act` alone, in an act of a verb that may (`Verb.erases`)."""

    change = models.BigIntegerField("écriture", null=True)  # its number; null: the act itself
    act = models.UUIDField("acte")
    digest = models.BinaryField("empreinte de ce qui était dit")
    left = models.BinaryField("empreinte de ce qui reste")

    FINAL = (Final(),)
    UNTOLD = {
        "change": "le numéro d’une écriture, qui ne se lit pas",
        "act": "la clé de l’acte dont un contenu fut effacé",
        "digest": "une empreinte, qui ne se lit pas",
        "left": "une empreinte, qui ne se lit pas",
    }

    class Meta:
        verbose_name = "contenu effacé"
        indexes = [
            models.Index(fields=["change"], name="erased_change"),
            models.Index(fields=["act"], name="erased_act"),
        ]


class Seal(models.Model):
    """A batch of acts with their changes, tied to the one before: see `journal.seals`. Final, as they are."""

    number = models.BigIntegerField("numéro", primary_key=True)
    previous = models.BinaryField("tête précédente")
    acts = models.PositiveIntegerField("actes")
    changes = models.PositiveBigIntegerField("écritures")
    digest = models.BinaryField("empreinte")
    head = models.BinaryField("tête")
    sealed_at = models.DateTimeField("scellé")

    class Meta:
        verbose_name = "sceau"


class Check(models.Model):
    """What the check of a night found: the journal against its seals, the tables against the journal (`journal.checks`).
    The stamp is made with the key of the installation: a row that bears another is not Kevread's, and says nothing."""

    id = models.BigAutoField("identifiant", primary_key=True)
    at = models.DateTimeField("moment")  # the real hour: how long ago it was
    said = models.TextField("ce qui a été trouvé", default="")  # in JSON, word for word as it was stamped
    stamp = models.CharField("cachet", max_length=64, default="")

    class Meta:
        verbose_name = "vérification"
        indexes = [models.Index(fields=["-at"], name="check_by_moment")]


class Chain(models.Model):
    """The head of the chain, in one row that whoever seals locks: sealing costs the same whatever its length."""

    id = models.PositiveSmallIntegerField("identifiant", primary_key=True, default=1)
    number = models.BigIntegerField("numéro", default=0)
    head = models.BinaryField("tête")
    # Of each table, the last seal that holds an act which wrote there: what names it (`journal.queries.names_of_tables`).
    tables = models.JSONField(
        "dernier scellé de chaque table", default=dict, db_default=models.Value({}, models.JSONField())
    )

    class Meta:
        verbose_name = "chaîne"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_chain")]
