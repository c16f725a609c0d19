"""Two who write in the same place at once: the second is told, with what the first wrote, and nothing of either is lost."""

from kevread.common.errors import Refused


class Overtaken(Refused):
    """Somebody else wrote there meanwhile: what stands is given back, nothing is lost on either side."""

    def __init__(self, current: str) -> None:
        super().__init__(
            "Ce texte a changé pendant que vous écriviez. Rien n’est encore remplacé : votre texte et l’autre sont ici."
        )
        self.current = current


class Changed(Refused):
    """What a page showed is not what is there when its button is pressed: it is shown anew, with what was typed. `now`: the
    mark of what is there."""

    def __init__(self, now: str) -> None:
        self.now = now
        super().__init__(
            "Ce que montrait cette page a changé depuis que vous l’avez ouverte. Elle dit maintenant ce qui est inscrit : "
            "relisez-la, puis recommencez."
        )
