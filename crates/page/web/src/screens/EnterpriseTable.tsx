// The enterprises that the filters leave.
import { useMemo } from 'preact/hooks'
import type { Plan } from '../data'
import { BECOMES, PER_KM, PER_MINUTE, PER_ONE } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { SignPicture } from './SignPicture'
import { VirtualTable, type Column } from './VirtualTable'

type Props = { plan: Plan; speak: Speak; state: State; rows: Int32Array; change: (part: Partial<State>) => void }

export function EnterpriseTable({ plan, speak, state, rows, change }: Props) {
  const columns = useMemo(() => columnsOf(plan, speak), [plan, speak])
  if (!rows.length) return <p class="empty">{speak.say('nobody')}</p>
  return (
    <VirtualTable
      label={speak.say('enterprises')}
      columns={columns}
      rows={rows}
      sort={state.sort}
      onSort={(sort) => change({ sort })}
      chosen={state.chosen?.kind === 'enterprise' ? state.chosen.index : -1}
      onChoose={(index) => change({ chosen: { kind: 'enterprise', index } })}
      rest={speak.rest}
    />
  )
}

function columnsOf(plan: Plan, { say, read, number, landOfM2, landUnit, percent }: Speak): Column[] {
  const { ids, names, industries, towns, classes, columns: of } = plan.enterprises
  const { verdicts, schedule, certainty } = plan.figures
  const km = (way: number) => number(way / PER_KM)
  const { earlier, roads } = plan
  const length = (key: 'distance' | 'straight' | 'access'): Column => ({
    key,
    head: say(key),
    width: 'minmax(72px, 0.7fr)',
    numeric: true,
    cell: (row) => km(of[key][row]),
  })
  const land = `${say('land')} ${landUnit}`
  const all: (Column | false)[] = [
    { key: 'id', head: say('id'), width: 'minmax(64px, 0.7fr)', cell: (row) => ids[row] },
    names.length > 0 && { key: 'name', head: say('name'), width: 'minmax(140px, 2fr)', cell: (row) => names[row] },
    {
      key: 'verdict',
      head: say('verdict'),
      width: 'minmax(140px, 1.4fr)',
      cell: (row) => (
        <>
          <SignPicture sign={verdicts[of.verdict[row]].sign} />
          {read(verdicts[of.verdict[row]].label)}
        </>
      ),
    },
    {
      key: 'industry',
      head: say('industry'),
      width: 'minmax(70px, 0.6fr)',
      cell: (row) => {
        const industry = industries[of.industry[row]]
        return industry ? <span title={industry.name}>{industry.code}</span> : '–'
      },
    },
    towns.length > 0 && {
      key: 'town',
      head: say('town'),
      width: 'minmax(84px, 0.9fr)',
      cell: (row) => (of.town[row] < 0 ? '–' : read(towns[of.town[row]])),
    },
    { key: 'land', head: land, width: 'minmax(70px, 0.7fr)', numeric: true, cell: (row) => landOfM2(of.land[row]) },
    {
      key: 'goesTo',
      head: say('goesTo'),
      width: 'minmax(140px, 1.9fr)',
      cell: (row) => (of.park[row] < 0 ? '–' : read(plan.parks[of.park[row]].name)),
    },
    length('distance'),
    roads !== null && {
      key: 'minutes',
      head: say('minutes'),
      width: 'minmax(60px, 0.6fr)',
      numeric: true,
      cell: (row) => number(of.minutes[row] / PER_MINUTE, 1),
    },
    roads !== null && length('straight'),
    roads !== null && length('access'),
    earlier !== null && {
      key: 'earlier',
      head: say('earlier'),
      width: 'minmax(120px, 1.4fr)',
      cell: (row) => {
        const before = earlier.parks[earlier.park[row]]
        if (!before) return '–'
        const sign = BECOMES[earlier.becomes[row]] === 'kept' ? '' : '≠ '
        return `${sign}${before.now === null ? before.id : read(plan.parks[before.now].name)}`
      },
    },
    schedule !== null && {
      key: 'year',
      head: say('year'),
      width: 'minmax(52px, 0.5fr)',
      numeric: true,
      cell: (row) => (of.year[row] > 0 ? of.year[row] : '–'),
    },
    classes.length > 0 && {
      key: 'class',
      head: say('class'),
      width: 'minmax(60px, 0.6fr)',
      cell: (row) => classes[of.class[row]] ?? '–',
    },
    {
      key: 'quality',
      head: say('quality'),
      width: 'minmax(72px, 0.7fr)',
      numeric: true,
      cell: (row) => number(of.quality[row] / PER_ONE),
    },
    certainty !== null && {
      key: 'agreement',
      head: say('agreement'),
      width: 'minmax(72px, 0.7fr)',
      numeric: true,
      cell: (row) => percent(of.agreement[row] / PER_ONE, 0),
    },
  ]
  return all.filter((column): column is Column => column !== false)
}
