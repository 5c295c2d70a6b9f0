// Which enterprises the filters leave, and in what order.
import type { Plan } from './data'
import type { Sort, State } from './state'

/** Places of verdicts, by their keys, that the page asks for by name. */
export const verdictAt = (plan: Plan, key: string) => plan.figures.verdicts.findIndex((v) => v.key === key)

/** The year of those that no year takes. */
export const LATER = 9999

/** Whether the filters leave each enterprise. */
export function passing(plan: Plan, state: State): Uint8Array {
  const { columns: of, ids, names, industries } = plan.enterprises
  const passes = new Uint8Array(ids.length).fill(1)
  const keep = (test: (row: number) => boolean) => {
    for (let row = 0; row < passes.length; row++) if (passes[row] && !test(row)) passes[row] = 0
  }
  if (state.verdicts.length) {
    const wanted = new Uint8Array(256)
    for (const place of state.verdicts) wanted[place] = 1
    keep((row) => wanted[of.verdict[row]] === 1)
  }
  if (state.park >= 0) keep((row) => of.park[row] === state.park || of.inside[row] === state.park)
  if (state.town >= 0) keep((row) => of.town[row] === state.town)
  if (state.industry) {
    const wanted = industries.map((industry) => industry.code.startsWith(state.industry))
    keep((row) => wanted[of.industry[row]] === true)
  }
  if (state.class >= 0) keep((row) => of.class[row] === state.class)
  if (state.certain >= 0) keep((row) => of.certain[row] === state.certain)
  const { earlier } = plan
  if (state.becomes >= 0 && earlier) keep((row) => earlier.becomes[row] === state.becomes)
  if (state.year) {
    const moves = verdictAt(plan, 'moves')
    const when = (row: number) => (of.year[row] > 0 ? of.year[row] : of.verdict[row] === moves ? LATER : 0)
    keep((row) => when(row) <= state.year)
  }
  const query = state.query.trim().toLowerCase()
  if (query) {
    keep((row) => ids[row].toLowerCase().includes(query) || (names[row]?.toLowerCase().includes(query) ?? false))
  }
  return passes
}

/** The rows that pass, in order. */
export function ordered(plan: Plan, passes: Uint8Array, sort: Sort): Int32Array {
  let count = 0
  for (const one of passes) count += one
  const rows = new Int32Array(count)
  let at = 0
  for (let row = 0; row < passes.length; row++) if (passes[row]) rows[at++] = row
  const compare = comparison(plan, sort.column)
  // Unknown values come last, whichever way it goes; ties stay in the order of rows.
  if (compare) rows.sort((a, b) => compare(a, b, sort.down ? -1 : 1) || a - b)
  return rows
}

type Compare = (a: number, b: number, way: number) => number

function comparison(plan: Plan, column: string): Compare | null {
  const { columns: of, ids, names } = plan.enterprises
  const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })
  const byNumber = (values: ArrayLike<number>): Compare => (a, b, way) => {
    const [x, y] = [values[a], values[b]]
    const [noX, noY] = [Number.isNaN(x), Number.isNaN(y)]
    return noX || noY ? Number(noX) - Number(noY) : (x - y) * way
  }
  /** Of lists of words: by the word, the missing last. */
  const byWord = (places: Int32Array, words: string[]): Compare => {
    const order = words.map((_, place) => place).sort((a, b) => collator.compare(words[a], words[b]))
    const rank = new Int32Array(words.length)
    order.forEach((place, index) => (rank[place] = index))
    const of = (row: number) => (places[row] < words.length && places[row] >= 0 ? rank[places[row]] : NaN)
    return (a, b, way) => {
      const [x, y] = [of(a), of(b)]
      const [noX, noY] = [Number.isNaN(x), Number.isNaN(y)]
      return noX || noY ? Number(noX) - Number(noY) : (x - y) * way
    }
  }
  switch (column) {
    case 'id':
      return (a, b, way) => collator.compare(ids[a], ids[b]) * way
    case 'name':
      return (a, b, way) => collator.compare(names[a] ?? '', names[b] ?? '') * way
    case 'verdict':
      return byNumber(of.verdict)
    case 'industry':
      return byWord(of.industry, plan.enterprises.industries.map((industry) => industry.code))
    case 'town':
      return byWord(of.town, plan.enterprises.towns.map((town) => town.zh))
    case 'class':
      return byWord(of.class, plan.enterprises.classes)
    case 'goesTo':
      return byWord(of.park, plan.parks.map((park) => park.name.zh))
    case 'year':
      return byNumber(Float64Array.from(of.year, (year) => (year < 0 ? NaN : year)))
    case 'earlier':
      return plan.earlier && byWord(plan.earlier.park, plan.earlier.parks.map(({ id }) => id))
    case 'land':
    case 'landTaken':
    case 'distance':
    case 'cost':
    case 'margin':
    case 'straight':
    case 'minutes':
    case 'access':
    case 'quality':
    case 'agreement':
    case 'row':
      return byNumber(of[column])
    default:
      return null
  }
}
