"""YAML files with the line of each entry, so that what is wrong in them is told where it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class CharterError(ValueError):
    """A file of the charter is wrong. `at` is « file:line »."""

    def __init__(self, at: str, message: str) -> None:
        super().__init__(f"{at} : {message}")
        self.at = at
        self.message = message


class _LineLoader(yaml.SafeLoader):
    """Keeps the line of every mapping, and refuses a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise CharterError(
                    f"{node.start_mark.name}:{key_node.start_mark.line + 1}", f"« {key} » est écrit deux fois."
                )
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file as a mapping, each mapping with its `__line__`."""
    try:
        loader = _LineLoader(path.read_text(encoding="utf-8"))
        loader.name = path.name
        content = loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise CharterError(f"{path.name}:{line}", "ce fichier n’est pas un YAML lisible.") from error
    except FileNotFoundError:
        raise CharterError(path.name, "ce fichier manque.") from None
    if not isinstance(content, dict):
        raise CharterError(f"{path.name}:1", "des entrées « nom: … » sont attendues.")
    return content


def clean(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != "__line__"}
