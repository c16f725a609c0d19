"""What the common framework may ask of itself: whether what it leaves to decide was decided."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kevread.common.facts import SCALES, Facts, Item, Number, Organisations, Span, fact, namer
from kevread.common.parameters import Settings
from kevread.directory.models import Organisation

from .models import Setting


@namer("settings")
def settings_in_words(items: set[Item], on: date) -> Mapping[Item, str]:
    """What each setting is called."""
    from .engine import framework  # the framework names facts, and is read after they are all known

    known = framework().settings
    return {item: known[str(item)].label.lower() for item in items if str(item) in known}


@fact(
    about=SCALES,
    register="identity",
    needs=lambda **_: (),
    items="settings",
    unit="settings",
    lacks="une décision inscrite",
)
def settings_decided(on: date, among: Organisations, settings: Settings) -> Facts:
    """For each of these settings, 1 when the organisation, or the network for all, decided it (R3.9). Nothing need be kept:
    what nobody wrote is not known, and nobody is at fault for it."""
    found: dict[UUID, dict[Item, Number]] = {
        key: dict.fromkeys(settings, Span(0, 1))
        for key in Organisation.objects.on(on)
        .at_scale(*SCALES)
        .filter(**among.where("pk"))
        .values_list("pk", flat=True)
    }
    decided: dict[UUID | None, set[str]] = defaultdict(set)
    rows = Setting.objects.on(on).filter(name__in=settings)
    for name, organisation in rows.values_list("name", "organisation_id"):
        decided[organisation].add(name)
    for key, those in found.items():
        those.update(dict.fromkeys(decided[None] | decided[key], 1))
    return found
