"""The Windows installer's description: what upgrades rely on. `packaging/windows/prove.py` installs it."""

import shutil
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from steps import Stop
from windows.msi import CONSOLE, PROGRAM, Scope, code, description, make


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "Agent Assist"
    (folder / "_internal" / "vosk").mkdir(parents=True)
    for name in (PROGRAM, CONSOLE, "_internal/vosk/libvosk.dll", "_internal/a b.txt"):
        (folder / name).write_text(name)
    return folder


def guids(tree: Element) -> dict[str, str]:
    return {one.attrib["Id"]: one.attrib["Guid"] for one in tree.iter("Component")}


def test_every_file_is_a_component_of_its_own(bundle: Path) -> None:
    tree = description(bundle, "1.2.3", Scope.MACHINE)
    files = {one.attrib["Source"] for one in tree.iter("File")}
    assert files == {
        f"Agent Assist/{name}"
        for name in (PROGRAM, CONSOLE, "_internal/vosk/libvosk.dll", "_internal/a b.txt")
    }
    listed = {one.attrib["Id"] for one in tree.iter("ComponentRef")}
    assert listed == guids(tree).keys()


def test_a_file_keeps_its_code_from_version_to_version_and_a_version_has_its_own(
    bundle: Path,
) -> None:
    old, new = (description(bundle, one, Scope.MACHINE) for one in ("1.2.3", "1.3.0"))
    assert guids(old) == guids(new)
    products = [tree.find("Product") for tree in (old, new)]
    assert products[0] is not None
    assert products[1] is not None
    assert products[0].attrib["UpgradeCode"] == products[1].attrib["UpgradeCode"]
    assert products[0].attrib["Id"] != products[1].attrib["Id"]


def test_the_two_scopes_never_touch_each_other(bundle: Path) -> None:
    machine, user = (description(bundle, "1.2.3", scope) for scope in Scope)
    assert not set(guids(machine).values()) & set(guids(user).values())
    assert {one.attrib["Root"] for one in user.iter("RegistryValue")} == {"HKCU"}
    assert {one.attrib["Root"] for one in machine.iter("RegistryValue")} == {"HKLM"}


def test_the_upgrade_codes_are_what_is_installed_out_there() -> None:
    """A change here would leave every installed version beside the next one."""
    assert code("upgrade", Scope.MACHINE) == "{C50A9A26-43DD-5169-AE81-312631EBE89E}"


def test_a_bundle_that_is_not_for_windows_is_refused(tmp_path: Path) -> None:
    if not shutil.which("wixl"):
        pytest.skip("wixl is not installed")
    with pytest.raises(Stop, match=r"agent-assist\.exe"):
        make(tmp_path, tmp_path / "dist", "1.2.3", Scope.USER)
