// All parks, with their load.
import { useMemo } from 'preact/hooks'
import type { Park, Plan } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { VirtualTable, type Column } from './VirtualTable'

type Props = { plan: Plan; speak: Speak; state: State; change: (part: Partial<State>) => void }

export function ParkTable({ plan, speak, state, change }: Props) {
  const columns = useMemo(() => columnsOf(plan, speak), [plan, speak])
  const rows = useMemo(() => sorted(plan, speak, state), [plan, speak, state.parkSort])
  return (
    <VirtualTable
      label={speak.say('parks')}
      columns={columns}
      rows={rows}
      sort={state.parkSort}
      onSort={(parkSort) => change({ parkSort })}
      chosen={state.chosen?.kind === 'park' ? state.chosen.index : -1}
      onChoose={(index) => change({ chosen: { kind: 'park', index } })}
      rest={speak.rest}
    />
  )
}

/** The limit on land stands first. */
const landOf = (park: Park) => park.limits[0]
const free = (park: Park) => {
  const { capacity, taken } = landOf(park)
  return capacity === null ? null : capacity - taken
}

const VALUES: Record<string, (park: Park) => number | null> = {
  staying: (park) => park.staying,
  closing: (park) => park.closing,
  incoming: (park) => park.incoming,
  before: (park) => park.beforeHa,
  after: (park) => park.afterHa,
  capacity: (park) => landOf(park).capacity,
  taken: (park) => landOf(park).taken,
  free,
  price: (park) => landOf(park).shadowPriceKm,
}

function columnsOf(plan: Plan, { say, read, count, land, number, landUnit, perLand }: Speak): Column[] {
  const amount = (key: string, head: string): Column => ({
    key,
    head: `${head} ${landUnit}`,
    width: 'minmax(70px, 0.8fr)',
    numeric: true,
    cell: (row) => land(VALUES[key](plan.parks[row])),
  })
  const counted = (key: string, head: string): Column => ({
    key,
    head,
    width: 'minmax(46px, 0.5fr)',
    numeric: true,
    cell: (row) => count(VALUES[key](plan.parks[row]) ?? 0),
  })
  return [
    { key: 'name', head: say('park'), width: 'minmax(170px, 2.6fr)', cell: (row) => read(plan.parks[row].name) },
    { key: 'type', head: say('type'), width: 'minmax(90px, 1.2fr)', cell: (row) => read(plan.parks[row].typeName) },
    counted('staying', say('stay')),
    counted('closing', say('closeHere')),
    counted('incoming', say('come')),
    amount('before', say('before')),
    amount('after', say('after')),
    amount('capacity', say('capacity')),
    amount('taken', say('taken')),
    amount('free', say('free')),
    {
      key: 'price',
      head: say('shadowPrice'),
      width: 'minmax(74px, 0.8fr)',
      numeric: true,
      cell: (row) => number(perLand(landOf(plan.parks[row]).shadowPriceKm), 3),
    },
  ]
}

function sorted(plan: Plan, { read }: Speak, { parkSort: { column, down } }: State): Int32Array {
  const rows = Int32Array.from(plan.parks.keys())
  const way = down ? -1 : 1
  const value = VALUES[column]
  const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })
  const word = (row: number) => read(column === 'type' ? plan.parks[row].typeName : plan.parks[row].name)
  if (value) {
    return rows.sort((a, b) => {
      const [x, y] = [value(plan.parks[a]), value(plan.parks[b])]
      return x === null || y === null ? Number(x === null) - Number(y === null) : (x - y) * way || a - b
    })
  }
  return column ? rows.sort((a, b) => collator.compare(word(a), word(b)) * way || a - b) : rows
}
