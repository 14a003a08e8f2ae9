"""What operators copy: the settings named in the docs and in ``deploy/`` are those the service has."""

from __future__ import annotations

import re
from pathlib import Path

from api.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NAMES = {f"ZHIZE_{name.upper()}" for name in Settings.model_fields}
# Those of commands other than serve.
OPTIONS = {
    name
    for path in (ROOT / "api").glob("cli_*.py")
    for name in re.findall(r'envvar="(ZHIZE_\w+)"', path.read_text(encoding="utf-8"))
}

# And those of the build of our own wheel.
BUILD = set(re.findall(r"ZHIZE_[A-Z_]+", (ROOT / "hatch_build.py").read_text(encoding="utf-8")))


def test_every_variable_named_is_a_setting() -> None:
    texts = [DOCS, *(p.read_text(encoding="utf-8") for p in sorted((ROOT / "deploy").iterdir()))]
    named = {name for text in texts for name in re.findall(r"ZHIZE_[A-Z_]+", text)}
    assert named - NAMES - OPTIONS - BUILD == set()


def test_the_defaults_in_the_table_are_the_defaults() -> None:
    defaults = {f"ZHIZE_{k.upper()}": f.default for k, f in Settings.model_fields.items()}
    rows = dict(re.findall(r"^\| `(ZHIZE_\w+)` \| `([^`]+)` \|", DOCS, re.MULTILINE))
    assert len(rows) >= 6
    for name, shown in rows.items():
        value = defaults[name]
        if name == "ZHIZE_STORE":
            continue
        wanted = str(value).lower() if isinstance(value, bool) else value
        assert shown == (f"{wanted:g}" if isinstance(wanted, float) else str(wanted)), name


def test_the_metrics_named_exist() -> None:
    code = "".join(
        (ROOT / "api" / name).read_text(encoding="utf-8")
        for name in ("observing.py", "routers/health.py")
    )
    for name in re.findall(r"`(zhize_[a-z_]+)", DOCS):
        assert name.rstrip("_") in code, name
