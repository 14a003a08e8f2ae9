"""What routes may ask for: the questions, the store and the settings of the running application."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ValidationError

from api.settings import Settings
from kg.ask import Ask
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
Place = Annotated[str | None, Query(max_length=200, description="辖区代码, 含下级 · place code")]
Year = Annotated[int | None, Query(ge=1900, le=2200, description="年份 · year")]
Today = Annotated[
    date | None,
    BeforeValidator(iso_day),
    Query(description="算作今天的日子 · the day that counts as today"),
]
Document = Annotated[str | None, Query(max_length=400, description="文件 · document")]
Unit = Annotated[str | None, Query(max_length=400, description="单位 · unit")]
Limit = Annotated[int, Query(ge=1, le=500, description="一页多少 · page size")]
Cursor = Annotated[
    str | None,
    Query(max_length=12, pattern=r"^\d+$", description="上一页的 next · next of the page before"),
]


def one_of(*names: str) -> Any:
    """A parameter that takes one of ``names``; the route itself refuses others."""
    return Query(json_schema_extra={"enum": list(names)})


def prefixed(prefix: str, id_: str) -> str:
    """The id with its kind in front, whether or not the caller wrote it."""
    return id_ if id_.startswith(prefix) else prefix + id_


def asked_for(prefix: str, id_: str | None) -> str | None:
    """The id that a filter names, with its kind in front; an emptied filter names none."""
    return prefixed(prefix, id_) if id_ else None
