"""What filings wait for."""

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.filings.models import FILES
from kevread.filings.queries import duties
from kevread.filings.rules import EFFECT
from kevread.ui.places import screen_address


def to_declare(asker: Asker) -> list[ToDo]:
    """A change is to be declared, by a day, for those who file declarations here; those of members are told by their register.
    What is late comes first."""
    hat = asker.actor.hat_for(FILES, asker.scale.pk)
    if hat is None:
        return []
    owed = [one for one in duties([asker.scale.pk], asker.on, members=False) if not one.is_filed]
    return [
        ToDo(
            f"Déclarer « {one.kind.label.lower()} » du "
            f"{day_in_words(one.happened_on)} au greffe des associations (formulaire {one.kind.form}). {EFFECT}",
            why(hat),
            screen_address(
                "filings:declare", scale=asker.scale.slug, kind=one.kind.slug, day=one.happened_on.isoformat()
            ),
            "Voir la fiche",
            by=one.by,
            rule=screen_address("charter:article", scale=asker.scale.slug, rule=one.kind.rule),
            case=Case("filings.overdue"),
            is_major=one.state(asker.on) == "late",
        )
        for one in sorted(owed, key=lambda one: (one.by is None, one.by or one.happened_on))[:10]
    ]
