"""The Windows installer's description: what upgrades rely on. `packaging/windows/prove.py` installs it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import pytest

NAMES = ("agent-assist.exe", "assist.exe", "_internal/vosk/libvosk.dll", "_internal/a b.txt")


@pytest.fixture
def msi(packaging: Callable[[str], ModuleType]) -> ModuleType:
    return packaging("windows.msi")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "Agent Assist"
    (folder / "_internal" / "vosk").mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_text(name)
    return folder


def guids(tree: Element) -> dict[str, str]:
    return {one.attrib["Id"]: one.attrib["Guid"] for one in tree.iter("Component")}


def product(tree: Element) -> dict[str, str]:
    return next(tree.iter("Product")).attrib


def test_every_file_is_a_component_of_its_own(msi: ModuleType, bundle: Path) -> None:
    tree = msi.description(bundle, "1.2.3", msi.Scope.MACHINE)
    files = {one.attrib["Source"] for one in tree.iter("File")}
    assert files == {f"Agent Assist/{name}" for name in NAMES}
    listed = {one.attrib["Id"] for one in tree.iter("ComponentRef")}
    assert listed == guids(tree).keys()


def test_a_file_keeps_its_code_from_version_to_version_and_a_version_has_its_own(
    msi: ModuleType, bundle: Path
) -> None:
    old, new = (msi.description(bundle, one, msi.Scope.MACHINE) for one in ("1.2.3", "1.3.0"))
    assert guids(old) == guids(new)
    assert product(old)["UpgradeCode"] == product(new)["UpgradeCode"]
    assert product(old)["Id"] != product(new)["Id"]


def test_the_two_scopes_never_touch_each_other(msi: ModuleType, bundle: Path) -> None:
    machine, user = (msi.description(bundle, "1.2.3", scope) for scope in msi.Scope)
    assert not set(guids(machine).values()) & set(guids(user).values())
    assert {one.attrib["Root"] for one in user.iter("RegistryValue")} == {"HKCU"}
    assert {one.attrib["Root"] for one in machine.iter("RegistryValue")} == {"HKLM"}


def test_the_upgrade_code_is_what_is_installed_out_there(msi: ModuleType) -> None:
    """A change here would leave every installed version beside the next one."""
    assert msi.code("upgrade", msi.Scope.MACHINE) == "{C50A9A26-43DD-5169-AE81-312631EBE89E}"


@pytest.mark.skipif(shutil.which("wixl") is None, reason="wixl is not installed")
def test_a_bundle_that_is_not_for_windows_is_refused(msi: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"agent-assist\.exe"):
        msi.make(tmp_path, tmp_path / "dist", "1.2.3", msi.Scope.USER)
