// What the page shows, as crates/page/src/data writes it: names there are the same.

export type Lang = 'zh' | 'en'
export type Text = { zh: string; en: string }
export type Geometry =
  | { type: 'MultiPolygon'; coordinates: [number, number][][][] }
  | { type: 'MultiLineString'; coordinates: [number, number][][] }
  | { type: 'Point'; coordinates: [number, number] }

export type Sign = {
  corners: [number, number][][]
  sizeMm: number
  fill: string | null
  edge: string
  edgeMm: number
}

export type Unit = { unit: string; name: Text; perHectare: number }
export type Verdict = {
  key: string
  label: Text
  colour: string
  sign: Sign | null
  count: number
  landHa: number
  landUnknown: number
}
export type Balance = {
  name: Text
  unit: Text
  isLand: boolean
  total: number
  inParks: [number, number]
  outside: [number, number]
  closed: number
  saved: number
  unknown: number
}
type Reading = { value: number | null; known: number; of: number }
export type Indicator = {
  improves: Text
  name: Text
  unit: Text
  before: Reading
  after: Reading
  change: number | null
  judgement: number
}
export type Principle = {
  name: Text
  figure: Text
  part: number
  whole: number
  unit: Text
  share: number | null
}
export type Phase = {
  year: number
  quota_ha: number
  moves: number
  closures: number
  taken_ha: number
  released_ha: number
}
export type Schedule = { years: Phase[]; later: number; later_ha: number; gap: number; status: string }
export type Figures = {
  input: number
  verdicts: Verdict[]
  projectInput: number
  projectVerdicts: Verdict[]
  drawn: number[]
  costKm: number
  lowerBoundKm: number
  gap: number
  optimal: boolean
  whyNotOptimal: Text | null
  releasedHa: number
  byGuideHa: [number, number] | null
  balances: Balance[]
  indicators: Indicator[]
  principles: Principle[]
  certainty: [number, number] | null
  runs: number | null
  schedule: Schedule | null
}

export type Rule = {
  id: string
  name: Text
  clause: Text
  confirmed: boolean
  eliminates: Text | null
  counts: number[]
}
export type Book = {
  title: Text | null
  version: string | null
  file: string
  sha256: string
  rules: Rule[]
  outcomes: Text[]
  inputs: { layer: string; file: string; sha256: string; crs: string; rows: number; rejected: number }[]
  rejects: { layer: string; file: string; row: number; id: string | null; column: string; expected: Text; found: Text }[]
  notes: { file: string; row: number | null; text: Text }[]
}

export type Outline = { name: Text; geometry: Geometry }
export type Zone = { kind: number; id: string; name: Text; geometry: Geometry; distanceM: number | null }
export type Ground = {
  district: Outline[]
  city: Outline[]
  towns: Outline[]
  zoneKinds: { name: Text; colour: string; sign: Sign }[]
  zones: Zone[]
}

export type Limit = {
  name: Text | null
  unit: Text
  capacity: number | null
  taken: number
  shadowPriceKm: number
}
type Who = { id: string; name: string; project: boolean; distanceM: number | null }
export type Comer = Who & { landHa: number | null; year: number | null }
export type NotComing = Who & { instead: number | null; text: Text }
export type Park = {
  id: string
  name: Text
  typeName: Text
  fill: string
  edge: string
  footprint: Geometry
  sign: Sign | null
  open: boolean
  capacityHa: number | null
  areaHa: number | null
  liesIn: number[]
  staying: number
  closing: number
  incoming: number
  leaving: number
  projects: number
  beforeHa: number
  afterHa: number
  builtRateBefore: number | null
  builtRateAfter: number | null
  limits: Limit[]
  zones: Text[]
  ledger: { prose: Text; comers: Comer[]; refused: NotComing[] } | null
}

export type Project = {
  id: string
  name: string
  site: [number, number] | null
  industry: string | null
  landHa: number | null
  verdict: number
  park: number | null
  distanceM: number | null
  costKm: number | null
  entry: [number, number] | null
  reasons: Text[]
}

type Fact = string | number | boolean | null
type Indices = Int32Array
export type Columns = {
  verdict: Uint8Array
  lon: Int32Array
  lat: Int32Array
  row: Float64Array
  industry: Indices
  town: Indices
  class: Indices
  pillar: Indices
  technology: Indices
  landClass: Indices
  inside: Indices
  park: Indices
  second: Indices
  land: Float64Array
  landTaken: Float64Array
  quality: Float64Array
  distance: Float64Array
  cost: Float64Array
  margin: Float64Array
  entryLon: Int32Array
  entryLat: Int32Array
  year: Int32Array
  agreement: Float64Array
  certain: Indices
}
export type Enterprises = {
  ids: string[]
  names: string[]
  industries: { code: string; name: string }[]
  divisions: { code: string; name: string }[]
  towns: Text[]
  classes: string[]
  landClasses: Text[]
  pillars: Text[]
  technologies: Text[]
  facts: { fields: { id: string; name: Text; unit: Text }[]; values: Fact[][] } | null
  columns: Columns
}

/** Park, fit, parts of the cost, cost, rent, answer; amounts in millionths of a kilometre. */
export type Entry = [number, number | null, (number | null)[], number | null, number | null, number]
export type Ledger = { sentences: [number, number][]; parks: Entry[] }
export type Ledgers = { texts: Text[]; parts: Text[]; enterprises: Ledger[]; projects: Ledger[] }

export type Plan = {
  version: string
  lang: Lang
  title: Text
  dataNotice: Text
  asOf: string
  areaUnit: [string, string]
  units: Unit[]
  signSize: number
  moveMm: [number, number]
  moveOpacity: number
  figures: Figures
  book: Book
  ground: Ground
  parks: Park[]
  enterprises: Enterprises
  projects: Project[]
  ledgers: Ledgers | null
}

/** Units of a degree in columns of coordinates. */
export const PER_DEGREE = 1e6
/** Square metres of a hectare, and millimetres of a kilometre: units of columns. */
export const M2_PER_HA = 1e4
export const MM_PER_KM = 1e6

const KINDS = { u8: Uint8Array, i32: Int32Array, f64: Float64Array }
type Lies = { kind: keyof typeof KINDS; at: number; len: number }

/** What is packed by gzip and base64. */
export async function unzipped(base64: string): Promise<ArrayBuffer> {
  const letters = atob(base64)
  const packed = new Uint8Array(letters.length)
  for (let at = 0; at < letters.length; at++) packed[at] = letters.charCodeAt(at)
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

/** Unpacks the plan: a JSON text and the columns behind it. */
export async function unpack(base64: string): Promise<Plan> {
  const bytes = await unzipped(base64)
  const length = new DataView(bytes).getUint32(0, true)
  const plan = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)))
  const behind = Math.ceil((4 + length) / 8) * 8
  const columns: Record<string, unknown> = {}
  for (const [name, lies] of Object.entries<Lies>(plan.enterprises.columns)) {
    columns[name] = new KINDS[lies.kind](bytes, behind + lies.at, lies.len)
  }
  plan.enterprises.columns = columns
  return plan
}
