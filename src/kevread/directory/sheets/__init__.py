"""What is read and written of the directory: organisations, people, who is a member of whom, who has which territory."""

from . import links, organisations, people

__all__ = ["links", "organisations", "people"]
