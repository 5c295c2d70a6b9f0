// What the map shows, whoever draws it: marks, moves, shapes and names, in Web Mercator.
import type { Geometry, Plan, Sign, Text } from '../data'
import { PER_DEGREE } from '../data'
import { mercatorX, mercatorY } from './mercator'
import { movesOf, type Moves } from './moves'

/** What a mark stands for, by its kind. */
export const ENTERPRISE = 0
export const PROJECT = 1
export const PARK = 2
export const ZONE = 3

/** Single signs, in the order in which they are drawn. */
export type Marks = {
  count: number
  x: Float64Array
  y: Float64Array
  sign: Uint8Array
  kind: Uint8Array
  /** Which enterprise, project, park or zone it is. */
  of: Int32Array
}

export type Label = { x: number; y: number; text: Text; weight: number; town: boolean }
export type Bounds = [west: number, south: number, east: number, north: number]
export type Scene = {
  plan: Plan
  signs: Sign[]
  marks: Marks
  moves: Moves
  labels: Label[]
  bounds: Bounds
}

export function sceneOf(plan: Plan): Scene {
  const signs = new Signs()
  const marks = marksOf(plan, signs)
  return { plan, signs: signs.all, marks, moves: movesOf(plan), labels: labelsOf(plan), bounds: boundsOf(plan) }
}

/** Signs, each once. */
class Signs {
  all: Sign[] = []
  private known = new Map<string, number>()

  at(sign: Sign): number {
    const key = JSON.stringify(sign)
    const place = this.known.get(key) ?? this.all.push(sign) - 1
    this.known.set(key, place)
    return place
  }
}

function marksOf(plan: Plan, signs: Signs): Marks {
  const { figures, ground, parks, projects, enterprises } = plan
  const of = enterprises.columns
  const rows = enterprises.ids.length
  const most = rows + projects.length + parks.length + ground.zones.length
  const marks: Marks = {
    count: 0,
    x: new Float64Array(most),
    y: new Float64Array(most),
    sign: new Uint8Array(most),
    kind: new Uint8Array(most),
    of: new Int32Array(most),
  }
  const add = (kind: number, index: number, sign: number, lon: number, lat: number) => {
    const at = marks.count++
    marks.x[at] = mercatorX(lon)
    marks.y[at] = mercatorY(lat)
    marks.sign[at] = sign
    marks.kind[at] = kind
    marks.of[at] = index
  }
  ground.zones.forEach(({ geometry, kind }, index) => {
    if (geometry.type === 'Point') add(ZONE, index, signs.at(ground.zoneKinds[kind].sign), ...geometry.coordinates)
  })
  parks.forEach(({ footprint, sign }, index) => {
    if (footprint.type === 'Point' && sign) add(PARK, index, signs.at(sign), ...footprint.coordinates)
  })
  for (const verdict of figures.drawn) {
    const sign = figures.verdicts[verdict].sign
    const place = sign ? signs.at(sign) : 0
    for (let row = 0; row < rows; row++) {
      if (of.verdict[row] === verdict) {
        add(ENTERPRISE, row, place, of.lon[row] / PER_DEGREE, of.lat[row] / PER_DEGREE)
      }
    }
  }
  projects.forEach(({ site, verdict }, index) => {
    const sign = figures.projectVerdicts[verdict].sign
    if (site && sign) add(PROJECT, index, signs.at(sign), ...site)
  })
  return marks
}

function labelsOf(plan: Plan): Label[] {
  const label = (text: Text, shape: Geometry, weight: number, town: boolean): Label => {
    const [lon, lat] = middle(shape)
    return { x: mercatorX(lon), y: mercatorY(lat), text, weight, town }
  }
  const parks = plan.parks.map((park) => label(park.name, park.footprint, park.incoming + 1, false))
  const towns = plan.ground.towns.map((town) => label(town.name, town.geometry, 0, true))
  return [...parks.sort((a, b) => b.weight - a.weight), ...towns].filter((one) => one.text.zh || one.text.en)
}

/** Every ring and line of a shape. */
export function chains(shape: Geometry): [number, number][][] {
  if (shape.type === 'Point') return [[shape.coordinates]]
  return shape.type === 'MultiPolygon' ? shape.coordinates.flat() : shape.coordinates
}

/** The middle of the largest ring: its centroid. */
function middle(shape: Geometry): [number, number] {
  let best: [number, number] = chains(shape)[0]?.[0] ?? [0, 0]
  let most = 0
  for (const ring of chains(shape)) {
    let [twice, x, y] = [0, 0, 0]
    const [ox, oy] = ring[0] ?? [0, 0]
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay, bx, by] = [ring[i - 1][0] - ox, ring[i - 1][1] - oy, ring[i][0] - ox, ring[i][1] - oy]
      const cross = ax * by - bx * ay
      twice += cross
      x += (ax + bx) * cross
      y += (ay + by) * cross
    }
    if (Math.abs(twice) > most) {
      most = Math.abs(twice)
      best = [ox + x / (3 * twice), oy + y / (3 * twice)]
    }
  }
  return best
}

export function boundsOfShapes(shapes: Geometry[]): Bounds | null {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const shape of shapes) for (const chain of chains(shape)) for (const at of chain) widen(bounds, at[0], at[1])
  return bounds[0] <= bounds[2] ? bounds : null
}

function widen(bounds: Bounds, lon: number, lat: number) {
  bounds[0] = Math.min(bounds[0], lon)
  bounds[1] = Math.min(bounds[1], lat)
  bounds[2] = Math.max(bounds[2], lon)
  bounds[3] = Math.max(bounds[3], lat)
}

/** The district, or else all parks and enterprises. */
function boundsOf(plan: Plan): Bounds {
  const district = boundsOfShapes(plan.ground.district.map((outline) => outline.geometry))
  if (district) return district
  const parks = boundsOfShapes(plan.parks.map((park) => park.footprint))
  const bounds: Bounds = parks ?? [Infinity, Infinity, -Infinity, -Infinity]
  const { lon, lat } = plan.enterprises.columns
  for (let row = 0; row < lon.length; row++) widen(bounds, lon[row] / PER_DEGREE, lat[row] / PER_DEGREE)
  return bounds[0] <= bounds[2] ? bounds : [73, 18, 135, 54]
}

/** The smallest park whose footprint holds a place. */
export function parkAt(plan: Plan, lon: number, lat: number): number {
  let [best, least] = [-1, Infinity]
  plan.parks.forEach(({ footprint, areaHa }, index) => {
    if (footprint.type !== 'MultiPolygon' || (areaHa ?? 0) >= least) return
    const crossings = footprint.coordinates.flat().filter((ring) => inside(ring, lon, lat)).length
    if (crossings % 2 === 1) [best, least] = [index, areaHa ?? 0]
  })
  return best
}

function inside(ring: [number, number][], lon: number, lat: number): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]]
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) odd = !odd
  }
  return odd
}
