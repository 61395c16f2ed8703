"""What is said when a side of the call is not heard well, or not at all: what is wrong, what to do."""

from assist.core.words import Speaker

CLIPPING = {
    Speaker.CUSTOMER: "The customer's sound is cut off at its peaks. Turn the softphone down.",
    Speaker.AGENT: "Your voice is cut off at its peaks. Turn the microphone down.",
}
MUTE_MICROPHONE = (
    "The microphone gives no sound at all. Unmute it at the headset, or allow it in the system's "
    "privacy settings."
)
NO_CUSTOMER = (
    "Nothing plays on the customer's side while you talk. Is it the right device? See the settings."
)
BLEED = "The microphone hears the customer too. Use the headset, or turn the loudspeaker down."
SAME_SOUND = "Both sides carry the same sound. Choose another device for one of them."

TOO_BUSY = "This computer is too busy: Agent Assist is behind, and leaves out some of what is said."
LET_GO = "Microphone and headset are let go."

SENTENCES = (
    *CLIPPING.values(),
    MUTE_MICROPHONE,
    NO_CUSTOMER,
    BLEED,
    SAME_SOUND,
    TOO_BUSY,
    LET_GO,
)
