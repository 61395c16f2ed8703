"""Spanish, of the settings window."""

SETTINGS_SPANISH: dict[str, str] = {
    "What is wrong in the phrasebanks": "Qué está mal en los bancos de frases",
    "Sound": "Sonido",
    "Speech": "Habla",
    "Calls": "Llamadas",
    "Attention": "Su atención",
    "Overlay": "Ventana",
    "Keys": "Teclas",
    "Never again": "Nunca más",
    "Moments": "Momentos",
    "Program": "Programa",
    "Speech model": "Modelo de voz",
    "Pause after a sentence": "Pausa tras una frase",
    "More phrasebanks": "Más bancos de frases",
    "Strictness": "Rigor",
    "Calls begin by themselves": "Las llamadas empiezan solas",
    "Quiet that ends a call": "Silencio que termina una llamada",
    "Time between two cards": "Tiempo entre dos tarjetas",
    "Cards in a minute": "Tarjetas por minuto",
    "Language": "Idioma",
    "Solidity": "Opacidad",
    "Less motion": "Menos movimiento",
    "Above full screens": "Sobre la pantalla completa",
    "On every desktop": "En todos los escritorios",
    "Pace of speech": "Ritmo del habla",
    "Last lines heard": "Últimas frases oídas",
    "Show or hide": "Mostrar u ocultar",
    "Service or sales": "Atención o ventas",
    "Prompts that never show": "Avisos que nunca aparecen",
    "Keep moments of thanks": "Guardar momentos de gratitud",
    "Keep the words, too": "Guardar también las palabras",
    "Start when I log in": "Empezar al iniciar sesión",
    "English": "English",
    "Deutsch": "Deutsch",
    "Español": "Español",
    "Settings of Agent Assist": "Ajustes de Agent Assist",
    "Pages": "Páginas",
    "Close": "Cerrar",
    "The default one": "El predeterminado",
    "None: leave this side out": "Ninguno: dejar fuera este lado",
    "The one that ships with the program": "El que viene con el programa",
    "Choose a folder …": "Elegir una carpeta …",
    "Add a folder …": "Añadir una carpeta …",
    "Add a file …": "Añadir un archivo …",
    "Remove": "Quitar",
    "Show again": "Volver a mostrar",
    "None. What you never want to see again stands here, and can be taken back.": (
        "Ninguno. Aquí está lo que no quiere volver a ver, y puede recuperarlo."
    ),
    "as they are written": "como están escritos",
    "none": "ninguna",
    "Press the keys …": "Pulse las teclas …",
    "Enter to change, Delete for none, Escape to leave it": (
        "Intro para cambiar, Supr para ninguna, Esc para dejarla"
    ),
    "Set by your IT department: {file}": "Fijado por su departamento de TI: {file}",
    "{setting} (set by IT)": "{setting} (fijado por TI)",
    "{setting} (set for this run)": "{setting} (fijado solo esta vez)",
    "Set by the command line, for this run": "Fijado por la línea de órdenes, solo esta vez",
    "{keys} is set twice: choose another for one of them.": (
        "{keys} está puesta dos veces: elija otra para una de ellas."
    ),
    "The customer: what the headset plays. Nothing chosen: the default one.": (
        "El cliente: lo que suena en los auriculares. Sin elegir: el predeterminado."
    ),
    "The agent: the microphone. Nothing chosen: the default one.": (
        "Usted: el micrófono. Sin elegir: el predeterminado."
    ),
    "The speech model. Nothing chosen: the one that ships with the program.": (
        "El modelo de voz. Sin elegir: el que viene con el programa."
    ),
    "How long a voice must pause until a sentence is over.": (
        "Cuánto debe callar una voz para que termine la frase."
    ),
    "Phrasebanks on top of the installed ones.": "Además de los instalados.",
    "How well words must fit, instead of what the files say. Nothing chosen: as they say.": (
        "Cuánto deben coincidir las palabras, en lugar de lo escrito. Sin elegir: como está escrito."
    ),
    "What the calls are for.": "Para qué son las llamadas.",
    "A call begins when there is talk after quiet.": (
        "Una llamada empieza cuando se habla tras un silencio."
    ),
    "How long both sides must be quiet until the call is over.": (
        "Cuánto deben callar ambos lados para que termine la llamada."
    ),
    "The least time between two cards; half of it to one of another kind.": "El tiempo mínimo entre dos tarjetas; la mitad si la siguiente es de otra clase.",
    "The most cards in a minute.": "El máximo de tarjetas por minuto.",
    "How much room a card may take.": "Cuánto espacio puede ocupar una tarjeta.",
    "The colours.": "Los colores.",
    "The language of the windows.": "El idioma de las ventanas.",
    "The size of the text.": "El tamaño del texto.",
    "How solid the panel is; letters stay solid.": (
        "Lo opaco que es el panel; las letras no cambian."
    ),
    "Nothing fades or glides.": "Nada se desvanece ni se desliza.",
    "Clicks go to the window behind.": "Los clics van a la ventana de detrás.",
    "Also above programs that fill the screen.": (
        "También sobre programas que llenan la pantalla."
    ),
    "On every desktop, not on one of them.": "En todos los escritorios y no solo en uno.",
    "Shows the pace of speech while resting.": "Muestra el ritmo del habla en reposo.",
    "Lets the last lines heard be seen; never kept.": (
        "Deja ver las últimas frases oídas; nunca se guardan."
    ),
    "I used this card.": "He usado esta tarjeta.",
    "Put this card away.": "Apartar esta tarjeta.",
    "Never show this prompt again.": "No mostrar nunca más este aviso.",
    "Why this card shows.": "Por qué aparece esta tarjeta.",
    "Hide the overlay, or show it.": "Ocultar la ventana o mostrarla.",
    "Pause listening, or go on.": "Pausar la escucha o seguir.",
    "A call begins here, or ends.": "Aquí empieza una llamada, o termina.",
    "Change between service and sales.": "Cambiar entre atención y ventas.",
    "Prompts that never show. For nobody's eyes.": (
        "Avisos que nunca aparecen. Nadie más lo sabe."
    ),
    "Keeps when it was.": "Guarda cuándo fue.",
    "Keeps the customer's words with it.": "Guarda también las palabras del cliente.",
    "Starts when the agent logs in.": "Empieza cuando inicia la sesión.",
}
