"""Writes a trained router to bytes and reads it back: one .npz, so that no half of it can be missing."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np

from handlers.routing.model import Model
from handlers.routing.sense import Sense


class Broken(Exception):
    """These bytes are not a router of ours."""


_ARRAYS = "domain_of idf linear intercept counts posting_start posting_example posting_score example_service spoken weights".split()
_SENSE = "vectors lines intercept example example_service weights".split()


def pack(model: Model) -> bytes:
    """Write a model as arrays, and everything else as JSON bytes. The same model gives the same bytes."""
    sense = model.sense
    about = {
        "services": model.services,
        "examples": model.examples,
        "abbreviations": dict(model.abbreviations),
        "known": dict(model.known),
        "usual": dict(model.usual),
        "features": list(model.features),
        "first_letter": model.first_letter,
        "threshold": model.threshold,
        "bar": model.bar,
        "tried": dict(model.tried),
        "sense": {"threshold": sense.threshold, "enough": sense.enough} if sense else None,
    }
    arrays = {name: getattr(model, name) for name in _ARRAYS}
    if sense:
        arrays |= {f"sense_{name}": getattr(sense, name) for name in _SENSE}
    text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, about=text, **arrays)
    return out.getvalue()


def unpack(data: bytes) -> Model:
    """Read what `pack` wrote. Raises Broken; the archive's checksums catch a damaged byte."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            about = json.loads(archive["about"].tobytes())
            arrays = {name: archive[name] for name in _ARRAYS}
            sense = {name: archive[f"sense_{name}"] for name in _SENSE} if about["sense"] else {}
        return Model(
            services=tuple(about["services"]),
            examples=tuple(about["examples"]),
            abbreviations=about["abbreviations"],
            known=about["known"],
            usual=about["usual"],
            features={name: row for row, name in enumerate(about["features"])},
            first_letter=about["first_letter"],
            threshold=about["threshold"],
            bar=tuple(about["bar"]),
            tried=about["tried"],
            sense=Sense(**sense, **about["sense"]) if sense else None,
            **arrays,
        )
    except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError, OSError) as error:
        raise Broken(str(error)) from error
