"""Writes am/final.mdl, a transition model and a network, in Kaldi's binary format.

No program of Kaldi's is needed. The layout is that of Kaldi's `hmm/transition-model.cc` and
`nnet3/am-nnet-simple.cc`; README.md says what is not obvious about it.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

HALF = 0.5
"""Each transition's probability: LF-MMI learns none."""

LEVELS = 65535


@dataclass(frozen=True, slots=True)
class AcousticModel:
    """`scores` are, of each phone from number 1 on, those for its first frame and for later ones;
    `layout` the network's configuration, line by line; `components` its named parts; `context` how
    many frames it sees to either side.
    """

    scores: Sequence[tuple[int, int]]
    layout: Sequence[str]
    components: Sequence[tuple[str, bytes]]
    context: int


def write_acoustic_model(path: Path, model: AcousticModel) -> None:
    path.write_bytes(
        b"\0B"
        + _transitions(model.scores)
        + _network(model)
        + _token("<LeftContext>")
        + _integer(model.context)
        + _token("<RightContext>")
        + _integer(model.context)
        + _token("<Priors>")
        + _vector(())
    )


def affine(weights: Values, bias: Values) -> bytes:
    """`weights` (outputs, inputs). A fixed component: Kaldi leaves two in a row apart, so that a
    bottleneck stays one.
    """
    linear = _token("<LinearParams>") + _matrix(weights) + _token("<BiasParams>") + _vector(bias)
    return _token("<FixedAffineComponent>") + linear + _token("</FixedAffineComponent>")


def rectifier(width: int) -> bytes:
    return (
        _token("<RectifiedLinearComponent>")
        + _token("<Dim>")
        + _integer(width)
        + _token("<ValueAvg>")
        + _vector(())
        + _token("<DerivAvg>")
        + _vector(())
        + _token("<Count>")
        + _real(0.0)
        + _token("</RectifiedLinearComponent>")
    )


def passing_on(width: int) -> bytes:
    """A component that changes nothing; its input may be a sum."""
    body = _token("<Dim>") + _integer(width) + _token("<BackpropScale>") + _real(1.0)
    return _token("<NoOpComponent>") + body + _token("</NoOpComponent>")


def _transitions(scores: Sequence[tuple[int, int]]) -> bytes:
    """One state a phone. Transition 2p - 1 stays in phone p, 2p leaves it."""
    phones = len(scores)
    topology = (
        _token("<Topology>")
        + _integers(range(1, phones + 1))
        + _integers([-1] + [0] * phones)
        # -1: entering and staying have scores of their own. One topology, of two states.
        + b"".join(map(_integer, (-1, 1, 2)))
        # Class 0 enters, class 1 stays; two transitions: stay, leave.
        + b"".join(map(_integer, (0, 1, 2)))
        + _integer(0)
        + _real(HALF)
        + _integer(1)
        + _real(HALF)
        # The final state has no scores and no transitions.
        + b"".join(map(_integer, (-1, -1, 0)))
        + _token("</Topology>")
    )
    tuples = b"".join(
        _integer(phone) + _integer(0) + _integer(first) + _integer(later)
        for phone, (first, later) in enumerate(scores, 1)
    )
    logarithms = [0.0] + [float(np.log(HALF))] * (2 * phones)
    return (
        _token("<TransitionModel>")
        + topology
        + _token("<Tuples>")
        + _integer(phones)
        + tuples
        + _token("</Tuples>")
        + _token("<LogProbs>")
        + _vector(logarithms)
        + _token("</LogProbs>")
        + _token("</TransitionModel>")
    )


def _network(model: AcousticModel) -> bytes:
    layout = "".join(line + "\n" for line in model.layout).encode()
    parts = b"".join(
        _token("<ComponentName>") + _token(name) + body for name, body in model.components
    )
    # The empty line ends the layout.
    head = _token("<Nnet3>") + b"\n" + layout + b"\n"
    return (
        head
        + _token("<NumComponents>")
        + _integer(len(model.components))
        + parts
        + _token("</Nnet3>")
    )


def _token(text: str) -> bytes:
    return text.encode() + b" "


def _integer(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def _real(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def _integers(values: Iterable[int]) -> bytes:
    listed = list(values)
    return _integer(len(listed)) + struct.pack(f"<{len(listed)}i", *listed)


def _vector(values: Sequence[float] | Values) -> bytes:
    return _token("FV") + _integer(len(values)) + np.asarray(values, dtype="<f4").tobytes()


def _matrix(values: Values) -> bytes:
    """Two bytes an element; Kaldi reads that where it expects a plain matrix."""
    lowest = float(values.min())
    span = max(float(values.max()) - lowest, 1e-6)
    steps = np.clip(np.rint((values - lowest) / span * LEVELS), 0, LEVELS).astype("<u2")
    return _token("CM2") + struct.pack("<ffii", lowest, span, *values.shape) + steps.tobytes()
