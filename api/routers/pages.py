"""The pages people open, and ``/api/focus``: addresses in, rendered answers out.

Every page is complete without scripts; every state is in the address. The language is ``?lang=``,
then the cookie the last ``?lang=`` left, then Chinese (many office browsers claim en-US).
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal, cast
from weakref import WeakKeyDictionary

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute

from api.access import Access
from api.behind import Behind
from api.deps import get_ask as ask_of
from api.deps import get_store, known_only
from api.errors import names_of
from api.moved import forward
from kg.errors import NotFoundError, ZhizeError
from kg.model import Role
from kg.store import Store
from loaders.rules.catalog import told
from visualize import ask_page, assets, document_page, expanding, i18n, pages, paths, views
from visualize.render import render

Text = Annotated[str | None, Query(max_length=400)]
_FEW = 100
"""Documents that are counted while the reader waits: 14 seconds for all of five million triples."""
_WAYS: WeakKeyDictionary[Store, tuple[int, pages.Values]] = WeakKeyDictionary()
_DATA: WeakKeyDictionary[Store, tuple[int, pages.Values]] = WeakKeyDictionary()
_IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}


class PageRoute(APIRoute):
    """Errors of a page are pages too: what happened, what to do, the search box still there."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with our own errors shown as HTML."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except ZhizeError as error:
                if isinstance(error, NotFoundError):
                    # In a thread: the corrections may lie on a server far away.
                    elsewhere = await to_thread.run_sync(forward, request)
                    if elsewhere is not None:
                        return elsewhere
                return error_page(request, error.status, error.message, error.hint)
            except RequestValidationError as error:
                return error_page(request, 422, wrong=names_of(error))

        return handler


router = APIRouter(route_class=PageRoute, include_in_schema=False)
api = APIRouter(tags=["explorer"], dependencies=[Depends(known_only)])


def lang_of(request: Request) -> i18n.Lang:
    """The language of the answer: asked for, remembered, or Chinese."""
    return i18n.choose(request.query_params.get("lang"), request.cookies.get("lang"))


def _data(request: Request) -> pages.Values:
    """How many documents stand behind a page, and the date of the latest; kept until the next write."""

    def make() -> pages.Values:
        documents = ask_of(request).holdings()
        dates = [str(d["issued"]) for d in documents.values() if d["issued"]]
        return {"documents": len(documents), "latest": max(dates, default="")}

    return _kept(_DATA, get_store(request), make)


def _kept(
    cache: WeakKeyDictionary[Store, tuple[int, pages.Values]],
    store: Store,
    make: Callable[[], pages.Values],
) -> pages.Values:
    """``make()``, kept until the next write."""
    revision, values = cache.get(store, (-1, {}))
    if revision != store.revision:
        revision, values = store.revision, make()
        cache[store] = (revision, values)
    return values


def html_page(request: Request, name: str, values: pages.Values, status: int = 200) -> HTMLResponse:
    lang = lang_of(request)
    state = dict(request.query_params)
    other = {**state, "lang": "en" if lang == "zh" else "zh"}
    path = urllib.parse.quote(request.url.path, safe="/~.-_")
    frame = {
        "name": name,
        "nav": pages.NAV,
        "more": pages.MORE,
        "here": pages.NAV_OF.get(name, ""),
        "other_lang": f"{path}?{urllib.parse.urlencode(other)}",
        "state": state,
        "q": "",
        # Rules are told in Chinese; where the page is English their ids stand.
        "told": told if lang == "zh" else lambda rule: "",
        "writable": cast(Access, request.app.state.access).writable,
        # A store that does not answer has an error page all the same.
        "data_of": _data(request) if status < 500 else {"documents": "—", "latest": ""},
    }
    response = HTMLResponse(render(f"{name}.html", lang, {**frame, **values}), status)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie"
    if request.query_params.get("lang") == lang:
        response.set_cookie("lang", lang, max_age=31536000, samesite="lax", httponly=True)
    return response


