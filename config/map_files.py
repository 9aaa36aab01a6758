"""Reads a town's map: quarters from GeoJSON, streets from CSV, whatever their makers called the properties and columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from config.faults import Fault, nearest
from config.reading import Document
from config.territory import QuarterFile, StreetFile

FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
POLYGONS = {"Polygon", "MultiPolygon"}


def read_quarters(text: str, spec: QuarterFile, mairies: Mapping[str, str]) -> Document:
    """Read a FeatureCollection of polygons (WGS 84) into entries {code, nom, mairie, polygones}.

    mairies: quarter code → mairie id, from the town's file, for maps that do not name the mairie themselves.
    """
    document = Document(spec.file, value=[])
    try:
        collection = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        document.faults.append(Fault(spec.file, error.lineno, "check-json-syntax", {"detail": error.msg}))
        return document
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        document.faults.append(Fault(spec.file, 1, "check-map-no-feature"))
        return document
    lines = [text.count("\n", 0, found.start()) + 1 for found in FEATURE.finditer(text)]
    for index, feature in enumerate(features):
        line = lines[index] if index < len(lines) else 1
        quarter = _quarter(feature, spec, mairies, document=document, line=line)
        if quarter:
            document.lines[(len(document.value),)] = line
            document.value.append(quarter)
    return document


def _quarter(feature: Any, spec: QuarterFile, mairies: Mapping[str, str], *, document: Document, line: int) -> dict[str, Any] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict) or geometry.get("type") not in POLYGONS:
        document.faults.append(Fault(spec.file, line, "check-map-not-polygon"))
        return None
    code = properties.get(spec.code)
    if code is None:
        values = {"name": spec.code, "properties": ", ".join(properties)}
        document.faults.append(Fault(spec.file, line, "check-map-property", values))
        return None
    mairie = properties.get(spec.mairie) or mairies.get(str(code))
    if mairie is None:
        document.faults.append(Fault(spec.file, line, "check-map-no-mairie", {"code": str(code), "name": spec.mairie}))
        return None
    polygons = _polygons(geometry)
    if polygons is None:
        document.faults.append(Fault(spec.file, line, "check-map-not-polygon"))
        return None
    if any(abs(lon) > 180 or abs(lat) > 90 for rings in polygons for ring in rings for lon, lat in ring):
        document.faults.append(Fault(spec.file, line, "check-map-not-degrees", {"code": str(code)}))
        return None
    return {"code": str(code), "nom": str(properties.get(spec.name) or code), "mairie": str(mairie), "polygones": polygons}


def _polygons(geometry: Mapping[str, Any]) -> list[list[list[list[float]]]] | None:
    """Return polygons of rings of [lon, lat] (an altitude is dropped), None when that is not what the coordinates are."""
    coordinates: Any = geometry.get("coordinates")
    polygons: Any = [coordinates] if geometry["type"] == "Polygon" else coordinates
    try:
        shapes = [[[[float(point[0]), float(point[1])] for point in ring] for ring in rings] for rings in polygons or ()]
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    sound = bool(shapes) and all(rings and all(len(ring) >= 4 for ring in rings) for rings in shapes)
    return shapes if sound else None


def read_streets(text: str, spec: StreetFile) -> Document:
    """Read a CSV table into entries {nom, quartiers, lon, lat}; lines that repeat a street add their quarter to it.

    The separator is what the header uses (comma, semicolon or tab). lon, lat are optional; a decimal comma is understood.
    """
    document = Document(spec.file, value=[])
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        columns = [column.strip() for column in rows.fieldnames or ()]
        rows.fieldnames = columns
        if _columns_missing(columns, spec, document=document):
            return document
        streets: dict[str, int] = {}
        for row in rows:
            _add_street(row, spec, streets, document=document, line=rows.line_num)
    except csv.Error as error:
        document.faults.append(Fault(spec.file, rows.line_num, "check-csv-syntax", {"detail": str(error)}))
    return document


def _columns_missing(columns: Sequence[str], spec: StreetFile, *, document: Document) -> bool:
    missing = [column for column in (spec.name, spec.quarter) if column not in columns]
    for column in missing:
        values = {"name": column, "near": nearest(column, columns), "columns": ", ".join(columns)}
        document.faults.append(Fault(spec.file, 1, "check-csv-column", values))
    return bool(missing)


def _add_street(
    row: Mapping[str, Any], spec: StreetFile, streets: dict[str, int], *, document: Document, line: int
) -> None:
    name, quarter = ((row.get(column) or "").strip() for column in (spec.name, spec.quarter))
    if not name or not quarter:
        if any(isinstance(cell, str) and cell.strip() for cell in row.values()):
            document.faults.append(Fault(spec.file, line, "check-csv-empty", {"name": spec.quarter if name else spec.name}))
        return
    if name not in streets:
        lon, lat = (_degrees(row.get(column), spec, document=document, line=line) for column in (spec.lon, spec.lat))
        streets[name] = len(document.value)
        document.lines[(streets[name],)] = line
        document.value.append({"nom": name, "quartiers": [], "lon": lon, "lat": lat})
    crossed = document.value[streets[name]]["quartiers"]
    if quarter not in crossed:
        document.lines[(streets[name], "quartiers", len(crossed))] = line
        crossed.append(quarter)


def _degrees(cell: Any, spec: StreetFile, *, document: Document, line: int) -> float | None:
    if not isinstance(cell, str) or not cell.strip():
        return None
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        document.faults.append(Fault(spec.file, line, "check-csv-number", {"given": cell.strip()[:40]}))
        return None
