"""What can go wrong with sound, told in one sentence that says where, what, and what to do."""

from assist.faults import Fault


class SoundError(Fault):
    """A fault of sound that the person at this computer can mend.

    `where` names the file, device or part.
    """