def error_page(
    request: Request, status: int, message: str = "", hint: str = "", wrong: str = ""
) -> HTMLResponse:
    """What went wrong as a page; ``wrong`` names the parameters of a 422."""
    words, path = i18n.Words(lang_of(request)), request.url.path
    values = pages.error(words, path, status, message, hint, wrong)
    page = html_page(request, "error", values, status)
    page.headers["Vary"] = "Accept, Cookie"
    return page


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Search, counts, latest documents, questions to start from; kept until the next write."""
    store, ask = get_store(request), ask_of(request)
    state = request.app.state
    if not hasattr(state, "home"):
        state.home = Behind(
            lambda: pages.home(ask), lambda: pages.glimpse(ask), lambda: store.revision
        )
    few = len(ask.holdings()) <= _FEW
    return html_page(request, "home", cast(Behind, state.home).values(wait=few))


def _choice(
    focus: Text = None,
    sel: Text = None,
    role: Text = None,
    year: Text = None,
    document: Text = None,
    open: Text = None,
    view: Text = None,
    hide: Text = None,
    path: Text = None,
    take: Text = None,
    rel: Text = None,
) -> pages.Choice:
    filters = views.Filters(role=role, year=year, document=document)
    return pages.Choice(
        focus=focus,
        sel=sel,
        opened=open,
        view=view,
        hide=hide,
        path=path,
        take=take,
        relation=rel,
        filters=filters,
    )


Choice = Annotated[pages.Choice, Depends(_choice)]


@router.get("/explore")
def explore(request: Request, choice: Choice) -> HTMLResponse:
    """The columns around a focus with its facets and the selected thing's panel."""
    return html_page(
        request, "explore", pages.explore(ask_of(request), choice, i18n.Words(lang_of(request)))
    )


@router.get("/explore/panel")
def panel(request: Request, choice: Choice) -> HTMLResponse:
    """Only the panel of ``/explore`` at the same state."""
    return html_page(request, "_panel_aside", pages.panel_alone(ask_of(request), choice))


@router.get("/d/{name}")
def document(request: Request, name: str, at: Text = None) -> HTMLResponse:
    """A document's text with its structure and facts; ``at=3275-3530`` marks those characters."""
    return html_page(
        request, "document", document_page.document(ask_of(request), f"doc/{name}", at)
    )


@router.get("/u/{name:path}")
def unit(
    request: Request, name: str, role: Text = None, year: Text = None, document: Text = None
) -> Response:
    """A unit's duties, printable."""
    filters = views.Filters(role=role, year=year, document=document)
    return html_page(request, "unit", pages.unit(ask_of(request), f"unit/{name}", filters))


@router.get("/corrections")
def corrections(request: Request) -> HTMLResponse:
    """What people decided about merged units; each can be taken back."""
    return html_page(request, "corrections", pages.corrections(ask_of(request)))


@router.get("/t/{doc}/{number}")
def task(request: Request, doc: str, number: str) -> HTMLResponse:
    """One task with all that is known of it."""
    return html_page(request, "task", pages.task(ask_of(request), f"doc/{doc}/task/{number}"))


@router.get("/p/{code}")
def place(request: Request, code: str) -> HTMLResponse:
    """A place: its documents, units and lower places."""
    return html_page(request, "place", pages.place(ask_of(request), code))


@router.get("/policy/{name}")
def policy(request: Request, name: str) -> HTMLResponse:
    """A policy: who cites and implements it."""
    return html_page(request, "policy", pages.policy(ask_of(request), f"policy/{name}"))


@router.get("/units")
def units(request: Request, q: Text = None, place: Text = None, start: Text = None) -> HTMLResponse:
    """All units, most duties first."""
    return html_page(request, "units", pages.units(ask_of(request), q, place, start))


@router.get("/documents")
def documents(
    request: Request, q: Text = None, place: Text = None, start: Text = None
) -> HTMLResponse:
    """All documents, newest first."""
    return html_page(request, "documents", pages.documents(ask_of(request), q, place, start))


@router.get("/places")
def places(request: Request) -> HTMLResponse:
    """The tree of places."""
    return html_page(request, "places", pages.places(ask_of(request)))


@router.get("/policies")
def policies(request: Request, q: Text = None, start: Text = None) -> HTMLResponse:
    """The policies, most cited first."""
    return html_page(request, "policies", pages.policies(ask_of(request), q, start))


