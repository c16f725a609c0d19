"""What imports do not know of who asked for one: what they may do on the day it is written."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask

ACTS_AS: Ask[Callable[[UUID, date], Actor]] = Ask(
    "imports.acts_as", "The actor that this person is that day: what was asked by one who may no longer is not done."
)
