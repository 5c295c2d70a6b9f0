"""Writes a table with geometries as GeoParquet 1.1: one group of rows, each column one page, nothing compressed.

Debian has no module for it. The footer and the heads of pages are Thrift's compact protocol.
"""

import json
import struct

I32, I64, TEXT, LIST, STRUCT = 5, 6, 8, 9, 12
# Of the format: physical types, and what they are converted to.
INT32, INT64, DOUBLE, BYTES = 1, 2, 5, 6
UTF8, DATE = 0, 6
PLAIN, RLE = 0, 3


def varint(n):
    bytes_ = bytearray()
    while n > 127:
        bytes_.append(n & 127 | 128)
        n >>= 7
    return bytes([*bytes_, n])


def value(kind, it):
    if kind in (I32, I64):
        return varint(it << 1)  # nothing here is below 0
    if kind == TEXT:
        it = it.encode() if isinstance(it, str) else it
        return varint(len(it)) + it
    if kind == STRUCT:
        return thrift(*it)
    of, items = it
    head = bytes([len(items) << 4 | of]) if len(items) < 15 else bytes([0xF0 | of]) + varint(len(items))
    return head + b"".join(value(of, item) for item in items)


def thrift(*fields):
    """A struct of (number, kind, value)."""
    out, last = b"", 0
    for number, kind, it in fields:
        out += bytes([(number - last) << 4 | kind]) + value(kind, it)
        last = number
    return out + b"\0"


def plain(kind, it):
    if kind == BYTES:
        it = it.encode() if isinstance(it, str) else bytes(it)
        return struct.pack("<I", len(it)) + it
    return struct.pack({INT32: "<i", INT64: "<q", DOUBLE: "<d"}[kind], it)


def write(path, columns, crs):
    """Columns by name: (physical type, converted type or None, values), WKB in that called geometry. `crs` is PROJJSON,
    None where nobody knows it, "" for longitude and latitude on WGS84."""
    file, chunks = bytearray(b"PAR1"), []
    count = len(columns["geometry"][2])
    for name, (kind, _, values) in columns.items():
        levels = b"".join(varint(1 << 1) + bytes([it is not None]) for it in values)
        page = struct.pack("<I", len(levels)) + levels
        page += b"".join(plain(kind, it) for it in values if it is not None)
        data = (1, I32, count), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE)
        head = thrift((1, I32, 0), (2, I32, len(page)), (3, I32, len(page)), (5, STRUCT, data))
        start, size = len(file), len(head) + len(page)
        about = ((1, I32, kind), (2, LIST, (I32, [PLAIN, RLE])), (3, LIST, (TEXT, [name])), (4, I32, 0),
                 (5, I64, count), (6, I64, size), (7, I64, size), (9, I64, start))
        chunks.append(((2, I64, start), (3, STRUCT, about)))
        file += head + page
    fields = [((4, TEXT, "schema"), (5, I32, len(columns)))]
    for name, (kind, converted, _) in columns.items():
        fields.append(((1, I32, kind), (3, I32, 1), (4, TEXT, name), *([] if converted is None else [(6, I32, converted)])))
    geometry = {"encoding": "WKB", "geometry_types": [], **({} if crs == "" else {"crs": crs})}
    geo = json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}})
    group = (1, LIST, (STRUCT, chunks)), (2, I64, len(file)), (3, I64, count)
    footer = thrift((1, I32, 1), (2, LIST, (STRUCT, fields)), (3, I64, count), (4, LIST, (STRUCT, [group])),
                    (5, LIST, (STRUCT, [((1, TEXT, "geo"), (2, TEXT, geo))])))
    path.write_bytes(bytes(file) + footer + struct.pack("<I", len(footer)) + b"PAR1")
