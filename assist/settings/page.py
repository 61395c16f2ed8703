"""The reference of all settings, as docs/settings.md has it: a table for each section."""

from collections.abc import Iterator

from assist.settings.keys import Key
from assist.settings.sections import KEYS, SECTIONS


def reference() -> str:
    """Markdown. A test holds the page to it."""
    return "\n".join(line for section in SECTIONS for line in _table(section))


def _table(section: str) -> Iterator[str]:
    about = (SECTIONS[section].__doc__ or "").split("\n")[0]
    about = about if section != "overlay" else "What the overlay looks like and how it behaves."
    yield f"### [{section}]"
    yield ""
    yield about
    yield ""
    yield "| setting | by default | may be | what it is for |"
    yield "|---|---|---|---|"
    for key in KEYS.values():
        if key.section == section:
            yield _row(key)
    yield ""


def _row(key: Key) -> str:
    told = key.form.told.replace("|", "\\|")
    return f"| `{key.name}` | `{_written(key)}` | {told} | {key.about} |"


def _written(key: Key) -> str:
    """The default as it would stand in the file."""
    plain = key.form.write(key.default)
    match plain:
        case bool():
            return str(plain).lower()
        case str():
            return f'"{plain}"'
        case _:
            return str(plain)
