"""What a Vosk model's folder holds, known without opening it.

Vosk ends the whole program on some damaged folders, so what can be seen from outside is looked at
first. There are two layouts: today's, with `am`, `conf` and `graph`, and an older flat one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_MODERN = "am/final.mdl"
_FLAT = "final.mdl"
_OPTION = re.compile(r"--[\w.-]*\w(=.+)?$")
_DEFAULT_RATE = 16000
"""What Kaldi takes when mfcc.conf names no rate."""

QUICK_PARTIALS = "--frames-per-chunk=9"
"""Has Vosk look at 90 ms of sound at a time instead of 210 ms, so that words come sooner."""


@dataclass(frozen=True, slots=True)
class _Layout:
    acoustics: str
    features: str
    words: str
    graphs: tuple[tuple[str, ...], ...]
    """Sets of files of which one must be whole: a fixed graph, or a look-ahead pair."""
    settings: str | None


_LAYOUTS = (
    _Layout(
        _MODERN,
        "conf/mfcc.conf",
        "graph/words.txt",
        (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int")),
        "conf/model.conf",
    ),
    _Layout(
        _FLAT,
        "mfcc.conf",
        "words.txt",
        (("HCLG.fst",), ("HCLr.fst", "Gr.fst", "disambig_tid.int")),
        None,
    ),
)


def is_model(folder: Path) -> bool:
    """Whether this folder looks like a Vosk model at all."""
    return (folder / _MODERN).is_file() or (
        (folder / _FLAT).is_file() and (folder / "mfcc.conf").is_file()
    )


def find_roots(names: Iterable[str]) -> list[PurePosixPath]:
    """Which folders, among these relative file names, look like models; a flat one may be "."."""
    known = set(names)
    roots = {PurePosixPath(name).parent.parent for name in known if _ends(name, _MODERN)}
    for name in known:
        parent = PurePosixPath(name).parent
        if _ends(name, _FLAT) and parent.name != "am" and str(parent / "mfcc.conf") in known:
            roots.add(parent)
    return sorted(roots)


def seen_damage(folder: Path) -> str:
    """What can be seen to be missing or cut off, in words; empty when nothing can."""
    layout = next((one for one in _LAYOUTS if (folder / one.acoustics).exists()), None)
    if layout is None:
        return f"there is no {_MODERN}"
    needed = [layout.acoustics, layout.features]
    if layout.settings:
        needed.append(layout.settings)
    complete = next((g for g in layout.graphs if all((folder / f).exists() for f in g)), None)
    if complete is None:
        looked_for = " or ".join(" with ".join(graph) for graph in layout.graphs)
        return f"there is no {looked_for}"
    # A look-ahead graph may carry its words inside.
    needed += [*complete, *([layout.words] if (folder / layout.words).exists() else [])]
    lacking = [name for name in needed if not _has_content(folder / name)]
    if lacking:
        return f"{', '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing or empty"
    return _damaged_settings(folder, layout)


def sample_rate(folder: Path) -> int:
    """Samples a second that the model was made for, as its settings say. Opens nothing else."""
    for layout in _LAYOUTS:
        if (folder / layout.acoustics).is_file():
            for line in _lines(folder / layout.features):
                if line.startswith("--sample-frequency="):
                    return _rate(line.partition("=")[2])
    return _DEFAULT_RATE


def add_quick_partials(folder: Path) -> str:
    """Have partial results come in steps of 90 ms where the model leaves that open.

    Gives back the line that was added to conf/model.conf, or "" when nothing was to be done:
    a flat model has no such file, and a model that names its own step keeps it.
    """
    settings = folder / "conf/model.conf"
    if not settings.is_file() or not _is_nnet3(folder / _MODERN):
        return ""
    lines = _lines(settings)
    steps_by_three = "--frame-subsampling-factor=3" in lines
    if not steps_by_three or any(one.startswith("--frames-per-chunk") for one in lines):
        return ""
    line_break = "" if settings.read_bytes().endswith(b"\n") else "\n"
    with settings.open("ab") as file:
        file.write(f"{line_break}{QUICK_PARTIALS}\n".encode())
    return QUICK_PARTIALS


def _ends(name: str, tail: str) -> bool:
    return name == tail or name.endswith(f"/{tail}")


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _lines(path: Path) -> list[str]:
    """The lines of a settings file that say something."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return []
    stripped = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in stripped if line]


def _rate(value: str) -> int:
    try:
        return int(float(value))
    except ValueError:
        return _DEFAULT_RATE


def _damaged_settings(folder: Path, layout: _Layout) -> str:
    # Vosk ends the program on half an option, and on the first sound without silence phones.
    for name in filter(None, (layout.features, layout.settings)):
        bad = [line for line in _lines(folder / name) if not _OPTION.match(line)]
        if bad:
            return f'{name} has the line "{bad[0][:40]}", which is no setting'
    if layout.settings:
        silence = "--endpoint.silence-phones="
        if not any(one.startswith(silence) for one in _lines(folder / layout.settings)):
            return f"{layout.settings} has no {silence.rstrip('=')}"
    return ""


def _is_nnet3(acoustics: Path) -> bool:
    with acoustics.open("rb") as file:
        tail = b""
        while block := file.read(1 << 20):
            if b"<Nnet3>" in tail + block:
                return True
            tail = block[-8:]
    return False
