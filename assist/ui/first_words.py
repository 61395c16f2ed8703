"""Every word of the first and the last window of a shift, in plain words, each through Qt's translation."""

TITLE = "Set up hearing"
PROGRESS = "Step {step} of {steps}"

MICROPHONE_TITLE = "Can you be heard?"
MICROPHONE_ASKS = "Choose your microphone and say: good morning."
MICROPHONE = "Microphone"
MICROPHONE_DONE = "You are heard."

CUSTOMER_TITLE = "Can the customer be heard?"
CUSTOMER_ASKS = "Choose what your headset plays through, then play a voice. You should hear it too."
CUSTOMER = "Customer's side"
CUSTOMER_DONE = "The customer's side is heard."
PLAY_VOICE = "Play a voice"

PROMPT_TITLE = "See a prompt"
PROMPT_ASKS = (
    "Play what a customer might say. A card comes up where it will in your calls; it leaves by "
    "itself, and it never needs an answer."
)
PROMPT_DONE = "This card came up:"
PLAY_SENTENCE = "Play a customer"

LEVEL = "How loud it is"
LEVEL_VALUE = "{level} decibels, {peak} at the loudest"
HEARD = "Heard: {words}"
NOTHING_HEARD = "Nothing heard yet."
PLAYED = "A customer says: {words}"
NO_OUTPUT = "There is no output that this could be played on."
DEFAULT_DEVICE = "The system's default"
DEVICE_AWAY = "{device} (not there now)"

MODEL_TITLE = "Speech model"
MODEL_READY = "{model} is installed."
MODEL_DEMONSTRATION = (
    "This is the demonstration model: it knows synthetic voices only, and will not understand real "
    "calls. For those install a real one, or ask IT to:"
)
MODEL_COMMAND = "assist models install vosk-model-small-en-us-0.15"
MODEL_ACCEPT = "Go on with the demonstration model for now"

BACK = "Back"
LATER = "Do this later"
NEXT = "Next"
FINISH = "Finish"
FINISH_LATER = "Finish, and do the rest later"
KEPT = "Nothing said here is kept."
AGAIN = "Set up hearing again"

MOMENTS_TITLE = "Customers who thanked you"
SHIFT_TITLE = "Thanks from this shift"
MOMENTS_SAY = "Kept on this computer, for you alone."
NO_MOMENTS = "None is kept. Moments come by themselves when a customer thanks you."
MOMENT = "{when}: {what}"
MOMENT_WITH_WORDS = "{when}: “{words}”"
DELETE_ONE = "Delete this one"
DELETE_ALL = "Delete all"
DELETE_ALL_SURE = "Really delete all?"
QUIT = "Quit"
END_SHIFT = "End of shift"

UNTRANSLATED = ("MODEL_COMMAND", "UNTRANSLATED")


def every() -> frozenset[str]:
    """All texts that a translation must have."""
    return frozenset(
        value for name, value in globals().items() if name.isupper() and name not in UNTRANSLATED
    )
