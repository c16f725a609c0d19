from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from kevread.base.models import new_key


class Act(models.Model):
    """One call of one verb. Written by `journal.operations.act`; digests are computed by the database."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    person = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200, blank=True)
    mandate = models.UUIDField(null=True)
    hat = models.CharField(max_length=200, blank=True)
    organisation = models.UUIDField(null=True)
    arguments = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    salt = models.UUIDField(db_default=models.Func(function="gen_random_uuid"))
    digest = models.BinaryField(db_default=b"")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="act_by_organisation")]


class Change(models.Model):
    """One row written by an act, before and after. Filled by the triggers of `journal.guards`, for the act that is open:
    a foreign key would check each time what they know."""

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="changes", db_index=False, db_constraint=False)
    table = models.CharField(max_length=63)
    row = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    salt = models.UUIDField(db_default=models.Func(function="gen_random_uuid"))
    digest = models.BinaryField(db_default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["act"], name="change_by_act"),
            models.Index(fields=["row"], name="change_by_row"),
            models.Index(
                KeyTextTransform("person_id", "after"), condition=Q(after__has_key="person_id"), name="change_by_person"
            ),
        ]
