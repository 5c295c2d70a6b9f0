// Unpacks the plan: a JSON text, and columns of numbers and texts behind it, as crates/page/src/columns.rs lays them out.
import { PER_DEGREE, type Geometry, type Plan } from './data'

type Lies = { kind: 'number' | 'index' | 'course' | 'text'; at: number; len: number; bytes: number; from: number; step: number }
type Shape = { type: Geometry['type']; at: number; lengths: number[][] }

/** What is packed by gzip and base64. */
async function unzipped(base64: string): Promise<ArrayBuffer> {
  const letters = atob(base64)
  const packed = new Uint8Array(letters.length)
  for (let at = 0; at < letters.length; at++) packed[at] = letters.charCodeAt(at)
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

export async function unpack(base64: string): Promise<Plan> {
  const buffer = await unzipped(base64)
  const length = new DataView(buffer).getUint32(0, true)
  const plan = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)))
  const bytes = new Uint8Array(buffer, 4 + length)
  const column = (lies: Lies) => (lies.kind === 'index' ? index(bytes, lies) : numbers(bytes, lies))
  const [lon, lat] = plan.corners.map(column)
  const shape = (of: Shape) => shapeOf(of, lon, lat)

  const { enterprises, ground, parks, roads, earlier } = plan
  for (const [name, lies] of Object.entries<Lies>(enterprises.columns)) enterprises.columns[name] = column(lies)
  enterprises.ids = texts(bytes, enterprises.ids[1], index(bytes, enterprises.ids[0]))
  const { columns } = enterprises
  for (const [of, from] of [[columns.entryLon, columns.lon], [columns.entryLat, columns.lat]]) {
    for (let row = 0; row < of.length; row++) of[row] += from[row]
  }
  for (const one of [...ground.district, ...ground.city, ...ground.towns, ...ground.zones]) one.geometry = shape(one.geometry)
  for (const park of parks) park.footprint = shape(park.footprint)
  if (earlier) for (const name of ['park', 'becomes']) earlier[name] = column(earlier[name])
  if (roads) for (const name of ['corners', 'stretches', 'loads']) roads[name] = column(roads[name])
  const { ledgers } = plan
  if (ledgers) {
    ledgers.costs = ledgers.costs.map(column)
    for (const [name, lies] of Object.entries<Lies>(ledgers)) if (lies.kind) ledgers[name] = column(lies)
  }
  plan.corners = { lon, lat }
  return plan
}

/** Whole numbers of any size; not a number where there is none. */
function numbers(bytes: Uint8Array, { kind, at, len, bytes: wide, from, step }: Lies): Float64Array {
  const out = new Float64Array(len)
  for (let byte = wide - 1; byte >= 0; byte--) {
    for (let row = 0, here = at + byte * len; row < len; row++) out[row] = out[row] * 256 + bytes[here + row]
  }
  let last = 0
  for (let row = 0; row < len; row++) {
    const code = out[row]
    if (kind === 'course') out[row] = last += code % 2 ? -(code + 1) / 2 : code / 2
    else out[row] = code ? from + (code - 1) * step : NaN
  }
  return out
}

/** Positions in a list; -1 where there is none. */
const index = (bytes: Uint8Array, lies: Lies) => Int32Array.from(numbers(bytes, lies), (place) => (place >= 0 ? place : -1))

/** Texts whose first bytes all stand before their second ones. */
function texts(bytes: Uint8Array, { at, len }: Lies, lengths: Int32Array): string[] {
  const starts = new Int32Array(len + 1)
  for (let row = 0; row < len; row++) starts[row + 1] = starts[row] + lengths[row]
  const whole = new Uint8Array(starts[len])
  let left = Int32Array.from(lengths.keys())
  let here = at
  for (let byte = 0; left.length; byte++) {
    left = left.filter((row) => lengths[row] > byte)
    for (const row of left) whole[starts[row] + byte] = bytes[here++]
  }
  const decoder = new TextDecoder()
  const plain = whole.every((byte) => byte < 128)
  if (!plain) return Array.from(lengths, (_, row) => decoder.decode(whole.subarray(starts[row], starts[row + 1])))
  const all = decoder.decode(whole)
  return Array.from(lengths, (_, row) => all.slice(starts[row], starts[row + 1]))
}

function shapeOf({ type, at, lengths }: Shape, lon: Float64Array, lat: Float64Array): Geometry {
  let next = at
  const corner = (): [number, number] => [lon[next] / PER_DEGREE, lat[next++] / PER_DEGREE]
  const chain = (length: number) => Array.from({ length }, corner)
  if (type === 'Point') return { type, coordinates: corner() }
  const coordinates = lengths.map((rings) => rings.map(chain))
  return type === 'MultiPolygon' ? { type, coordinates } : { type, coordinates: coordinates[0] }
}
