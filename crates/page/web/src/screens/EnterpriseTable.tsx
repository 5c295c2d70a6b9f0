// The enterprises that the filters leave.
import { useMemo } from 'preact/hooks'
import type { Plan } from '../data'
import { MM_PER_KM } from '../data'
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
    />
  )
}

function columnsOf(plan: Plan, { say, read, number, landOfM2, landUnit, percent }: Speak): Column[] {
  const { ids, names, industries, towns, classes, columns: of } = plan.enterprises
  const { verdicts, schedule, certainty } = plan.figures
  const km = (mm: number) => number(mm / MM_PER_KM)
  const land = `${say('land')} ${landUnit}`
  const all: (Column | false)[] = [
    { key: 'id', head: say('id'), width: 'minmax(80px, 1fr)', cell: (row) => ids[row] },
    names.length > 0 && { key: 'name', head: say('name'), width: 'minmax(140px, 2fr)', cell: (row) => names[row] },
    {
      key: 'verdict',
      head: say('verdict'),
      width: 'minmax(150px, 1.5fr)',
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
      width: 'minmax(76px, 0.8fr)',
      cell: (row) => {
        const industry = industries[of.industry[row]]
        return industry ? <span title={industry.name}>{industry.code}</span> : '–'
      },
    },
    towns.length > 0 && {
      key: 'town',
      head: say('town'),
      width: 'minmax(90px, 1fr)',
      cell: (row) => (of.town[row] < 0 ? '–' : read(towns[of.town[row]])),
    },
    { key: 'land', head: land, width: 'minmax(86px, 0.8fr)', numeric: true, cell: (row) => landOfM2(of.land[row]) },
    {
      key: 'goesTo',
      head: say('goesTo'),
      width: 'minmax(150px, 1.7fr)',
      cell: (row) => (of.park[row] < 0 ? '–' : read(plan.parks[of.park[row]].name)),
    },
    {
      key: 'distance',
      head: say('distance'),
      width: 'minmax(96px, 0.8fr)',
      numeric: true,
      cell: (row) => km(of.distance[row]),
    },
    schedule !== null && {
      key: 'year',
      head: say('year'),
      width: 'minmax(60px, 0.6fr)',
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
      width: 'minmax(86px, 0.7fr)',
      numeric: true,
      cell: (row) => number(of.quality[row] / 1e6),
    },
    certainty !== null && {
      key: 'agreement',
      head: say('agreement'),
      width: 'minmax(86px, 0.7fr)',
      numeric: true,
      cell: (row) => percent(of.agreement[row], 0),
    },
  ]
  return all.filter((column): column is Column => column !== false)
}
