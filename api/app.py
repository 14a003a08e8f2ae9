"""The web application's factory: settings in, FastAPI out; nothing global."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi_offline import FastAPIOffline

from api import deps, errors, openapi, sparql
from api.access import Access, Guarded
from api.audit import Audit
from api.computing import Desk
from api.negotiation import Packing
from api.observing import Metrics, Observed
from api.remembered import Answers
from api.security import SecurityHeaders
from api.settings import Settings
from api.uploads import staging
from api.uploads.keeping import Keeper
from api.uploads.staging import Staging
from api.warming import Warming
from api.work import Setup
from kg.ask import Ask
from kg.evaluators import open_evaluator
from kg.pool import Limits
from kg.replica import Replica
from kg.store import Store, open_store
from kg.void import Void

# Order matters: pages come last, so that no page can shadow the API.
ROUTERS = (
    *("health", "documents", "tasks", "units", "places", "policies", "overview", "questions"),
    *("corrections", "dense"),
    *(
        "examples",
        "schema",
        "registry",
        "uploads",
        "graph_store",
        "ontology",
        "well_known",
        "things",
    ),
)


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application over ``store``, or over the one ``settings.store`` names.

    ``app.state`` carries ``settings``, ``store``, ``ask`` and ``pool``. Raises StoreError when the store cannot open.
    """
    app: FastAPI = FastAPIOffline(
        title="zhize 职责图谱",
        description="谁负责什么、何时完成、依据哪一句话。Who owns which duty, by when, says which sentence.",
        version="0.1.0",
        docs_url="/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_lifespan,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    app.state.store = store if store is not None else _opened(settings)
    app.state.ask = Ask(app.state.store)
    app.state.pool = open_evaluator(app.state.store, _limits(settings))
    app.state.answers = Answers(settings.query_cache)
    app.state.desk = Desk(4 * (settings.query_workers + settings.query_waiting))
    app.state.void = Void(app.state.store)
    app.state.access = Access(settings, read_only=app.state.store.read_only)
    app.state.staging, app.state.keeper = _uploads(settings, app.state.store)
    app.state.audit = Audit(settings.audit_log or _beside(app.state.store))
    app.add_middleware(Packing, minimum_size=1000, compresslevel=4)
    app.add_middleware(Guarded, access=app.state.access)
    _let_other_pages_ask(app, settings)
    app.add_middleware(SecurityHeaders)
    # Added last, so outermost: what the others refuse is counted too.
    app.state.metrics = Metrics()
    app.add_middleware(Observed, metrics=app.state.metrics, log=settings.access_log)
    errors.install(app)
    app.include_router(sparql.router)
    for name in ROUTERS:
        # A shipped question has parameters of its own and refuses others itself.
        strict = [] if name == "questions" else [Depends(deps.known_only)]
        app.include_router(
            importlib.import_module(f"api.routers.{name}").router, dependencies=strict
        )
    _include_pages(app)
    openapi.install(app)
    return app


def _uploads(settings: Settings, store: Store) -> tuple[Staging, Keeper]:
    """Where uploads wait, and who puts the kept ones into the store."""
    setup = Setup(base=store.base, places=settings.places, units=settings.units)
    limits = staging.Limits(
        files=settings.upload_files,
        size=settings.upload_bytes,
        seconds=settings.upload_seconds,
        memory=settings.upload_memory,
        rest=settings.upload_minutes * 60,
    )
    keeper, waiting = Keeper(store, setup), Staging(setup, limits)
    waiting.judged_by(keeper.judge)
    return waiting, keeper


def _let_other_pages_ask(app: FastAPI, settings: Settings) -> None:
    """CORS, only for the origins an operator named: on loopback any page could read the graph."""
    origins = settings.cors.split()
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Accept"],
            expose_headers=["Location", "ETag", "Link", sparql.MOST],
        )


def _opened(settings: Settings) -> Store:
    token = settings.store_token
    secret = token.get_secret_value() if token is not None else None
    return open_store(settings.store, settings.base_iri, token=secret)


def _beside(store: Store) -> Path | None:
    return None if store.location is None else store.location / "audit.jsonl"


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.query_seconds,
        size=settings.query_bytes,
        rows=settings.query_rows,
        memory=settings.query_memory,
        workers=settings.query_workers,
        waiting=settings.query_waiting,
        patience=settings.query_patience,
        spool=settings.query_spool,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    store = app.state.store
    own = store.location is not None or isinstance(store, Replica)  # not in memory, not another's
    ready = Warming(app.state.ask, app.state.metrics.calm) if own else None
    yield
    if ready is not None:
        ready.stop()
    app.state.pool.close()
    app.state.staging.close()
    if store.location is not None:  # so that the next start has nothing to read again
        await anyio.to_thread.run_sync(store.flush)


def _include_pages(app: FastAPI) -> None:
    if importlib.util.find_spec("api.routers.pages") is None:
        return
    pages: Any = importlib.import_module("api.routers.pages")
    app.include_router(pages.router)
    app.state.error_page = pages.error_page
    for name in ("tables", "takeaway", "importing"):
        app.include_router(importlib.import_module(f"api.routers.{name}").router)
    if hasattr(pages, "mount_static"):
        pages.mount_static(app)
