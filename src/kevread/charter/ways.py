"""From the name of a screen in an article (« seats:body ») to its address at a scale."""

from django.urls import NoReverseMatch, reverse


def way_to(screen: str, scale: str, body: str = "") -> str | None:
    """The address of a named screen, or None when that screen does not exist (yet)."""
    if not screen:
        return None
    attempts: tuple[dict[str, str], ...] = ({"scale": scale, "body": f"{scale}-{body}"}, {"scale": scale}, {})
    for arguments in attempts if body else attempts[1:]:
        try:
            return reverse(screen, kwargs=arguments)
        except NoReverseMatch:
            continue
    return reverse_list(screen, scale)


def reverse_list(screen: str, scale: str) -> str | None:
    """A screen about one body, without knowing which: the list of bodies."""
    if screen == "seats:body":
        return way_to("seats:bodies", scale)
    return None