@router.get("/gaps")
def gaps(
    request: Request,
    place: Text = None,
    document: Text = None,
    kind: Text = None,
    start: Text = None,
) -> HTMLResponse:
    """Tasks without owner (``kind=undated``: without date), page by page."""
    values = pages.gaps(ask_of(request), place, document, kind, start)
    return html_page(request, "gaps", values)


@router.get("/path")
def path(request: Request) -> HTMLResponse:
    """How two things are connected; ``from`` and ``to`` are ids, ``fromq`` and ``toq`` words."""
    given = {k: v[:400] for k, v in request.query_params.items()}
    ask, words = ask_of(request), i18n.Words(lang_of(request))
    values = paths.values(ask, given, words)
    if not (values["answer"] or values["problem"]):
        offered = _kept(_WAYS, get_store(request), lambda: {"examples": paths.examples(ask)})
        values |= offered
    return html_page(request, "path", values)


@router.get("/search")
def search(request: Request, q: Text = None, type: Text = None) -> HTMLResponse:
    """What a search finds, grouped by kind; the page behind the search box without scripts."""
    return html_page(request, "search", pages.search(ask_of(request), q or "", type))


@router.get("/sparql-ui")
def sparql(request: Request, question: Text = None) -> HTMLResponse:
    """Write a query, run it, open what it finds; ``question`` names a shipped one, its parameters follow."""
    given = {k: v[:400] for k, v in request.query_params.items() if k not in ("question", "lang")}
    return html_page(
        request,
        "sparql",
        ask_page.values(ask_of(request), get_store(request).base, question, given),
    )


@router.get("/static/{version}/{name}")
def static(version: str, name: str) -> Response:
    """Our modules and styles. Any version answers; only the present one may be cached for long."""
    asset = assets.assets().get(name)
    if asset is None:
        raise NotFoundError(f"没有这个文件：{name}")
    headers = _IMMUTABLE if version == assets.version() else {"Cache-Control": "no-cache"}
    return Response(asset.body, media_type=asset.media_type, headers=headers)


@router.get("/vendor/vis/{name}")
def vendor(name: str) -> Response:
    """vis-network out of the installed pyvis wheel."""
    asset = assets.vendor().get(name)
    if asset is None:
        raise NotFoundError(f"没有这个文件：{name}", "安装 pyvis 0.3.2 后关系网视图可用。")
    return Response(
        asset.body, media_type=asset.media_type, headers={"Cache-Control": "max-age=86400"}
    )


@api.get("/api/focus/{id:path}")
def focus(
    request: Request,
    id: str,
    role: Text = None,
    year: Text = None,
    document: Text = None,
    open: Annotated[
        str | None, Query(max_length=400, description="展开其其他任务的单位 · unit to open")
    ] = None,
    take: Annotated[
        int, Query(ge=1, le=expanding.LIMIT, description="展开几项 · how many of its tasks")
    ] = expanding.STEPS[0],
    rel: Annotated[
        Role | None, Query(description="只展开这种角色的 · only those it has as this role")
    ] = None,
) -> dict[str, Any]:
    """The explorer's columns around a unit, task, document, place or policy, as data.

    With ``open`` the other tasks of that unit come last; nothing before them changes.
    """
    filters = views.Filters(role=role, year=year, document=document)
    return views.focus(ask_of(request), id, filters, opened=open, take=take, relation=rel)


@api.get("/api/path", summary="两者之间最短的联系")
def way(
    request: Request,
    start: Annotated[str, Query(alias="from", max_length=400, description="起点的标识 · id")],
    to: Annotated[str, Query(max_length=400, description="终点的标识 · id")],
    links: Annotated[
        Literal["all", "duties"], Query(description="算哪些联系 · which links")
    ] = "all",
) -> dict[str, Any]:
    """The shortest way between two things, each step with the characters that say it.

    ``found`` is false with ``reason`` ``none`` (not within eight steps) or ``limit`` (time ran out).
    """
    return paths.with_sentences(ask_of(request).path(start, to, links=links))


router.include_router(api)
