"""The files pages load: our modules and styles, and vis-network out of the installed pyvis wheel.

Only names in these tables are ever served, so a request path never reaches the file system. The
address holds a digest of all files: a new release is fetched, an old one stays cached.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
VIS_FOLDER = ("templates", "lib", "vis-9.1.2")
_VIS = ("vis-network.min.js", "vis-network.css")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Our own files by name (``app.js``)."""
    found = {}
    for entry in sorted((files("visualize") / "web").iterdir(), key=lambda e: e.name):
        media_type = _TYPES.get(entry.name.rpartition(".")[2])
        if media_type:
            found[entry.name] = Asset(entry.read_bytes(), media_type)
    return found


@cache
def vendor() -> Mapping[str, Asset]:
    """vis-network 9.1.2 as the pyvis wheel brings it; empty when the wheel is absent or changed."""
    found = {}
    try:
        folder = files("pyvis").joinpath(*VIS_FOLDER)
    except ModuleNotFoundError:
        return {}
    for name in _VIS:
        entry = folder / name
        if entry.is_file():
            found[name] = Asset(entry.read_bytes(), _TYPES[name.rpartition(".")[2]])
    return found


@cache
def version() -> str:
    """12 hexadecimal digits over all our files."""
    total = hashlib.sha256()
    for name, asset in assets().items():
        total.update(name.encode() + b"\0" + asset.body + b"\0")
    return total.hexdigest()[:12]
