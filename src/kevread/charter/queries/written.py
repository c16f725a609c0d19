"""Where a setting is written that nobody decided: what a refusal that quotes it leads to."""

from kevread.charter.asks import WRITTEN_IN
from kevread.charter.engine import framework
from kevread.common.errors import Way
from kevread.directory.models import Organisation


def where_written(name: str, organisation: Organisation) -> tuple[Way, ...]:
    """Where the value of an organisation’s own setting is written: its articles of association, when they say it; else the
    page of the setting."""
    spec = framework().settings.get(name)
    if spec is None:
        return ()
    if spec.fixed_in and (written_in := next(iter(WRITTEN_IN), None)):
        return (written_in(organisation),)
    return (Way("Où l’inscrire", "charter:setting", {"scale": organisation.slug, "setting": name}),)
