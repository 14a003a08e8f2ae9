"""Extraction with the compiled modules (``ZHIZE_COMPILE=1``, see hatch_build.py), in a process of its own.

The wheel is built, unpacked and put in front of the checkout; its records of the shipped samples must be those of the
pure modules, byte by byte. Without a C compiler a sentence says so and no figure is given.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from api.work import calm_collector
from benchmarks.extraction import measure_extraction
from benchmarks.measure import Result
from kg.record import dumped
from loaders import fold, pipeline, readers

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "loaders" / "samples" / "documents"
_WHEEL = (
    "import sys; from hatchling.builders.wheel import WheelBuilder;"
    "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard'])))"
)


def measure_compiled(files: list[Path], rounds: int) -> list[Result]:
    """The ratio to jieba of the compiled modules, and whether they say what the pure ones say."""
    name = "compiled / jieba"
    if shutil.which(os.environ.get("CC", "cc")) is None and os.name != "nt":
        return [Result(name, "no C compiler here: not measured")]
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(Path(folder))
        except subprocess.CalledProcessError as error:
            print(str(error.stderr or error)[-2000:], file=sys.stderr)
            return [Result(name, "could not be built: see above", "a wheel", met=False)]
        asked = {"files": [str(path) for path in files], "rounds": rounds}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.compiled"],
            input=json.dumps(asked), capture_output=True, text=True, check=True,
            cwd=folder, env=_in_front(Path(folder)),
        )  # fmt: skip
    said = json.loads(done.stdout)
    same = said["digest"] == digest()
    return [
        Result(name, f"{said['ratio']:.2f}", "<= 0.50", said["ratio"] <= 0.5),
        Result("compiled records", "the same" if same else "DIFFERENT", "the same", same),
    ]


def build(folder: Path) -> None:
    """The compiled wheel, unpacked in ``folder``. Raises CalledProcessError when it cannot be built."""
    done = subprocess.run(
        [sys.executable, "-c", _WHEEL, str(ROOT), str(folder)],
        env={**os.environ, "ZHIZE_COMPILE": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with zipfile.ZipFile(done.stdout.strip()) as wheel:
        wheel.extractall(folder)


def digest() -> str:
    """SHA-256 over the records of the shipped samples."""
    hasher = hashlib.sha256()
    for path in sorted(SAMPLES.iterdir()):
        for record in pipeline.extract(readers.read(path.read_bytes(), path.name)):
            for piece in dumped(record):
                hasher.update(piece.encode())
    return hasher.hexdigest()


def _in_front(folder: Path) -> dict[str, str]:
    """The compiled packages before the checkout, which only gives the benchmarks."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}


def main() -> None:
    """Measure in this process and say it as JSON."""
    asked = json.load(sys.stdin)
    if fold.__file__.endswith(".py"):
        raise SystemExit("the compiled modules are not the ones in use")
    calm_collector()
    results = measure_extraction([Path(path) for path in asked["files"]], asked["rounds"])
    ratio = next(float(r.value) for r in results if r.name == "extraction / jieba")
    print(json.dumps({"ratio": ratio, "digest": digest()}))


if __name__ == "__main__":
    main()
