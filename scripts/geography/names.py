"""Whole names of EPCI in French typography, from the abbreviated official list.

>>> whole_name("CC du Pays Fouesnantais", "CC", {})
'Communauté de communes du Pays Fouesnantais'
>>> whole_name("CC Communauté Lesneven Côte des Légendes", "CC", {})
'Communauté Lesneven Côte des Légendes'
>>> short_name("CA du Pays de Landerneau-Daoulas", {}), short_name("CC de l'Oust à Brocéliande", {})
('Pays de Landerneau-Daoulas', 'Oust à Brocéliande')
>>> short_name("CC Belle Ile en Mer", {"Belle Ile en Mer": "Belle-Île-en-Mer"})
'Belle-Île-en-Mer'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TITLES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
}

type Corrections = Mapping[
    str, str
]  # accents, hyphens and acronyms of the abbreviated list, put right: see region.toml


def typographic(name: str) -> str:
    """
    >>> typographic("Côtes-d'Armor"), typographic("Golfe du Morbihan - Vannes")
    ('Côtes-d’Armor', 'Golfe du Morbihan – Vannes')
    """
    return name.replace("'", "’").replace(" - ", " – ")


def whole_name(abbreviated: str, nature: str, corrections: Corrections) -> str:
    name = _corrected(abbreviated, corrections)
    if nature == "METRO" or name.startswith("Communauté"):
        return name
    return f"{TITLES[nature]} {name}"


def short_name(abbreviated: str, corrections: Corrections) -> str:
    """For a label on the map; whole names everywhere else."""
    name = _corrected(abbreviated, corrections)
    if usual := re.search(r"\((.+)\)$", name):
        return usual[1]
    name = re.sub(r"^(de l’|de la |du |de )", "", name)
    return name[0].upper() + name[1:]


def _corrected(abbreviated: str, corrections: Corrections) -> str:
    name = typographic(re.sub(r"^(CC|CA|CU) ", "", abbreviated))
    for wrong, right in corrections.items():
        name = name.replace(wrong, right)
    return name
