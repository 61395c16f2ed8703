"""German: the first start, the end of a shift, and what is wrong with the sound."""

FIRST_GERMAN: dict[str, str] = {
    "Set up hearing": "Hören einrichten",
    "Step {step} of {steps}": "Schritt {step} von {steps}",
    "Can you be heard?": "Werden Sie gehört?",
    "Choose your microphone and say: good morning.": (
        "Wählen Sie Ihr Mikrofon und sagen Sie: guten Morgen."
    ),
    "Microphone": "Mikrofon",
    "You are heard.": "Sie werden gehört.",
    "Can the customer be heard?": "Wird der Kunde gehört?",
    "Choose what your headset plays through, then play a voice. You should hear it too.": (
        "Wählen Sie, worüber Ihr Headset spielt, und spielen Sie eine Stimme ab. "
        "Sie sollten sie auch hören."
    ),
    "Customer's side": "Seite des Kunden",
    "The customer's side is heard.": "Die Seite des Kunden wird gehört.",
    "Play a voice": "Stimme abspielen",
    "See a prompt": "Einen Hinweis sehen",
    "Play what a customer might say. A card comes up where it will in your calls; it leaves by "
    "itself, and it never needs an answer.": (
        "Spielen Sie ab, was ein Kunde sagen könnte. Eine Karte erscheint dort, wo sie auch in "
        "Ihren Gesprächen erscheint; sie geht von selbst und braucht nie eine Antwort."
    ),
    "This card came up:": "Diese Karte ist erschienen:",
    "Play a customer": "Kunden abspielen",
    "How loud it is": "Wie laut es ist",
    "{level} decibels, {peak} at the loudest": "{level} Dezibel, {peak} am lautesten",
    "Heard: {words}": "Gehört: {words}",
    "Nothing heard yet.": "Noch nichts gehört.",
    "A customer says: {words}": "Ein Kunde sagt: {words}",
    "There is no output that this could be played on.": (
        "Es gibt keine Ausgabe, auf der das abgespielt werden könnte."
    ),
    "The system's default": "Das Standardgerät des Systems",
    "{device} (not there now)": "{device} (jetzt nicht da)",
    "Speech model": "Sprachmodell",
    "{model} is installed.": "{model} ist installiert.",
    "This is the demonstration model: it knows synthetic voices only, and will not understand real "
    "calls. For those install a real one, or ask IT to:": (
        "Das ist das Vorführmodell: Es kennt nur künstliche Stimmen und versteht echte Gespräche "
        "nicht. Installieren Sie dafür ein richtiges, oder bitten Sie die IT darum:"
    ),
    "Go on with the demonstration model for now": "Vorerst mit dem Vorführmodell weitermachen",
    "Back": "Zurück",
    "Do this later": "Später erledigen",
    "Next": "Weiter",
    "Finish": "Fertig",
    "Finish, and do the rest later": "Fertig, und den Rest später",
    "Nothing said here is kept.": "Nichts davon wird aufgehoben.",
    "Set up hearing again": "Hören neu einrichten",
    "The customer's sound is cut off at its peaks. Turn the softphone down.": (
        "Der Ton des Kunden ist an den Spitzen abgeschnitten. Das Softphone leiser stellen."
    ),
    "Your voice is cut off at its peaks. Turn the microphone down.": (
        "Ihre Stimme ist an den Spitzen abgeschnitten. Das Mikrofon leiser stellen."
    ),
    "This computer is too busy: Agent Assist is behind, and leaves out some of what is said.": "Dieser Computer ist zu beschäftigt: Agent Assist ist im Rückstand und lässt manches aus.",
    "Microphone and headset are let go.": "Mikrofon und Headset sind freigegeben.",
    "The microphone gives no sound at all. Unmute it at the headset, or allow it in the "
    "system's privacy settings.": (
        "Vom Mikrofon kommt gar kein Ton. Am Headset einschalten oder in den "
        "Datenschutzeinstellungen des Systems erlauben."
    ),
    "Nothing plays on the customer's side while you talk. Is it the right device? See "
    "the settings.": (
        "Auf der Seite des Kunden ist nichts zu hören, während Sie sprechen. Ist es das "
        "richtige Gerät? Siehe Einstellungen."
    ),
    "The microphone hears the customer too. Use the headset, or turn the loudspeaker down.": (
        "Das Mikrofon hört auch den Kunden. Das Headset benutzen oder den Lautsprecher "
        "leiser stellen."
    ),
    "Both sides carry the same sound. Choose another device for one of them.": (
        "Beide Seiten führen denselben Ton. Für eine davon ein anderes Gerät wählen."
    ),
    "Customers who thanked you": "Kunden, die sich bedankt haben",
    "Kept on this computer, for you alone.": "Auf diesem Computer aufgehoben, nur für Sie.",
    "None is kept. Moments come by themselves when a customer thanks you.": "Keine aufgehoben. Sie kommen von selbst, wenn ein Kunde sich bedankt.",
    "{when}: {what}": "{when}: {what}",
    "{when}: “{words}”": "{when}: „{words}“",
    "Delete this one": "Diesen löschen",
    "Delete all": "Alle löschen",
    "Really delete all?": "Wirklich alle löschen?",
    "Thanks from this shift": "Dank aus dieser Schicht",
    "Quit": "Beenden",
    "End of shift": "Schichtende",
}
