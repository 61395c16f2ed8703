"""Vosk without its way to the network.

Vosk's package imports an HTTP library, for fetching models by itself. This program fetches a model
only when it is asked to, and never so; so Vosk is imported with an empty module in that library's
place. It also starts sooner, and not even a test socket is opened.
"""

import sys
from types import ModuleType

_HTTP = "requests"


def _import_vosk() -> ModuleType:
    kept = sys.modules.get(_HTTP)
    sys.modules[_HTTP] = ModuleType(_HTTP)
    try:
        import vosk
    finally:
        del sys.modules[_HTTP]
        if kept is not None:
            sys.modules[_HTTP] = kept
    module: ModuleType = vosk
    return module


vosk = _import_vosk()
