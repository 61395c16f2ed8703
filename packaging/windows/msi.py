#!/usr/bin/env python3
"""Makes the Windows installer from a bundle: an MSI for group policy and Intune.

    python3 packaging/windows/msi.py BUNDLE FOLDER --version 0.1.0 --scope machine|user

It runs wherever `wixl` and `msibuild` are (Debian: wixl, msitools). Per machine it installs for everyone,
per user without administrator's rights. Properties for msiexec: AUTOSTART=1 (it is remembered by upgrades;
AUTOSTART=0 takes it back) and INSTALLDIR=… Speech models (zips) in a folder "models" beside the
MSI are installed for everyone.

Promise: the same bundle, version and scope give the same contents and codes, so that upgrades and removals
find what was installed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from steps import Stop, say

NAME = "Agent Assist"
MAKER = "Agent Assist contributors"
OURS = UUID("6a5cb6f0-64a6-5b0f-9f5b-0f3c6d0a51e1")
"""All codes are derived from this one. It must never change, or upgrades no longer find what they replace."""

PROGRAM = "agent-assist.exe"
"""The one that opens no console: menu and autostart. Scripts use the other."""

CONSOLE = "assist.exe"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_OWN = rf"Software\{NAME}"
_WANTED = 'AUTOSTART = "1" OR (NOT AUTOSTART AND STARTEDBEFORE = "1")'
_STEPS = (
    ("RemoveEnvironmentStrings", "", 3300),
    ("WriteEnvironmentStrings", "", 5200),
    ("TakeUpModels", "NOT REMOVE", 6550),
)
"""What wixl does not put in its place: the action, its condition, and when; 6600 is the end."""


class Scope(StrEnum):
    """For whom one installation is."""

    MACHINE = "machine"
    USER = "user"

    @property
    def root(self) -> str:
        return "HKLM" if self is Scope.MACHINE else "HKCU"


def code(*parts: str) -> str:
    """A code that is the same whenever the same thing is named."""
    return f"{{{uuid5(OURS, '/'.join(parts))}}}".upper()


def description(bundle: Path, version: str, scope: Scope) -> Element:
    """The whole installer as WiX source; files are named relative to the bundle's parent."""
    wix = Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = SubElement(
        wix,
        "Product",
        Id=code("product", version, scope),
        Name=NAME,
        Language="1033",
        Version=version,
        Manufacturer=MAKER,
        UpgradeCode=code("upgrade", scope),
    )
    _package(product, scope)
    _searched(product, scope)
    _directories(product, bundle, scope)
    _take_up_models(product, scope)
    feature = SubElement(product, "Feature", Id="Everything", Level="1", Title=NAME)
    for component in product.iter("Component"):
        SubElement(feature, "ComponentRef", Id=component.attrib["Id"])
    return wix


def _package(product: Element, scope: Scope) -> None:
    per = {Scope.MACHINE: "perMachine", Scope.USER: "perUser"}[scope]
    SubElement(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope=per,
        Description=f"{NAME}, for {'everyone' if scope is Scope.MACHINE else 'one user'}",
    )
    SubElement(product, "Media", Id="1", Cabinet="files.cab", EmbedCab="yes")
    older = "A newer version is installed already."
    SubElement(product, "MajorUpgrade", DowngradeErrorMessage=older)
    for name in ("ARPNOMODIFY", "ARPNOREPAIR"):
        SubElement(product, "Property", Id=name, Value="1")


def _searched(product: Element, scope: Scope) -> None:
    """What an earlier version was told about autostart."""
    before = SubElement(product, "Property", Id="STARTEDBEFORE")
    SubElement(
        before,
        "RegistrySearch",
        Id="StartedBefore",
        Root=scope.root,
        Key=_OWN,
        Name="Autostart",
        Type="raw",
    )


def _directories(product: Element, bundle: Path, scope: Scope) -> None:
    target = SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    if scope is Scope.MACHINE:
        parent = SubElement(target, "Directory", Id="ProgramFiles64Folder")
    else:
        local = SubElement(target, "Directory", Id="LocalAppDataFolder")
        parent = SubElement(local, "Directory", Id="Programs", Name="Programs")
    home = SubElement(parent, "Directory", Id="INSTALLDIR", Name=NAME)
    _files(home, bundle, bundle, scope)
    _registry(home, scope)
    menu = SubElement(target, "Directory", Id="ProgramMenuFolder")
    _menu(menu, scope)


def _files(directory: Element, folder: Path, bundle: Path, scope: Scope) -> None:
    for path in sorted(folder.iterdir()):
        place = path.relative_to(bundle).as_posix()
        if path.is_dir():
            below = SubElement(directory, "Directory", Id=_id("d", place), Name=path.name)
            _files(below, path, bundle, scope)
        else:
            component = _component(directory, f"file/{place}", scope)
            SubElement(
                component,
                "File",
                Id=_id("f", place),
                Name=path.name,
                Source=path.relative_to(bundle.parent).as_posix(),
                KeyPath="yes",
            )


def _registry(home: Element, scope: Scope) -> None:
    own = _component(home, "registry", scope)
    _value(own, scope, _OWN, "Folder", "[INSTALLDIR]", is_key=True)
    _value(own, scope, _OWN, "Version", "[ProductVersion]")
    starts = _component(home, "autostart", scope)
    _value(starts, scope, _OWN, "Autostart", "1", is_key=True)
    _value(starts, scope, _RUN, NAME, f'"[INSTALLDIR]{PROGRAM}" run')


