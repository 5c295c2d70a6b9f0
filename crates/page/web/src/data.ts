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
export type Columns = Record<
  | 'verdict' | 'industry' | 'town' | 'class' | 'pillar' | 'technology' | 'landClass'
  | 'inside' | 'park' | 'second' | 'year' | 'certain',
  Indices
> &
  Record<
    | 'row' | 'lon' | 'lat' | 'entryLon' | 'entryLat' | 'land' | 'landTaken' | 'quality' | 'agreement'
    | 'distance' | 'cost' | 'margin' | 'straight' | 'minutes' | 'access',
    Float64Array
  >
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

/** Ledgers of enterprises, then of projects, one behind the other: see crates/page/src/data/ledgers.rs. */
export type Ledgers = {
  texts: Text[]
  parts: Text[]
  costs: Float64Array[]
} & Record<'sentences' | 'parks' | 'heading' | 'sentence' | 'park' | 'answer', Indices> &
  Record<'fit' | 'cost' | 'rent', Float64Array>

export type Earlier = {
  folder: string
  changeKm: number
  counts: Record<'kept' | 'changed' | 'unplaced' | 'settled' | 'gone' | 'new', number>
  parks: { id: string; now: number | null; sent: number }[]
  /** By enterprise: its park in that list, and what became of it, -1 for those who went nowhere. */
  park: Indices
  becomes: Indices
}
/** What becomes of a destination, by its number. */
export const BECOMES = ['kept', 'changed', 'unplaced', 'settled', 'new'] as const

/** Lines along roads: how many corners each has, the first of them from a corner on. */
export type Roads = {
  said: Text
  corners: Indices
  at: number
  stretches: Indices
  stretchesAt: number
  loads: Indices
}

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
  earlier: Earlier | null
  roads: Roads | null
  /** Of the lines in `roads`, in millionths of a degree. */
  corners: { lon: Float64Array; lat: Float64Array }
}

/** Units of columns: of a degree, a hectare, a kilometre, a minute, a share. */
export const PER_DEGREE = 1e6
export const M2_PER_HA = 1e4
export const PER_KM = 1e2
export const PER_MINUTE = 1e1
export const PER_ONE = 1e4
