"""ICU's data library, the largest of the bundle, without the parts that Qt never asks it for.

Qt asks ICU for three things only (`ucnv_`, `ucol_` and `ucal_` in QtCore's symbols): text in a country's own
encoding, the order of words, and the names of time zones. All of that stays, for every language; names
of units, currencies, languages and countries, numbers in words, rules for breaking lines and for
other scripts' letters go: Qt has its own.

Promise: the library keeps its name and is replaced only by a whole one; else Stop, and it is as it was.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from computer import install_packages, missing_packages
from steps import Stop

TOOLS = "binutils gcc icu-devtools".split()
_UNASKED = re.compile(r"(?:brkitr|curr|lang|rbnf|region|translit|unit)/.+|unames\.icu")
_SOURCE = """
    .section .rodata
    .balign 16
    .globl {symbol}
    .type {symbol}, %object
{symbol}:
    .incbin "{data}"
    .size {symbol}, . - {symbol}
    .section .note.GNU-stack, "", %progbits
"""


def make_small(library: Path) -> None:
    """Replaces libicudata.so.NN by one that holds the same data without the unasked parts."""
    missing = missing_packages(TOOLS)
    if missing:
        install_packages(missing)
    symbol = _symbol(library)
    with tempfile.TemporaryDirectory() as folder:
        # The data's own list begins each name with the name of the file: icudt73l for icudt73_dat.
        whole = Path(folder) / f"{symbol.removesuffix('_dat')}l.dat"
        kept = Path(folder) / "kept" / whole.name
        kept.parent.mkdir()
        _run("objcopy", "-O", "binary", "--only-section=.rodata", library, whole)
        unasked = Path(folder) / "unasked.txt"
        names = _run("icupkg", "-l", whole).splitlines()
        unasked.write_text("".join(f"{name}\n" for name in names if _UNASKED.fullmatch(name)))
        _run("icupkg", "-r", unasked, whole, kept)
        source, made = Path(folder) / "data.s", Path(folder) / library.name
        source.write_text(_SOURCE.format(symbol=symbol, data=kept))
        name = f"-Wl,-soname,{library.name}"
        _run("gcc", "-shared", "-nostdlib", "-Wl,--build-id=sha1", name, source, "-o", made)
        library.write_bytes(made.read_bytes())


def _symbol(library: Path) -> str:
    told = _run("readelf", "--dyn-syms", "--wide", library)
    found = re.findall(r"\bicudt\d+_dat\b", told)
    if len(found) != 1:
        raise Stop(f"{library.name} does not hold ICU's data as it did: pack it whole.")
    return str(found[0])


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Stop(f"ICU's data cannot be made smaller: {command[0]} said: {last}")
    return done.stdout
