"""What the land holds about people: nothing."""

from kevread.common.personal import CODE, PLACE, Held, hold

hold(
    "territory",
    Held(
        model="territory.zone",
        called="Territoires",
        aside=dict.fromkeys(("code", "name", "short_name", "outline", "icon", "box"), PLACE),
    ),
    Held(model="territory.figure", called="Chiffres", aside={"measure": CODE, "source": PLACE}),
    Held(model="territory.zonepart", called="Découpages", aside={"source": PLACE}),
)
