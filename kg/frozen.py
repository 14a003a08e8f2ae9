"""A cheaper ``__init__`` for frozen dataclasses of which a document makes tens of thousands.

A frozen dataclass sets each field through ``object.__setattr__``, which costs a call a field. ``quick`` gives the class
an ``__init__`` that fills the slots while the object is of an open class of the same layout, and closes it at once.
Everything else (fields, equality, hash, pickling, ``replace``, refusing assignment) stays what dataclasses make it.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quick(cls: type[T]) -> type[T]:
    """``cls``, a frozen dataclass with slots and without factories or a base class, with the cheaper ``__init__``."""
    own = fields(cls)  # type: ignore[arg-type]  # only dataclasses are decorated
    names = [one.name for one in own]
    scope: dict[str, Any] = {
        "_closed": cls,
        "_open": type(f"_Open{cls.__name__}", (), {"__slots__": tuple(names)}),
        "_set": object.__setattr__,
    }
    parameters = []
    for one in own:
        if one.default is MISSING:
            parameters.append(one.name)
        else:
            scope[f"_default_{one.name}"] = one.default
            parameters.append(f"{one.name}=_default_{one.name}")
    source = "\n ".join(
        [
            f"def __init__(self, {', '.join(parameters)}):",
            "_set(self, '__class__', _open)",
            *(f"self.{name} = {name}" for name in names),
            "self.__class__ = _closed",
        ]
    )
    exec(source, scope)  # noqa: S102  # as dataclasses do; nothing but our own field names is in it
    init = scope["__init__"]
    init.__annotations__ = cls.__init__.__annotations__
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls
