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

    kind = models.CharField("nature", max_length=12, choices=Kind)
    code = models.CharField("code", max_length=40)
    name = models.CharField("nom", max_length=160)
    # For a label on the map; the whole name stays beside.
    short_name = models.CharField("nom court", max_length=80, blank=True)
    outline = models.TextField("contour", blank=True)  # path data, in the coordinates of the federation's map
    # A rougher outline, for the small map of the header.
    icon = models.TextField("contour de la petite carte", blank=True)
    label_x = models.IntegerField("place du nom, en largeur", null=True)
    label_y = models.IntegerField("place du nom, en hauteur", null=True)
    # « x y width height » of the outline, in the same coordinates.
    box = models.CharField("cadre du contour", max_length=40, blank=True)
    search = models.GeneratedField(
        verbose_name="pour la recherche",
        expression=Lower(models.Func("name", function="f_unaccent")),
        output_field=models.TextField(),
        db_persist=True,
    )

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    UNTOLD = {
        "outline": "un dessin",
        "icon": "un dessin",
        "label_x": "un dessin",
        "label_y": "un dessin",
        "box": "un dessin",
    }

    class Meta:
        verbose_name = "zone"
        constraints = [no_overlap("zone_code_once", "kind", "code")]
        indexes = [GinIndex(fields=["search"], name="zone_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class Figure(Record):
    """A measure of a zone in a year, with its source. Areas are geometric, in hectares; populations in inhabitants."""

    class Measure(models.TextChoices):
        POPULATION = "population", "Population"
        AREA = "area", "Superficie en hectares"
        WHOLE_POPULATION = "population_whole", "Population, hors de la fédération comprise"
        WHOLE_COMMUNES = "communes_whole", "Communes, hors de la fédération comprises"

    zone = models.ForeignKey(Zone, verbose_name="zone", on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField("mesure", max_length=20, choices=Measure)
    value = models.BigIntegerField("valeur")
    year = models.PositiveSmallIntegerField("année")
    source = models.CharField("source", max_length=200)

    TITLE = "{zone}, {measure}"

    class Meta:
        verbose_name = "mesure d’une zone"
        constraints = [models.UniqueConstraint(fields=["zone", "measure", "year"], name="figure_once")]


class ZonePart(Dated):
    """A zone lies in another: a commune in its EPCI and its département, an EPCI or an island in a strategic territory."""

    child = models.ForeignKey(Zone, verbose_name="zone", on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Zone, verbose_name="fait partie de", on_delete=models.PROTECT, related_name="parts")
    parent_kind = models.CharField("nature de l’ensemble", max_length=12, choices=Kind)
    source = models.CharField("source", max_length=200)
    certainty = models.CharField("certitude", max_length=12, choices=Certainty, default=Certainty.DOCUMENTED)

    TITLE = "{child}, {parent}"

    class Meta:
        verbose_name = "part d’une zone"
        constraints = [no_overlap("zone_part_once", "child", "parent_kind")]
