from kevread.common.actor import Actor, Grounds


def may_load_geography(actor: Actor) -> Grounds:
    """Geography is public data, built by a script and loaded by the software itself."""
    if actor.is_system:
        return Grounds(True, "La géographie est chargée par Kevread, depuis les fichiers de la fédération.")
    return Grounds(
        False,
        "La géographie n’est pas modifiable à l’écran : elle est chargée depuis les fichiers de la fédération "
        "par la personne qui fait fonctionner Kevread.",
    )
