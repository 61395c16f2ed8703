"""What the person at this computer can mend, told in one sentence; everything else is a bug."""


class Fault(Exception):
    """Something the user can mend: where it is, what is wrong, and what to do about it.

    `mend` is in the imperative. As a string it is one sentence, fit for standard error.
    """

    def __init__(self, where: str, what: str, mend: str) -> None:
        super().__init__(where, what, mend)
        self.where = where
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.mend}."
