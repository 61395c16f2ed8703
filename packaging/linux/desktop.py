"""The program's entry in desktop menus, in the languages that the program speaks.

Promise: text that `desktop-file-validate` finds nothing wrong with.
"""

NAME = "Agent Assist"
COMMENTS = {
    "": "One short prompt at the right moment of a call",
    "[de]": "Ein kurzer Hinweis im richtigen Moment eines Gesprächs",
    "[es]": "Una breve indicación en el momento justo de la llamada",
}
DEMO_NAMES = {
    "": "Play the demo call",
    "[de]": "Beispielgespräch abspielen",
    "[es]": "Reproducir la llamada de ejemplo",
}


def desktop_entry(program: str, icon: str = "agent-assist") -> str:
    """The whole file. `program` is the path of `assist`, of plain letters; `icon` a name or a path."""
    rows = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={NAME}",
        *(f"Comment{language}={text}" for language, text in COMMENTS.items()),
        f"Exec={program} run",
        f"TryExec={program}",
        f"Icon={icon}",
        "Terminal=false",
        "Categories=Network;Telephony;",
        "Keywords=call;prompt;headset;phrasebank;",
        "StartupNotify=false",
        "Actions=demo;",
        "",
        "[Desktop Action demo]",
        *(f"Name{language}={text}" for language, text in DEMO_NAMES.items()),
        f"Exec={program} demo",
    ]
    return "\n".join(rows) + "\n"


def command_of(entry: str) -> str:
    """The program that the entry starts."""
    (row,) = [row for row in entry.splitlines() if row.startswith("TryExec=")]
    return row.removeprefix("TryExec=")
