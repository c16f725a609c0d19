from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower

from kevread.base.models import Dated, Record, no_overlap


class Kind(models.TextChoices):
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "Intercommunalité"
    DEPARTEMENT = "departement", "Département"
    STRATEGIC = "strategic", "Territoire stratégique"


class Certainty(models.TextChoices):
    """How well a link is known. Shown beside it, always."""

    DOCUMENTED = "documented", "documenté"
    DEDUCED = "deduced", "déduit"
    SUPPOSED = "supposed", "supposé"


class Zone(Dated):
    """A piece of land with a code (Insee, SIREN of the EPCI, slug of a strategic territory) and an outline in SVG."""

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80, blank=True)  # for a label on the map; the whole name stays beside
    outline = models.TextField(blank=True)  # path data, in the coordinates of the federation's map
    icon = models.TextField(blank=True)  # a rougher outline, for the small map of the header
    label_x = models.IntegerField(null=True)
    label_y = models.IntegerField(null=True)
    box = models.CharField(max_length=40, blank=True)  # « x y width height » of the outline, in the same coordinates
    search = models.GeneratedField(
        expression=Lower(models.Func("name", function="f_unaccent")), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        constraints = [no_overlap("zone_code_once", "kind", "code")]
        indexes = [GinIndex(fields=["search"], name="zone_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class Figure(Record):
    """A measure of a zone in a year, with its source. Areas are geometric, in hectares; populations in inhabitants."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=20)  # population | area
    value = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "measure", "year"], name="figure_once")]


class ZonePart(Dated):
    """A zone lies in another: a commune in its EPCI and its département, an EPCI or an island in a strategic territory."""

    child = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="parts")
    parent_kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=12, choices=Certainty, default=Certainty.DOCUMENTED)

    class Meta:
        constraints = [no_overlap("zone_part_once", "child", "parent_kind")]
