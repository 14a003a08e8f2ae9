"""What routes may ask for: the questions, the store and the settings of the running application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, BeforeValidator, ValidationError

from api.called import id_of, place_code
from api.settings import Settings
from kg.ask import Ask
from kg.errors import ZhizeError
from kg.store import Store

Json: TypeAlias = dict[str, Any]
_Model = TypeVar("_Model", bound=BaseModel)


def get_store(request: Request) -> Store:
    """The application's store."""
    return cast(Store, request.app.state.store)


def get_settings(request: Request) -> Settings:
    """The application's settings."""
    return cast(Settings, request.app.state.settings)


def get_ask(request: Request) -> Ask:
    """The application's questions."""
    return cast(Ask, request.app.state.ask)


def said_in(model: type[_Model], body: bytes) -> _Model:
    """A JSON body that a route reads by itself, after the token. Raises RequestValidationError."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from None


def iso_day(value: object) -> date:
    """A day as ISO writes it. Raises ValueError for all else: 0 is not 1970."""
    return datetime.strptime(str(value), "%Y-%m-%d").date()


AskDep = Annotated[Ask, Depends(get_ask)]
StoreDep = Annotated[Store, Depends(get_store)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
Words = Annotated[str | None, Query(max_length=200, description="含有这些字 · containing")]
Year = Annotated[int | None, Query(ge=1900, le=2200, description="年份 · year")]
Today = Annotated[
    date | None,
    BeforeValidator(iso_day),
    Query(description="算作今天的日子 · the day that counts as today"),
]
Limit = Annotated[int, Query(ge=1, le=500, description="一页多少 · page size")]
Cursor = Annotated[
    str | None,
    Query(max_length=12, pattern=r"^\d+$", description="上一页的 next · next of the page before"),
]


def one_of(*names: str) -> Any:
    """A parameter that takes one of ``names``; the route itself refuses others."""
    return Query(json_schema_extra={"enum": list(names)})


def _filter(said: str) -> Any:
    return Query(max_length=400, description=f"{said}: 标识或名称 · id or name")


def _document(
    ask: AskDep, store: StoreDep, document: Annotated[str | None, _filter("文件")] = None
) -> str | None:
    return id_of("document", document, ask, store) if document else None


def _unit(
    ask: AskDep, store: StoreDep, unit: Annotated[str | None, _filter("单位")] = None
) -> str | None:
    return id_of("unit", unit, ask, store) if unit else None


def _policy(
    ask: AskDep, store: StoreDep, policy: Annotated[str | None, _filter("规划、纲要")] = None
) -> str | None:
    return id_of("policy", policy, ask, store) if policy else None


def _item(
    ask: AskDep, store: StoreDep, item: Annotated[str | None, _filter("纲要任务")] = None
) -> str | None:
    return id_of("item", item, ask, store) if item else None


def _place(
    ask: AskDep,
    place: Annotated[
        str | None,
        Query(max_length=200, description="辖区代码或名称, 含下级 · place, by code or name"),
    ] = None,
) -> str | None:
    return place_code(ask, place) if place else None


# Filters: what people call a thing, handed on as its id. An emptied one filters nothing.
Document = Annotated[str | None, Depends(_document)]
Unit = Annotated[str | None, Depends(_unit)]
Policy = Annotated[str | None, Depends(_policy)]
Item = Annotated[str | None, Depends(_item)]
Place = Annotated[str | None, Depends(_place)]


def _this(kind: str) -> Any:
    """The thing that an address is about, by its id (its kind in front or not) or its name."""

    def found(ask: AskDep, store: StoreDep, id: Annotated[str, Path()]) -> str:
        return id_of(kind, id, ask, store)

    return Depends(found)


ThisDocument = Annotated[str, _this("document")]
ThisUnit = Annotated[str, _this("unit")]
ThisPolicy = Annotated[str, _this("policy")]


def known_only(request: Request) -> None:
    """Refuses a parameter that the route has not: who wrote ``unti=`` must not believe the list is narrowed."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not route.path.startswith("/api/"):
        return
    names = list(_query_names(route.dependant))
    for given in request.query_params:
        if given not in names:
            raise ParameterError(given, names)


def _query_names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of all it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _query_names(inner)


class ParameterError(ZhizeError):
    """A query parameter that the route has not."""

    code = "invalid_parameter"
    status = 422

    def __init__(self, given: str, names: list[str]) -> None:
        near = get_close_matches(given, names, 1)
        meant = f"；是不是 {near[0]}" if near else ""
        listed = "可用：" + "、".join(names) if names else "这个地址不带参数"
        super().__init__(f"没有参数 {given[:40]}{meant}", listed)
