"""What goes into a bundle, and what PyInstaller would put there that the program never uses.

Promise: plain lists and one question; nothing is read or changed here, so it is the same on each platform.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

CARRIED = ["models", "phrasebanks", "assist/demo/calls"]
"""Folders of the checkout that lie in the bundle under the same name."""

DISTRIBUTIONS = ["PySide6-Essentials", "vosk", "sounddevice", "numpy", "rapidfuzz", "PyYAML"]
"""Packages whose version `assist doctor` tells."""

LEFT_OUT_MODULES = """
    requests urllib3 certifi charset_normalizer idna websockets
    tkinter unittest doctest pydoc pydoc_data lib2to3 curses readline sqlite3.test
    setuptools pip pkg_resources distutils wheel numpy.f2py numpy.testing numpy.distutils numpy.random numpy.polynomial
    numpy.ma asyncio xmlrpc smtplib ftplib
    pytest hypothesis IPython matplotlib pandas scipy PIL
""".split()
"""vosk asks for the first row only to fetch models by itself, which this program never lets it do."""

# A Qt plugin is in only when it is named: a screen, none, letters from other keyboards, file dialogs.
QT_PLUGINS = """
    platforms/qxcb platforms/qoffscreen platforms/qwindows platforms/qcocoa
    platforminputcontexts/composeplatforminputcontext platforminputcontexts/ibusplatforminputcontext
    platformthemes/qxdgdesktopportal styles/qmacstyle styles/qmodernwindowsstyle
""".split()

# What each Linux desktop has itself and must not have twice: its own C and C++ libraries, graphics, fonts
# and sound, and what gets security updates from the distribution (OpenSSL, with its certificates).
OF_THE_SYSTEM = """
    libc libm libmvec libdl librt libpthread ld-linux libstdc\\+\\+ libgcc_s
    libGL libGLX libGLdispatch libOpenGL libEGL libX11 libX11-xcb libXau libXdmcp libXext libxcb
    libfontconfig libfreetype libexpat libpng16 libbrotlicommon libbrotlidec
    libglib-2 libgobject-2 libgio-2 libgmodule-2 libgthread-2 libpcre2-8 libmount libblkid libselinux
    libdbus-1 libsystemd libcap libgcrypt libgpg-error liblz4 libzstd libbsd libmd
    libasound libpulse libpulsecommon.* libjack libdb-5 libsndfile
    libssl libcrypto libgssapi_krb5 libkrb5 libk5crypto libcom_err libkrb5support libkeyutils libresolv
    libtinfo libncursesw libreadline libz
""".split()
_SYSTEM = re.compile(rf"(?:{'|'.join(OF_THE_SYSTEM)})(?:[-.]\d+)*\.so(?:\.\d+)*")
# What makes models, not what uses one; what pip has noted for removing a package; numpy's tests of itself.
_UNREAD = re.compile(r"^models/recipe/|\.dist-info/RECORD$|^numpy/_core/_\w+_tests\.")
_BINDING = re.compile(r"PySide6/(Qt\w+?)\.")


def qt_modules(sources: Iterable[str]) -> set[str]:
    """The parts of Qt that these Python texts name."""
    return {name for text in sources for name in re.findall(r"PySide6\.(Qt\w+)", text)}


def belongs(path: str, qt: set[str]) -> bool:
    """Whether a file that PyInstaller found, by its place in the bundle, goes in; `qt` are the parts
    of Qt that the program uses. Libraries that nothing then needs are found afterwards.
    """
    place = PurePosixPath(path.replace("\\", "/"))
    if "plugins" in place.parts and "PySide6" in place.parts:
        return _plugin(place) in QT_PLUGINS
    if "translations" in place.parts or place.suffix in (".pyi", ".pxd", ".h", ".lib", ".a"):
        return False
    if place.name.startswith(".git") or _UNREAD.search(place.as_posix()):
        return False
    binding = _BINDING.match(place.as_posix())
    if binding and binding[1] not in qt:
        return False
    # rapidfuzz takes the plain one where there is none for newer processors; only its `fuzz` and
    # `process` are used, and those keep both.
    if place.name.startswith("metrics_cpp_avx2."):
        return False
    return not (len(place.parts) == 1 and _SYSTEM.fullmatch(place.name))


def _plugin(place: PurePosixPath) -> str:
    stem = place.name.partition(".")[0].removeprefix("lib")
    return f"{place.parent.name}/{stem}"
