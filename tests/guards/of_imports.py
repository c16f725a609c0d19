"""The verbs of imports."""

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.imports import operations
from kevread.imports.deciding import Decision
from kevread.imports.mapping import Matching, SheetMapping
from kevread.imports.models import Import
from tests.arrange import NOW, arranging
from tests.factories import PersonFactory
from tests.seats.scene import Scene

from .asking import Guarded, guarded


def two(scene: Scene) -> dict[str, Person]:
    with arranging():
        return {"kept": PersonFactory(), "gone": PersonFactory()}


@guarded("imports.merge", twice=Refused)
def merge(scene: Scene) -> Guarded:
    those = two(scene) | {"within": scene.world.head}
    return Guarded(do=lambda **who: operations.merge(**those, **who), at=scene.world.head)


@guarded("imports.undo_merge", twice=Refused)
def undo_merge(scene: Scene) -> Guarded:
    made = operations.merge(**two(scene), within=scene.world.head, actor=SYSTEM, now=NOW)
    return Guarded(do=lambda **who: operations.undo_merge(made=made, **who), at=scene.world.head)


@guarded("imports.tell_apart", twice=Refused)
def tell_apart(scene: Scene) -> Guarded:
    those = two(scene)
    asked = {"one": those["kept"], "other": those["gone"], "within": scene.world.head}
    return Guarded(do=lambda **who: operations.tell_apart(**asked, **who), at=scene.world.head)


FILE = "nom;prénom\nLe Gall;Anne\n".encode()


def waiting(scene: Scene) -> Import:
    return operations.deposit(data=FILE, name="gens.csv", actor=SYSTEM, within=scene.grouping, now=NOW)


@guarded("imports.deposit")
def deposit(scene: Scene) -> Guarded:
    asked = {"data": FILE, "name": "gens.csv", "within": scene.grouping}
    return Guarded(do=lambda **who: operations.deposit(**asked, **who), at=scene.grouping)


@guarded("imports.match")
def match(scene: Scene) -> Guarded:
    asked = {"made": waiting(scene), "matching": Matching(), "aside": {"": [2]}}
    return Guarded(do=lambda **who: operations.match(**asked, **who), at=scene.grouping)


@guarded("imports.decide")
def decide(scene: Scene) -> Guarded:
    asked = {"made": waiting(scene), "decisions": [Decision("", 2, "anne@exemple.fr", same=False)]}
    return Guarded(do=lambda **who: operations.decide(**asked, **who), at=scene.grouping)


@guarded("imports.ask", twice=Refused)
def ask(scene: Scene) -> Guarded:
    found = waiting(scene)
    return Guarded(do=lambda **who: operations.ask_commit(made=found, **who), at=scene.grouping)


@guarded("imports.commit", twice=Refused)
def commit(scene: Scene) -> Guarded:
    found = waiting(scene)
    matching = Matching({"": SheetMapping("Personnes", columns={"nom": "nom", "prénom": "prénom"})})
    found = operations.match(made=found, matching=matching, aside={"": [2]}, actor=SYSTEM, now=NOW)
    return Guarded(do=lambda **who: operations.commit_deposit(made=found, valid_rows=True, **who), at=scene.grouping)


@guarded("imports.undo", twice=Refused)
def undo(scene: Scene) -> Guarded:
    found = waiting(scene)
    matching = Matching({"": SheetMapping("Personnes", columns={"nom": "nom", "prénom": "prénom"})})
    found = operations.match(made=found, matching=matching, aside={}, actor=SYSTEM, now=NOW)
    operations.commit_deposit(made=found, valid_rows=True, actor=SYSTEM, now=NOW)
    return Guarded(do=lambda **who: operations.undo(made=found, **who), at=scene.grouping)


@guarded("imports.abandon", twice=Refused)
def abandon(scene: Scene) -> Guarded:
    found = waiting(scene)
    return Guarded(do=lambda **who: operations.abandon(made=found, **who), at=scene.grouping)
