// What the reader has chosen, and how it stands in the fragment of the address, so that it can be handed on.
import { BECOMES, type Lang, type Plan } from './data'

export type Tab = 'enterprises' | 'parks' | 'projects' | 'figures' | 'sources'
export type Scheme = 'auto' | 'light' | 'dark'
export type Chosen = { kind: 'enterprise' | 'park' | 'project'; index: number } | null
export type Sort = { column: string; down: boolean }

export type State = {
  lang: Lang
  unit: string
  scheme: Scheme
  tab: Tab
  chosen: Chosen
  /** Places among the verdicts; none: all. */
  verdicts: number[]
  /** Places in the lists of the plan; -1: all. */
  park: number
  town: number
  /** The code of an industry or of a group of them; empty: all. */
  industry: string
  class: number
  /** 1: certain, 0: contested, -1: all. */
  certain: number
  /** What becomes of a destination of the earlier plan; -1: all. */
  becomes: number
  /** Moves and closures up to this year; 0: all. */
  year: number
  query: string
  sort: Sort
  parkSort: Sort
  projectSort: Sort
  layers: Layer[]
  /** Longitude, latitude and zoom; `null`: everything. */
  view: [number, number, number] | null
}

/** What can be taken off the map; roads are not on it at first. */
export const LAYERS = ['moves', 'zones', 'roads'] as const
export type Layer = (typeof LAYERS)[number]

const TABS: Tab[] = ['enterprises', 'parks', 'projects', 'figures', 'sources']
const SCHEMES: Scheme[] = ['auto', 'light', 'dark']

export function initial(plan: Plan, lang: Lang = plan.lang): State {
  return {
    lang,
    unit: plan.areaUnit[lang === 'zh' ? 0 : 1],
    scheme: 'auto',
    tab: 'enterprises',
    chosen: null,
    verdicts: [],
    park: -1,
    town: -1,
    industry: '',
    class: -1,
    certain: -1,
    becomes: -1,
    year: 0,
    query: '',
    sort: { column: '', down: false },
    parkSort: { column: '', down: false },
    projectSort: { column: '', down: false },
    layers: ['moves', 'zones'],
    view: null,
  }
}

const sortText = (sort: Sort) => (sort.down ? '-' : '') + sort.column
const sortOf = (text: string): Sort => ({ column: text.replace(/^-/, ''), down: text.startsWith('-') })

/** The fragment of a state: only what differs from how the page opens. */
export function fragment(plan: Plan, state: State): string {
  const out = new URLSearchParams()
  const first = initial(plan)
  const put = (key: string, value: string, usual = '') => value !== usual && out.set(key, value)
  put('lang', state.lang, first.lang)
  put('unit', state.unit, initial(plan, state.lang).unit)
  put('scheme', state.scheme, first.scheme)
  put('tab', state.tab, first.tab)
  if (state.chosen) out.set(state.chosen.kind, idsOf(plan, state.chosen.kind)(state.chosen.index))
  put('verdict', state.verdicts.map((place) => plan.figures.verdicts[place].key).join(','))
  put('in', plan.parks[state.park]?.id ?? '')
  put('town', townKey(plan, state.town) ?? '')
  put('industry', state.industry)
  put('class', plan.enterprises.classes[state.class] ?? '')
  put('certain', state.certain < 0 ? '' : String(state.certain))
  put('earlier', BECOMES[state.becomes] ?? '')
  put('year', state.year ? String(state.year) : '')
  put('q', state.query)
  put('sort', sortText(state.sort))
  put('parks-sort', sortText(state.parkSort))
  put('projects-sort', sortText(state.projectSort))
  put('layers', state.layers.join(), first.layers.join())
  if (state.view) out.set('at', state.view.map((n, i) => n.toFixed(i < 2 ? 5 : 2)).join(','))
  return out.toString()
}

/** The state of a fragment; what it does not know of is left as the page opens. */
export function restored(plan: Plan, text: string): State {
  const given = new URLSearchParams(text.replace(/^#/, ''))
  const lang = given.get('lang') === 'zh' ? 'zh' : given.get('lang') === 'en' ? 'en' : plan.lang
  const state = initial(plan, lang)
  const one = <T>(key: string, of: T[], usual: T): T => {
    const place = (of as unknown[]).indexOf(given.get(key))
    return place < 0 ? usual : of[place]
  }
  state.unit = one('unit', plan.units.map((unit) => unit.unit), state.unit)
  state.scheme = one('scheme', SCHEMES, state.scheme)
  state.tab = one('tab', TABS, state.tab)
  for (const kind of ['enterprise', 'park', 'project'] as const) {
    const id = given.get(kind)
    const index = id === null ? -1 : placeOf(plan, kind, id)
    if (index >= 0) state.chosen = { kind, index }
  }
  const keys = plan.figures.verdicts.map((verdict) => verdict.key)
  state.verdicts = (given.get('verdict') ?? '').split(',').map((key) => keys.indexOf(key)).filter((at) => at >= 0)
  state.park = plan.parks.findIndex((park) => park.id === given.get('in'))
  state.town = plan.enterprises.towns.findIndex((_, at) => townKey(plan, at) === given.get('town'))
  state.industry = given.get('industry') ?? ''
  state.class = plan.enterprises.classes.indexOf(given.get('class') ?? '')
  state.certain = ['0', '1'].indexOf(given.get('certain') ?? '')
  state.becomes = BECOMES.findIndex((name) => name === given.get('earlier'))
  state.year = Number(given.get('year')) || 0
  state.query = given.get('q') ?? ''
  state.sort = sortOf(given.get('sort') ?? '')
  state.parkSort = sortOf(given.get('parks-sort') ?? '')
  state.projectSort = sortOf(given.get('projects-sort') ?? '')
  const layers = given.get('layers')?.split(',')
  if (layers) state.layers = LAYERS.filter((layer) => layers.includes(layer))
  const at = (given.get('at') ?? '').split(',').map(Number)
  if (at.length === 3 && at.every(Number.isFinite)) state.view = [at[0], at[1], at[2]]
  return state
}

const townKey = (plan: Plan, at: number): string | undefined => {
  const town = plan.enterprises.towns[at]
  return town && (town.zh || town.en)
}

const idsOf = (plan: Plan, kind: 'enterprise' | 'park' | 'project') => (index: number) =>
  kind === 'enterprise' ? plan.enterprises.ids[index] : plan[kind === 'park' ? 'parks' : 'projects'][index].id

function placeOf(plan: Plan, kind: 'enterprise' | 'park' | 'project', id: string): number {
  if (kind === 'enterprise') return plan.enterprises.ids.indexOf(id)
  return plan[kind === 'park' ? 'parks' : 'projects'].findIndex((one) => one.id === id)
}
