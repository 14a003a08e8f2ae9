"""The cheaper ``__init__`` changes nothing that a frozen dataclass promises."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from kg.frozen import quick
from kg.model import Actor, Assignment, Span, Statement, Task


@quick
@dataclass(frozen=True, slots=True, order=True)
class Pair:
    left: int
    right: str = "r"


def test_fields_defaults_equality_hash_order_and_repr() -> None:
    assert Pair(1) == Pair(left=1, right="r") != Pair(2)
    assert hash(Pair(1)) == hash(Pair(1)) and Pair(1) < Pair(2)
    assert repr(Pair(1)).endswith("Pair(left=1, right='r')")
    assert [one.name for one in fields(Pair)] == ["left", "right"]
    assert str(inspect.signature(Pair)).startswith("(left")


def test_closed_against_assignment_and_new_names() -> None:
    pair = Pair(1)
    assert type(pair) is Pair
    with pytest.raises(FrozenInstanceError):
        pair.left = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del pair.right
    with pytest.raises(TypeError):
        Pair()  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "made",
    [
        Task("doc/x/task/1", ("1",), "完善制度", Span(0, 4)),
        Actor("市司法局", "市司法局", None, Span(0, 4)),
        Assignment(
            "司法局", "unit/1/司法局", "司法局", "lead", 1, "司法局", Span(0, 3), "tag", 0.9
        ),
        Statement(
            "doc/x/s/1", None, (), "完善制度", Span(0, 4), "context", None, None, None, (), "r", 0.5
        ),
    ],
)
def test_pickled_copied_and_replaced(made: object) -> None:
    assert pickle.loads(pickle.dumps(made)) == made == copy.deepcopy(made)
    changed = replace(made, span=Span(7, 9))  # type: ignore[type-var]
    assert changed.span == Span(7, 9) and changed != made  # type: ignore[attr-defined]
