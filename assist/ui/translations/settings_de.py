"""German, of the settings window."""

SETTINGS_GERMAN: dict[str, str] = {
    "What is wrong in the phrasebanks": "Was in den Phrasensammlungen nicht stimmt",
    "Sound": "Ton",
    "Speech": "Sprache",
    "Calls": "Gespräche",
    "Attention": "Aufmerksamkeit",
    "Overlay": "Fenster",
    "Keys": "Tasten",
    "Never again": "Nie wieder",
    "Moments": "Momente",
    "Program": "Programm",
    "Speech model": "Sprachmodell",
    "Pause after a sentence": "Pause nach einem Satz",
    "More phrasebanks": "Weitere Phrasensammlungen",
    "Strictness": "Strenge",
    "Calls begin by themselves": "Gespräche beginnen von selbst",
    "Quiet that ends a call": "Stille, die ein Gespräch beendet",
    "Time between two cards": "Zeit zwischen zwei Karten",
    "Cards in a minute": "Karten in der Minute",
    "Language": "Sprache der Fenster",
    "Solidity": "Deckkraft",
    "Less motion": "Weniger Bewegung",
    "Above full screens": "Über Vollbild-Programmen",
    "On every desktop": "Auf jedem Schreibtisch",
    "Pace of speech": "Sprechtempo",
    "Last lines heard": "Zuletzt gehörte Zeilen",
    "Show or hide": "Zeigen oder verbergen",
    "Service or sales": "Service oder Verkauf",
    "Prompts that never show": "Hinweise, die nie erscheinen",
    "Keep moments of thanks": "Momente des Dankes behalten",
    "Keep the words, too": "Auch die Worte behalten",
    "Start when I log in": "Beim Anmelden starten",
    "English": "English",
    "Deutsch": "Deutsch",
    "Español": "Español",
    "Settings of Agent Assist": "Einstellungen von Agent Assist",
    "Pages": "Seiten",
    "Close": "Schließen",
    "The default one": "Das Standardgerät",
    "None: leave this side out": "Keines: diese Seite auslassen",
    "The one that ships with the program": "Das mitgelieferte",
    "Choose a folder …": "Ordner wählen …",
    "Add a folder …": "Ordner hinzufügen …",
    "Add a file …": "Datei hinzufügen …",
    "Remove": "Entfernen",
    "Show again": "Wieder zeigen",
    "None. What you never want to see again stands here, and can be taken back.": (
        "Keine. Was Sie nie wieder sehen wollen, steht hier und kann zurückgenommen werden."
    ),
    "as they are written": "wie geschrieben",
    "none": "keine",
    "Press the keys …": "Tasten drücken …",
    "Enter to change, Delete for none, Escape to leave it": (
        "Eingabe zum Ändern, Entf für keine, Esc zum Belassen"
    ),
    "Set by your IT department: {file}": "Von Ihrer IT festgelegt: {file}",
    "{setting} (set by IT)": "{setting} (von der IT festgelegt)",
    "{setting} (set for this run)": "{setting} (für dieses Mal festgelegt)",
    "Set by the command line, for this run": "Von der Befehlszeile festgelegt, für dieses Mal",
    "{keys} is set twice: choose another for one of them.": (
        "{keys} ist doppelt vergeben: für eines davon eine andere Taste wählen."
    ),
    "The customer: what the headset plays. Nothing chosen: the default one.": (
        "Der Kunde: was das Headset abspielt. Nichts gewählt: das Standardgerät."
    ),
    "The agent: the microphone. Nothing chosen: the default one.": (
        "Sie selbst: das Mikrofon. Nichts gewählt: das Standardgerät."
    ),
    "The speech model. Nothing chosen: the one that ships with the program.": (
        "Das Sprachmodell. Nichts gewählt: das mitgelieferte."
    ),
    "How long a voice must pause until a sentence is over.": (
        "Wie lange eine Stimme schweigen muss, bis ein Satz zu Ende ist."
    ),
    "Phrasebanks on top of the installed ones.": "Zusätzlich zu den installierten.",
    "How well words must fit, instead of what the files say. Nothing chosen: as they say.": (
        "Wie gut Worte passen müssen, anstelle dessen, was die Dateien sagen. Nichts gewählt: wie geschrieben."
    ),
    "What the calls are for.": "Wozu die Gespräche dienen.",
    "A call begins when there is talk after quiet.": (
        "Ein Gespräch beginnt, wenn nach Stille gesprochen wird."
    ),
    "How long both sides must be quiet until the call is over.": (
        "Wie lange beide Seiten still sein müssen, bis das Gespräch vorbei ist."
    ),
    "The least time between two cards; half of it to one of another kind.": "So viel Zeit liegt mindestens zwischen zwei Karten; die Hälfte, wenn die nächste von anderer Art ist.",
    "The most cards in a minute.": "So viele Karten kommen höchstens in der Minute.",
    "How much room a card may take.": "Wie viel Platz eine Karte einnehmen darf.",
    "The colours.": "Die Farben.",
    "The language of the windows.": "Die Sprache der Fenster.",
    "The size of the text.": "Die Größe der Schrift.",
    "How solid the panel is; letters stay solid.": (
        "Wie undurchsichtig die Fläche ist; Schrift bleibt deckend."
    ),
    "Nothing fades or glides.": "Nichts blendet oder gleitet.",
    "Clicks go to the window behind.": "Klicks gehen an das Fenster dahinter.",
    "Also above programs that fill the screen.": (
        "Auch über Programmen, die den Bildschirm füllen."
    ),
    "On every desktop, not on one of them.": "Auf allen Schreibtischen statt nur auf einem.",
    "Shows the pace of speech while resting.": "Zeigt in Ruhe das Sprechtempo.",
    "Lets the last lines heard be seen; never kept.": (
        "Lässt die zuletzt gehörten Zeilen sehen; sie werden nie behalten."
    ),
    "I used this card.": "Diese Karte habe ich genutzt.",
    "Put this card away.": "Diese Karte weglegen.",
    "Never show this prompt again.": "Diesen Hinweis nie wieder zeigen.",
    "Why this card shows.": "Warum diese Karte erscheint.",
    "Hide the overlay, or show it.": "Das Fenster verbergen oder zeigen.",
    "Pause listening, or go on.": "Zuhören anhalten oder fortsetzen.",
    "A call begins here, or ends.": "Hier beginnt ein Gespräch oder endet.",
    "Change between service and sales.": "Zwischen Service und Verkauf wechseln.",
    "Prompts that never show. For nobody's eyes.": (
        "Hinweise, die nie erscheinen. Niemand sonst erfährt davon."
    ),
    "Keeps when it was.": "Behält, wann es war.",
    "Keeps the customer's words with it.": "Behält die Worte des Kunden dazu.",
    "Starts when the agent logs in.": "Startet, wenn Sie sich anmelden.",
}
