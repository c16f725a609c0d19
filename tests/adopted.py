"""The articles of association that the groupings of the small world adopted."""

from collections.abc import Iterable

from kevread.charter.engine import framework
from kevread.directory.models import Organisation
from kevread.statutes.loader import model_for, models
from kevread.statutes.models import Statutes
from kevread.statutes.queries.articles import words_of
from kevread.statutes.rules.articles import filled
from tests.factories import SINCE


def adopt_the_model(groupings: Iterable[Organisation]) -> None:
    """The assembly of each grouping adopted long ago the articles of association that they share."""
    for grouping in groupings:
        slug = model_for(grouping.scale)
        text = Statutes.objects.create(
            organisation=grouping,
            model=slug,
            origin="here",
            values=admitted_values(slug),
            begun_on=SINCE,
        )
        for rank, spec in enumerate(models()[slug].articles if slug else (), start=1):
            words = filled(spec.text, words_of(spec, {}, text.values))
            text.articles.create(slug=spec.slug, rank=rank, title=spec.title, stands="same", text=words)
        adopted = {"adopted_on": SINCE, "adopted_by": "Assemblée constitutive", "since": SINCE}
        Statutes.objects.filter(pk=text.pk).update(**adopted)  # once its articles are there: none comes afterwards


def admitted_values(slug: str) -> dict[str, object]:
    """For each setting that a model leaves to be filled, the first value that it admits."""
    known, found = framework().settings, {}
    for name, blank in models()[slug].fixes.items() if slug else ():
        spec = known[name]
        choices = blank.among or tuple(dict(spec.one_of))
        low = (blank.between or spec.between or (0, 0))[0]
        found[name] = choices[0] if choices else low
    return found
