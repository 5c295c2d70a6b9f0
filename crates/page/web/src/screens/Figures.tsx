// What the plan comes to, before and after: every number is the plan's own.
import { useMemo } from 'preact/hooks'
import type { Indicator, Plan } from '../data'
import { PER_KM } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Chart } from './Chart'
import { Earlier } from './Earlier'
import { SignPicture } from './SignPicture'
import { Table } from './Table'

type Props = { plan: Plan; speak: Speak; state: State; change: (part: Partial<State>) => void }

export function Figures(props: Props) {
  return (
    <div class="figures">
      <Outcome {...props} />
      <Quality {...props} />
      <Earlier {...props} />
      <Loads {...props} />
      <Balance {...props} />
      <Phases {...props} />
      <Lengths {...props} />
      <Indicators {...props} />
      <Principles {...props} />
    </div>
  )
}

const BEFORE = '#8a949d'
const AFTER = '#0072b2'
const LIMIT = '#d55e00'

function Outcome({ plan, speak, state, change }: Props) {
  const { say, read, count, land, landUnit, percent, colon } = speak
  const { verdicts, input } = plan.figures
  const most = Math.max(...verdicts.map((verdict) => verdict.count), 1)
  const total = verdicts.reduce((sum, verdict) => sum + verdict.count, 0)
  const rows = verdicts.map((verdict, place) => [
    <button
      type="button"
      class="link"
      aria-pressed={state.verdicts.includes(place)}
      onClick={() => change({ verdicts: [place], tab: 'enterprises' })}
    >
      <SignPicture sign={verdict.sign} />
      {read(verdict.label)}
    </button>,
    count(verdict.count),
    <span class="bar" style={{ width: `${(100 * verdict.count) / most}%`, background: verdict.colour }} />,
    percent(input ? verdict.count / input : null),
    verdict.key === 'rejected' ? '–' : land(verdict.landHa),
  ])
  const known = plan.figures.balances[0]
  rows.push([say('sum'), <span data-sum={total}>{count(total)}</span>, '', '', land(known.total)])
  return (
    <section>
      <h2>{say('outcome')}</h2>
      <Table
        label={say('outcome')}
        head={[say('verdict'), say('count'), '', say('share'), `${say('land')} ${landUnit}`]}
        numbers={[1, 3, 4]}
        rows={rows}
        sum
      />
      {total === input && <p>{say('everyRow')}</p>}
      {known.unknown > 0 && (
        <p>
          {say('landUnknown')}
          {colon}
          {count(known.unknown)}
        </p>
      )}
    </section>
  )
}

function Quality({ plan, speak }: Props) {
  const { say, read, number, percent, land, landUnit, count } = speak
  const of = plan.figures
  const rows: [string, string][] = [
    [say('cost'), number(of.costKm, 3)],
    [say('bound'), number(of.lowerBoundKm, 3)],
    [say('gap'), of.gap === 0 ? '0 %' : `${Number((100 * of.gap).toPrecision(2))} %`],
    [say('status'), say(of.optimal ? 'optimal' : 'feasible')],
  ]
  if (of.whyNotOptimal) rows.push(['', read(of.whyNotOptimal)])
  rows.push([say('released'), `${land(of.releasedHa)} ${landUnit}`])
  if (of.byGuideHa) rows.push([say('saved'), `${land(of.byGuideHa[1])} ${landUnit}`])
  if (of.certainty && of.runs !== null) {
    const [certain, contested] = of.certainty
    rows.push([say('stability'), `${say('certain')} ${count(certain)} · ${say('contested')} ${count(contested)}`])
    rows.push([say('runs'), `${count(of.runs)} (${percent(certain / Math.max(1, certain + contested))})`])
  }
  return (
    <section>
      <h2>{say('howGood')}</h2>
      <Table label={say('howGood')} head={['', '']} numbers={[]} rows={rows} />
    </section>
  )
}

/** Parks that a chart has room for. */
const MOST = 24

function Loads({ plan, speak, state, change }: Props) {
  const { say, read, landUnit } = speak
  const perHa = plan.units.find((unit) => unit.unit === state.unit)?.perHectare ?? 1
  const { names, series, order } = useMemo(() => {
    const gains = (index: number) => plan.parks[index].afterHa - plan.parks[index].beforeHa
    const order = [...plan.parks.keys()].sort((a, b) => gains(b) - gains(a) || a - b).slice(0, MOST)
    const amounts = (of: (index: number) => number | null) =>
      order.map((index) => {
        const amount = of(index)
        return amount === null ? null : amount * perHa
      })
    const room = (index: number) => {
      const { capacity, taken } = plan.parks[index].limits[0]
      return capacity === null ? null : plan.parks[index].afterHa + capacity - taken
    }
    return {
      order,
      names: order.map((index) => read(plan.parks[index].name)),
      series: [
        { label: say('before'), colour: BEFORE, values: amounts((index) => plan.parks[index].beforeHa) },
        { label: say('after'), colour: AFTER, values: amounts((index) => plan.parks[index].afterHa) },
        { label: `${say('after')} + ${say('free')}`, colour: LIMIT, values: amounts(room), line: true },
      ],
    }
  }, [plan, speak, perHa])
  if (!plan.parks.length) return null
  return (
    <section>
      <h2>
        {say('parkLoad')} ({landUnit})
      </h2>
      <Chart
        label={say('parkLoad')}
        names={names}
        series={series}
        unit={landUnit}
        onChoose={(at) => change({ chosen: { kind: 'park', index: order[at] } })}
      />
    </section>
  )
}

