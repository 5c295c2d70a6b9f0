// New projects, which compete with those who move.
import { useMemo } from 'preact/hooks'
import type { Plan } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { SignPicture } from './SignPicture'
import { VirtualTable, type Column } from './VirtualTable'

type Props = { plan: Plan; speak: Speak; state: State; change: (part: Partial<State>) => void }

export function ProjectTable({ plan, speak, state, change }: Props) {
  const sort = state.projectSort
  const { say, read, land, number, landUnit } = speak
  const verdict = (row: number) => plan.figures.projectVerdicts[plan.projects[row].verdict]
  const columns: Column[] = [
    { key: 'id', head: say('id'), width: 'minmax(70px, 1fr)', cell: (row) => plan.projects[row].id },
    { key: 'name', head: say('name'), width: 'minmax(120px, 2fr)', cell: (row) => plan.projects[row].name || '–' },
    {
      key: 'verdict',
      head: say('verdict'),
      width: 'minmax(140px, 1.5fr)',
      cell: (row) => (
        <>
          <SignPicture sign={verdict(row).sign} />
          {read(verdict(row).label)}
        </>
      ),
    },
    { key: 'industry', head: say('industry'), width: '80px', cell: (row) => plan.projects[row].industry ?? '–' },
    {
      key: 'land',
      head: `${say('land')} ${landUnit}`,
      width: '90px',
      numeric: true,
      cell: (row) => land(plan.projects[row].landHa),
    },
    {
      key: 'goesTo',
      head: say('goesTo'),
      width: 'minmax(140px, 1.7fr)',
      cell: (row) => {
        const park = plan.projects[row].park
        return park === null ? '–' : read(plan.parks[park].name)
      },
    },
    {
      key: 'cost',
      head: say('cost'),
      width: '120px',
      numeric: true,
      cell: (row) => number(plan.projects[row].costKm),
    },
  ]
  const rows = useMemo(() => {
    const all = Int32Array.from(plan.projects.keys())
    if (!sort.column) return all
    const way = sort.down ? -1 : 1
    const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })
    const value = (row: number): string | number => {
      const { id, name, industry, landHa, costKm, park } = plan.projects[row]
      const of: Record<string, string | number | null> = {
        id,
        name,
        industry,
        verdict: plan.projects[row].verdict,
        land: landHa,
        cost: costKm,
        goesTo: park === null ? null : read(plan.parks[park].name),
      }
      return of[sort.column] ?? ''
    }
    return all.sort((a, b) => {
      const [x, y] = [value(a), value(b)]
      const both = typeof x === 'number' && typeof y === 'number'
      return (both ? x - y : collator.compare(String(x), String(y))) * way || a - b
    })
  }, [plan, sort, speak])
  return (
    <VirtualTable
      label={say('projects')}
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={(projectSort) => change({ projectSort })}
      chosen={state.chosen?.kind === 'project' ? state.chosen.index : -1}
      onChoose={(index) => change({ chosen: { kind: 'project', index } })}
      rest={speak.rest}
    />
  )
}