def _menu(menu: Element, scope: Scope) -> None:
    component = _component(menu, "menu", scope)
    SubElement(
        component,
        "Shortcut",
        Id="Menu",
        Directory="ProgramMenuFolder",
        Name=NAME,
        Description="Shows one short prompt at the right moment of a call",
        Target=f"[INSTALLDIR]{PROGRAM}",
        Arguments="run",
        WorkingDirectory="INSTALLDIR",
    )
    _value(component, scope, _OWN, "Menu", "1", is_key=True)


def _take_up_models(product: Element, scope: Scope) -> None:
    """Models that lie beside the installer; one that cannot be installed stops nothing."""
    everyone = " --for-everyone" if scope is Scope.MACHINE else ""
    SubElement(
        product,
        "CustomAction",
        Id="TakeUpModels",
        FileKey=_id("f", CONSOLE),
        ExeCommand=f'models install --offline-dir "[SourceDir]models"{everyone}',
        Execute="deferred",
        Impersonate="no" if scope is Scope.MACHINE else "yes",
        Return="ignore",
    )


def _component(directory: Element, name: str, scope: Scope) -> Element:
    return SubElement(
        directory, "Component", Id=_id("c", name), Guid=code(scope, name), Win64="yes"
    )


def _value(
    component: Element, scope: Scope, key: str, name: str, value: str, is_key: bool = False
) -> None:
    SubElement(
        component,
        "RegistryValue",
        Root=scope.root,
        Key=key,
        Name=name,
        Value=value,
        Type="string",
        KeyPath="yes" if is_key else "no",
    )


def _id(kind: str, place: str) -> str:
    """Identifiers of Windows Installer take no more than letters, digits, dots and 72 characters."""
    return f"{kind}{uuid5(OURS, place).hex}"


def make(bundle: Path, folder: Path, version: str, scope: Scope) -> Path:
    """Pack the bundle. Raises Stop where a tool is missing or refuses."""
    for tool in ("wixl", "msibuild"):
        if shutil.which(tool) is None:
            raise Stop(f"{tool} is missing: install the packages wixl and msitools.")
    for name in (PROGRAM, CONSOLE):
        if not (bundle / name).is_file():
            raise Stop(f"{bundle} holds no {name}: name a bundle made for Windows.")
    folder.mkdir(parents=True, exist_ok=True)
    made = (folder / f"agent-assist-{version}-{scope}-x64.msi").resolve()
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "agent-assist.wxs"
        tree = description(bundle, version, scope)
        indent(tree)
        source.write_bytes(tostring(tree, encoding="utf-8", xml_declaration=True))
        # Sources are found relative to where wixl runs.
        _run("wixl", "-a", "x64", "-o", str(made), str(source), cwd=bundle.resolve().parent)
        _add_to_path(made, Path(work), scope)
        for query in _queries():
            _run("msibuild", str(made), "-q", query, cwd=Path(work))
    return made


def _add_to_path(made: Path, work: Path, scope: Scope) -> None:
    """The folder joins PATH, so that scripts find `assist`. wixl has no word for that: it is a table."""
    which = "=-*PATH" if scope is Scope.MACHINE else "=-PATH"
    rows = [
        ("Environment", "Name", "Value", "Component_"),
        ("s72", "l255", "L255", "s72"),
        ("Environment", "Environment"),
        ("Path", which, "[~];[INSTALLDIR]", _id("c", "registry")),
    ]
    table = work / "Environment.idt"
    table.write_text("".join("\t".join(row) + "\r\n" for row in rows), encoding="ascii", newline="")
    _run("msibuild", str(made), "-i", str(table), cwd=work)


def _queries() -> Iterator[str]:
    """What else wixl has no word for: conditions of components, a few steps, properties from outside."""
    component = _id("c", "autostart")
    yield f"UPDATE `Component` SET `Condition` = '{_WANTED}' WHERE `Component` = '{component}'"
    # 2: a value; 16: in the registry of 64-bit programs, where it was written.
    yield "UPDATE `RegLocator` SET `Type` = 18"
    table = "`InstallExecuteSequence` (`Action`, `Condition`, `Sequence`)"
    for action, condition, place in _STEPS:
        yield f"INSERT INTO {table} VALUES ('{action}', '{condition}', {place})"
    secure = "AUTOSTART;INSTALLDIR;WIX_UPGRADE_DETECTED;WIX_DOWNGRADE_DETECTED"
    yield f"UPDATE `Property` SET `Value` = '{secure}' WHERE `Property` = 'SecureCustomProperties'"


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{command[0]} refuses: {_last_line(done.stderr + done.stdout)}")


def _last_line(text: str) -> str:
    lines: Iterator[str] = (line for line in reversed(text.splitlines()) if line.strip())
    return next(lines, "it does not say why")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes an MSI from a bundle made on Windows.")
    parser.add_argument("bundle", type=Path, help="the folder that PyInstaller made")
    parser.add_argument("folder", type=Path, help="where the MSI goes")
    parser.add_argument("--version", required=True, help="three numbers: 0.1.0")
    parser.add_argument("--scope", type=Scope, choices=list(Scope), default=Scope.MACHINE)
    asked = parser.parse_args(words)
    try:
        print(make(asked.bundle, asked.folder, asked.version, asked.scope))
    except Stop as stop:
        say(str(stop))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