function Balance({ plan, speak }: Props) {
  const { say, read, land, landUnit, number, count } = speak
  return (
    <section>
      <h2>{say('balance')}</h2>
      <Table
        label={say('balance')}
        head={[
          '',
          say('total'),
          `${say('inParks')}${speak.colon}${say('before')}`,
          say('after'),
          `${say('outside')}${speak.colon}${say('before')}`,
          say('after'),
          say('closedAmount'),
          say('savedAmount'),
          say('unknown'),
        ]}
        numbers={[1, 2, 3, 4, 5, 6, 7, 8]}
        rows={plan.figures.balances.map((of) => {
          const amounts = [of.total, ...of.inParks, ...of.outside, of.closed, of.saved]
          const digits = amounts.every(Number.isInteger) ? 0 : 2
          const unit = of.isLand ? landUnit : read(of.unit)
          return [
            `${read(of.name)}${unit ? ` (${unit})` : ''}`,
            ...amounts.map((amount) => (of.isLand ? land(amount) : number(amount, digits))),
            count(of.unknown),
          ]
        })}
      />
    </section>
  )
}

function Phases({ plan, speak, change }: Props) {
  const { say, land, landUnit, count } = speak
  const schedule = plan.figures.schedule
  const chart = useMemo(() => {
    const years = schedule?.years ?? []
    return {
      names: years.map((phase) => String(phase.year)),
      series: [
        { label: say('moveCount'), colour: AFTER, values: years.map((phase) => phase.moves) },
        { label: say('closeHere'), colour: LIMIT, values: years.map((phase) => phase.closures) },
      ],
    }
  }, [plan, speak])
  if (!schedule) return null
  const later = [say('later'), '–', count(schedule.later), land(schedule.later_ha), '–', '–']
  return (
    <section>
      <h2>{say('phases')}</h2>
      <Chart
        label={say('phases')}
        {...chart}
        unit=""
        height={170}
        onChoose={(at) => change({ year: schedule.years[at].year })}
      />
      <Table
        label={say('phases')}
        head={[
          say('year'),
          `${say('quota')} ${landUnit}`,
          say('moveCount'),
          `${say('taken')} ${landUnit}`,
          say('closeHere'),
          `${say('released')} ${landUnit}`,
        ]}
        numbers={[1, 2, 3, 4, 5]}
        rows={[
          ...schedule.years.map((phase) => [
            phase.year,
            land(phase.quota_ha),
            count(phase.moves),
            land(phase.taken_ha),
            count(phase.closures),
            land(phase.released_ha),
          ]),
          ...(schedule.later > 0 ? [later] : []),
        ]}
      />
    </section>
  )
}

/** How many moves are how long, by kilometre. */
function Lengths({ plan, speak }: Props) {
  const { say } = speak
  const chart = useMemo(() => {
    const far = plan.enterprises.columns.distance
    const bins: number[] = []
    for (const way of far) {
      if (Number.isNaN(way)) continue
      const km = Math.min(Math.floor(way / PER_KM), 60)
      bins[km] = (bins[km] ?? 0) + 1
    }
    const values = Array.from(bins, (count) => count ?? 0)
    const series = [{ label: say('moveCount'), colour: AFTER, values }]
    return { names: values.map((_, km) => (km === 60 ? '60+' : `${km}`)), series }
  }, [plan, speak])
  if (!chart.names.length) return null
  const unit = say('kilometres')
  return (
    <section>
      <h2>
        {say('moveLengths')} ({unit})
      </h2>
      <Chart label={say('moveLengths')} {...chart} unit={unit} height={170} />
    </section>
  )
}

function Indicators({ plan, speak }: Props) {
  const { say, read, number, count } = speak
  if (!plan.figures.indicators.length) return null
  const digits = (value: number) => {
    const size = Math.abs(value)
    return size >= 1000 || size === 0 ? 0 : size >= 10 ? 2 : size >= 0.1 ? 3 : 6
  }
  const value = (of: number | null) => (of === null ? say('notRated') : number(of, digits(of)))
  const judged = (of: Indicator) =>
    of.change === null ? '–' : of.judgement > 0 ? `▲ ${say('better')}` : of.judgement < 0 ? `▼ ${say('worse')}` : say('same')
  return (
    <section>
      <h2>{say('indicators')}</h2>
      <Table
        label={say('indicators')}
        head={[say('indicator'), say('before'), say('after'), say('unitOf'), '', say('known')]}
        numbers={[1, 2, 5]}
        rows={plan.figures.indicators.map((of) => [
          read(of.name),
          value(of.before.value),
          value(of.after.value),
          read(of.unit),
          judged(of),
          `${count(of.before.known)}/${count(of.before.of)}, ${count(of.after.known)}/${count(of.after.of)}`,
        ])}
      />
    </section>
  )
}

function Principles({ plan, speak }: Props) {
  const { say, read, number, percent, land, landUnit } = speak
  if (!plan.figures.principles.length) return null
  const isLand = (unit: string) => unit === 'ha'
  const amount = (value: number, unit: { zh: string; en: string }) => {
    if (isLand(unit.en)) return `${land(value)} ${landUnit}`
    const whole = !read(unit) && Number.isInteger(value)
    return `${number(value, whole ? 0 : 2)} ${read(unit)}`.trim()
  }
  return (
    <section>
      <h2>{say('principles')}</h2>
      <Table
        label={say('principles')}
        head={[say('principle'), say('indicator'), say('part'), say('wholeAmount'), say('share')]}
        numbers={[2, 3, 4]}
        rows={plan.figures.principles.map((of, at, all) => [
          at > 0 && all[at - 1].name.zh === of.name.zh ? '' : read(of.name),
          read(of.figure),
          amount(of.part, of.unit),
          amount(of.whole, of.unit),
          percent(of.share),
        ])}
      />
    </section>
  )
}
