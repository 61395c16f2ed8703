"""Speech models on this computer: list, install, verify and remove them."""

import argparse
import json
import sys
from pathlib import Path

from assist.cli.options import add_json
from assist.cli.progress import Progress
from assist.faults import Fault
from assist.speech.catalogue import CatalogueEntry, read_catalogue
from assist.speech.install import Verdict, install, remove, verify
from assist.speech.models import DEMONSTRATION, ModelInfo, find_model, installed_models
from assist.speech.opening import try_here
from assist.speech.source import Wish, lying_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_list(actions.add_parser("list", help="the installed models, or those to choose from"))
    _add_install(
        actions.add_parser(
            "install",
            help="install a model from a name, an address, a zip file or a folder",
            description="Install a model. It is checked and opened once before it can be chosen. "
            "Where the model leaves it open, a line is added to its settings that has words come "
            "in steps of 90 ms, for a little more work; its about.toml says so.",
        )
    )
    checked = actions.add_parser("verify", help="are the models still what was installed?")
    checked.add_argument("model", nargs="*", metavar="NAME_OR_PATH", help="all when none is named")
    add_json(checked)
    gone = actions.add_parser("remove", help="remove an installed model")
    gone.add_argument("model", metavar="NAME")
    gone.add_argument("--for-everyone", action="store_true", help="one installed for everyone")
    add_json(gone)
    tried = actions.add_parser("try", help="open the model in this folder once, here and now")
    tried.add_argument("model", metavar="PATH", type=Path)


def run(arguments: argparse.Namespace) -> int:
    actions = {
        "list": _list,
        "install": _install,
        "verify": _verify,
        "remove": _remove,
        "try": _try,
    }
    return actions[arguments.action](arguments)


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--available", action="store_true", help="the models that can be installed by name"
    )
    add_json(parser)


def _add_install(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="NAME_OR_ADDRESS_OR_PATH", nargs="?")
    parser.add_argument(
        "--offline-dir",
        metavar="DIR",
        type=Path,
        help="look for NAME.zip or a folder NAME in here, and fetch nothing; without a NAME, "
        "install every model in here that is not installed yet",
    )
    parser.add_argument(
        "--for-everyone", action="store_true", help="for all users of this computer"
    )
    parser.add_argument("--again", action="store_true", help="even if it is installed already")
    parser.add_argument(
        "--keep-settings", action="store_true", help="add no line to the model's settings"
    )
    parser.add_argument("--name", default="", help="install it under another name")
    parser.add_argument("--language", default="", metavar="CODE", help="its language, such as en")
    parser.add_argument("--sha256", default="", metavar="HEX", help="what the zip must be")
    add_json(parser)


def _list(arguments: argparse.Namespace) -> int:
    found = installed_models()
    if arguments.available:
        names = {one.name for one in found}
        _list_available(read_catalogue(), names, arguments.json)
    elif arguments.json:
        _print_json([_facts(one) for one in found])
    else:
        for one in found:
            print(f"{one.name:32} {one.language:3} {_megabytes(one.size):>8}  {one.title}")
            if one.demonstration:
                print(f"    {DEMONSTRATION}")
    return 0


def _list_available(
    catalogue: tuple[CatalogueEntry, ...], installed: set[str], as_json: bool
) -> None:
    if as_json:
        _print_json([_offer(one, one.name in installed) for one in catalogue])
        return
    for one in catalogue:
        here = "  (installed)" if one.name in installed else ""
        print(f"{one.name:32} {one.language:3} {_megabytes(one.about_size):>8}  {one.title}{here}")
        print(f"    {one.note}; {one.licence}; checksum: {one.checksum.kind}")


def _install(arguments: argparse.Namespace) -> int:
    if arguments.model is not None:
        return _install_one(arguments, arguments.model)
    if arguments.offline_dir is None:
        raise Fault("install", "no model is named", "see assist models list --available")
    lying = lying_in(arguments.offline_dir)
    if not lying and not arguments.json:
        print(f"nothing is to be installed from {arguments.offline_dir}")
    return max([_install_if_whole(arguments, one) for one in lying], default=0)


def _install_if_whole(arguments: argparse.Namespace, path: Path) -> int:
    """One of several: what is wrong with it keeps none of the others out."""
    try:
        return _install_one(arguments, str(path))
    except Fault as fault:
        print(f"assist: {fault}", file=sys.stderr)
        return 1


def _install_one(arguments: argparse.Namespace, what: str) -> int:
    wish = Wish(
        what=what,
        offline_dir=arguments.offline_dir if arguments.model else None,
        for_everyone=arguments.for_everyone,
        again=arguments.again,
        keep_settings=arguments.keep_settings,
        name=arguments.name,
        language=arguments.language,
        sha256=arguments.sha256,
    )
    progress = Progress(sys.stderr)
    try:
        info = install(wish, read_catalogue(), progress.tell, progress.say)
    finally:
        progress.end()
    if arguments.json:
        _print_json(_facts(info))
    else:
        print(f"{info.name} is installed in {info.path}; choose it with --model {info.name}.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    models = [find_model(name) for name in arguments.model] or installed_models()
    verdicts = []
    for info in models:
        verdicts.append(verify(info))
        if not arguments.json:
            _print_verdict(verdicts[-1])
    if arguments.json:
        _print_json([_finding(one) for one in verdicts])
    bad = [one.info.name for one in verdicts if one.problems]
    if bad:
        raise Fault(
            ", ".join(bad),
            "not what was installed",
            "install it again (--again), or the program if the model ships with it",
        )
    return 0


def _print_verdict(verdict: Verdict) -> None:
    info = verdict.info
    if verdict.problems:
        print(f"{info.name}: damaged")
        for problem in verdict.problems:
            print(f"    {problem}")
    elif verdict.recorded:
        print(f"{info.name}: whole, and it opens ({info.rate} Hz)")
    else:
        print(
            f"{info.name}: it opens ({info.rate} Hz), but was not installed by this program, "
            "so there is nothing to compare its files with"
        )


def _remove(arguments: argparse.Namespace) -> int:
    path = remove(arguments.model, arguments.for_everyone)
    if arguments.json:
        _print_json({"name": arguments.model, "removed": str(path)})
    else:
        print(f"{arguments.model} is removed.")
    return 0


def _try(arguments: argparse.Namespace) -> int:
    rate = try_here(arguments.model)
    print(f"{arguments.model} opens, at {rate} Hz.")
    return 0


def _facts(info: ModelInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "title": info.title,
        "language": info.language,
        "demonstration": info.demonstration,
        "rate": info.rate,
        "bytes": info.size,
        "path": str(info.path),
    }


def _offer(entry: CatalogueEntry, installed: bool) -> dict[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "language": entry.language,
        "note": entry.note,
        "licence": entry.licence,
        "source": entry.source,
        "bytes": entry.size,
        "about_bytes": entry.about_size,
        "checksum": {"kind": entry.checksum.kind.value, "value": entry.checksum.value},
        "installed": installed,
    }


def _finding(verdict: Verdict) -> dict[str, object]:
    return {
        "name": verdict.info.name,
        "path": str(verdict.info.path),
        "whole": not verdict.problems if verdict.recorded else None,
        "problems": list(verdict.problems),
    }


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def _print_json(what: object) -> None:
    print(json.dumps(what, ensure_ascii=False, indent=1))
