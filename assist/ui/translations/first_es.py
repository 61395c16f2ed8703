"""Spanish: the first start, the end of a shift, and what is wrong with the sound."""

FIRST_SPANISH: dict[str, str] = {
    "Set up hearing": "Configurar la escucha",
    "Step {step} of {steps}": "Paso {step} de {steps}",
    "Can you be heard?": "¿Se le oye?",
    "Choose your microphone and say: good morning.": ("Elija su micrófono y diga: buenos días."),
    "Microphone": "Micrófono",
    "You are heard.": "Se le oye.",
    "Can the customer be heard?": "¿Se oye al cliente?",
    "Choose what your headset plays through, then play a voice. You should hear it too.": (
        "Elija por dónde suenan sus auriculares y reproduzca una voz. Usted también debería oírla."
    ),
    "Customer's side": "Lado del cliente",
    "The customer's side is heard.": "Se oye el lado del cliente.",
    "Play a voice": "Reproducir una voz",
    "See a prompt": "Ver un aviso",
    "Play what a customer might say. A card comes up where it will in your calls; it leaves by "
    "itself, and it never needs an answer.": (
        "Reproduzca lo que podría decir un cliente. Aparece una tarjeta donde aparecerá en sus "
        "llamadas; se va sola y nunca necesita respuesta."
    ),
    "This card came up:": "Ha aparecido esta tarjeta:",
    "Play a customer": "Reproducir un cliente",
    "How loud it is": "Volumen",
    "{level} decibels, {peak} at the loudest": "{level} decibelios, {peak} como máximo",
    "Heard: {words}": "Oído: {words}",
    "Nothing heard yet.": "Todavía no se ha oído nada.",
    "A customer says: {words}": "Un cliente dice: {words}",
    "There is no output that this could be played on.": (
        "No hay ninguna salida en la que se pueda reproducir."
    ),
    "The system's default": "El predeterminado del sistema",
    "{device} (not there now)": "{device} (ahora no está)",
    "Speech model": "Modelo de voz",
    "{model} is installed.": "{model} está instalado.",
    "This is the demonstration model: it knows synthetic voices only, and will not understand real "
    "calls. For those install a real one, or ask IT to:": (
        "Este es el modelo de demostración: solo conoce voces sintéticas y no entenderá llamadas "
        "reales. Para ellas instale uno de verdad, o pídaselo a informática:"
    ),
    "Go on with the demonstration model for now": "Seguir por ahora con el de demostración",
    "Back": "Atrás",
    "Do this later": "Hacerlo más tarde",
    "Next": "Siguiente",
    "Finish": "Terminar",
    "Finish, and do the rest later": "Terminar y hacer el resto más tarde",
    "Nothing said here is kept.": "Nada de lo que se diga aquí se guarda.",
    "Set up hearing again": "Configurar de nuevo la escucha",
    "The customer's sound is cut off at its peaks. Turn the softphone down.": (
        "El sonido del cliente se corta en los picos. Baje el volumen del teléfono del ordenador."
    ),
    "Your voice is cut off at its peaks. Turn the microphone down.": (
        "Su voz se corta en los picos. Baje el volumen del micrófono."
    ),
    "This computer is too busy: Agent Assist is behind, and leaves out some of what is said.": "Este ordenador está demasiado ocupado: Agent Assist va con retraso y omite parte de lo que se dice.",
    "Microphone and headset are let go.": "El micrófono y los auriculares quedan libres.",
    "The microphone gives no sound at all. Unmute it at the headset, or allow it in the "
    "system's privacy settings.": (
        "El micrófono no da ningún sonido. Actívelo en los auriculares o permítalo en los "
        "ajustes de privacidad del sistema."
    ),
    "Nothing plays on the customer's side while you talk. Is it the right device? See "
    "the settings.": (
        "En el lado del cliente no suena nada mientras usted habla. ¿Es el dispositivo "
        "correcto? Vea los ajustes."
    ),
    "The microphone hears the customer too. Use the headset, or turn the loudspeaker down.": (
        "El micrófono oye también al cliente. Use los auriculares o baje el altavoz."
    ),
    "Both sides carry the same sound. Choose another device for one of them.": (
        "Ambos lados llevan el mismo sonido. Elija otro dispositivo para uno de ellos."
    ),
    "Customers who thanked you": "Clientes que le dieron las gracias",
    "Kept on this computer, for you alone.": "Guardados en este ordenador, solo para usted.",
    "None is kept. Moments come by themselves when a customer thanks you.": "No hay ninguno. Llegan solos cuando un cliente le da las gracias.",
    "{when}: {what}": "{when}: {what}",
    "{when}: “{words}”": "{when}: «{words}»",
    "Delete this one": "Borrar este",
    "Delete all": "Borrar todos",
    "Really delete all?": "¿De verdad borrar todos?",
    "Thanks from this shift": "Gracias de este turno",
    "Quit": "Salir",
    "End of shift": "Fin del turno",
}
