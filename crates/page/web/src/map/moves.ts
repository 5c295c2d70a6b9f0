// Lines from sites to parks: straight, or along the roads.
import { PER_DEGREE, type Plan } from '../data'
import { mercatorX, mercatorY } from './mercator'
import { ENTERPRISE, PROJECT } from './scene'

/** Lines piece by piece: straight ones are of one. */
export type Moves = {
  lines: number
  count: number
  /** x, y, x, y of each piece. */
  ends: Float64Array
  /** Which part of its line lies behind either end of it: lines grow wider. */
  behind: Float32Array
  kind: Uint8Array
  /** Which enterprise or project it is of. */
  of: Int32Array
}

type Place = [lon: number, lat: number]

export function movesOf(plan: Plan): Moves {
  const { park, lon, lat, entryLon, entryLat } = plan.enterprises.columns
  const { roads } = plan
  let [lines, corners] = [0, 0]
  for (const one of park) if (one >= 0) lines++
  for (const one of roads?.corners ?? []) corners += one
  const projects = plan.projects.filter((project) => project.site && project.entry).length
  const most = lines + corners + projects
  const moves: Moves = {
    lines: lines + projects,
    count: 0,
    ends: new Float64Array(4 * most),
    behind: new Float32Array(2 * most),
    kind: new Uint8Array(most),
    of: new Int32Array(most),
  }
  const add = (kind: number, index: number, ax: number, ay: number, bx: number, by: number, from = 0, to = 1) => {
    const at = moves.count++
    moves.ends.set([mercatorX(ax), mercatorY(ay), mercatorX(bx), mercatorY(by)], 4 * at)
    moves.behind.set([from, to], 2 * at)
    moves.kind[at] = kind
    moves.of[at] = index
  }
  let next = roads?.at ?? 0
  for (let row = 0; row < park.length; row++) {
    if (park[row] < 0) continue
    const between = roads?.corners[row] ?? 0
    if (between) {
      const way = wayFrom(plan, row, next)
      next += between
      const behind = partsBehind(way)
      for (let at = 1; at < way.length; at++) add(ENTERPRISE, row, ...way[at - 1], ...way[at], behind[at - 1], behind[at])
    } else {
      const [x, y] = [lon[row] / PER_DEGREE, lat[row] / PER_DEGREE]
      add(ENTERPRISE, row, x, y, entryLon[row] / PER_DEGREE, entryLat[row] / PER_DEGREE)
    }
  }
  plan.projects.forEach(({ site, entry }, index) => site && entry && add(PROJECT, index, ...site, ...entry))
  return moves
}

/** The line of an enterprise that moves. */
export function wayOf(plan: Plan, row: number): Place[] {
  let next = plan.roads?.at ?? 0
  for (let before = 0; before < row; before++) next += plan.roads?.corners[before] ?? 0
  return wayFrom(plan, row, next)
}

function wayFrom(plan: Plan, row: number, first: number): Place[] {
  const { lon, lat, entryLon, entryLat } = plan.enterprises.columns
  const way: Place[] = [[lon[row] / PER_DEGREE, lat[row] / PER_DEGREE]]
  way.push(...lineOf(plan, first, plan.roads?.corners[row] ?? 0))
  way.push([entryLon[row] / PER_DEGREE, entryLat[row] / PER_DEGREE])
  return way
}

/** Corners of a line along the roads. */
const lineOf = ({ corners: { lon, lat } }: Plan, first: number, length: number): Place[] =>
  Array.from({ length }, (_, at) => [lon[first + at] / PER_DEGREE, lat[first + at] / PER_DEGREE])

/** Stretches of road, and how many moves go along each. */
export function loadsOf(plan: Plan): { line: Place[]; moves: number }[] {
  if (!plan.roads) return []
  const { stretches, stretchesAt, loads } = plan.roads
  let next = stretchesAt
  return Array.from(stretches, (length, at) => {
    next += length
    return { line: lineOf(plan, next - length, length), moves: loads[at] }
  })
}

function partsBehind(way: Place[]): number[] {
  const far = [0]
  for (let at = 1; at < way.length; at++) {
    const [[ax, ay], [bx, by]] = [way[at - 1], way[at]]
    far.push(far[at - 1] + Math.hypot(bx - ax, by - ay))
  }
  const whole = far[far.length - 1] || 1
  return far.map((one) => one / whole)
}
