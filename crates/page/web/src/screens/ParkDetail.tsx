// A chosen park: its load, its limits and what more of them would save, who comes and who does not.
import type { ComponentChildren } from 'preact'
import type { Comer, NotComing, Plan } from '../data'
import type { Speak } from '../speak'
import { initial, type State } from '../state'
import { Facts } from './Facts'
import { Table } from './Table'

type Props = { plan: Plan; speak: Speak; index: number; change: (part: Partial<State>) => void }

/** Rows of a list before it is unfolded. */
const FIRST = 30

export function ParkDetail({ plan, speak, index, change }: Props) {
  const { say, read, count, land, landUnit, number, perLand } = speak
  const park = plan.parks[index]
  const rate = (percent: number | null) => (percent === null ? '–' : `${number(percent, 1)} %`)
  const limits = park.limits.map((limit) => {
    const isLand = limit.name === null
    const amount = (value: number | null) => (isLand ? land(value) : number(value))
    return [
      limit.name ? read(limit.name) : say('land'),
      isLand ? landUnit : read(limit.unit),
      amount(limit.capacity),
      amount(limit.taken),
      amount(limit.capacity === null ? null : limit.capacity - limit.taken),
      number(isLand ? perLand(limit.shadowPriceKm) : limit.shadowPriceKm, 3),
    ]
  })
  const listComers = () =>
    change({ ...cleared(plan), park: index, tab: 'enterprises', verdicts: [verdictOfMoves(plan)], chosen: null })
  return (
    <article data-park={park.id}>
      <h2>{read(park.name)}</h2>
      <p class="verdict">
        {read(park.typeName)} {!park.open && <b>{say('closed')}</b>}
      </p>
      <Facts
        of={[
          [say('id'), park.id],
          park.liesIn.length > 0 && [say('liesIn'), park.liesIn.map((at) => read(plan.parks[at].name)).join(', ')],
          [say('stay'), count(park.staying)],
          [say('closeHere'), count(park.closing)],
          [say('come'), count(park.incoming)],
          park.leaving > 0 && [say('leave'), count(park.leaving)],
          park.projects > 0 && [say('projects'), count(park.projects)],
          [`${say('land')} ${say('before')}`, `${land(park.beforeHa)} ${landUnit}`],
          [`${say('land')} ${say('after')}`, `${land(park.afterHa)} ${landUnit}`],
          park.builtRateBefore !== null && [
            say('builtRate'),
            `${rate(park.builtRateBefore)} → ${rate(park.builtRateAfter)}`,
          ],
        ]}
      />
      <Table
        label={say('resource')}
        head={[say('resource'), say('unitOf'), say('capacity'), say('taken'), say('free'), say('priceOfOne')]}
        numbers={[2, 3, 4, 5]}
        rows={limits}
      />
      {park.incoming > 0 && (
        <p>
          <button type="button" onClick={listComers}>
            {say('showInTable')}
          </button>
        </p>
      )}
      {park.ledger ? (
        <>
          <p class="prose">{read(park.ledger.prose)}</p>
          <Comers plan={plan} speak={speak} change={change} of={park.ledger.comers} />
          <Refused plan={plan} speak={speak} change={change} of={park.ledger.refused} />
        </>
      ) : (
        <p class="no-ledger">
          {say('noLedgers')}
          <code>{park.id}</code>
        </p>
      )}
      {park.zones.length > 0 && (
        <section class="topic">
          <h3>{say('spaceRules')}</h3>
          <ul>
            {park.zones.map((text, at) => (
              <li key={at}>{read(text)}</li>
            ))}
          </ul>
        </section>
      )}
    </article>
  )
}

type ListProps<T> = Omit<Props, 'index'> & { of: T[] }

function Comers({ plan, speak, change, of }: ListProps<Comer>) {
  const { say, land, landUnit, number } = speak
  const phased = of.some((comer) => comer.year !== null)
  const head = [say('id'), `${say('land')} ${landUnit}`, say('distance'), ...(phased ? [say('year')] : [])]
  return (
    <Folded word={say('comers')} speak={speak} length={of.length}>
      {(most) => (
        <Table
          label={say('comers')}
          head={head}
          numbers={[1, 2, 3]}
          rows={of.slice(0, most).map((comer) => [
            <Who plan={plan} speak={speak} change={change} who={comer} />,
            land(comer.landHa),
            number(comer.distanceM === null ? null : comer.distanceM / 1000),
            ...(phased ? [comer.year ?? ''] : []),
          ])}
        />
      )}
    </Folded>
  )
}

function Refused({ plan, speak, change, of }: ListProps<NotComing>) {
  const { say, read, number } = speak
  return (
    <Folded word={say('refused')} speak={speak} length={of.length}>
      {(most) => (
        <Table
          label={say('refused')}
          head={[say('id'), say('distance'), say('why'), say('goesTo')]}
          numbers={[1]}
          rows={of.slice(0, most).map((one) => [
            <Who plan={plan} speak={speak} change={change} who={one} />,
            number(one.distanceM === null ? null : one.distanceM / 1000),
            read(one.text),
            one.instead === null ? say('nowhere') : read(plan.parks[one.instead].name),
          ])}
        />
      )}
    </Folded>
  )
}

type FoldedProps = { word: string; speak: Speak; length: number; children: (most: number) => ComponentChildren }

/** A list whose beginning is shown, and all of it when that is asked. */
function Folded({ word, speak, length, children }: FoldedProps) {
  if (!length) return null
  return (
    <section class="topic">
      <h3>
        {word} ({speak.count(length)})
      </h3>
      {children(FIRST)}
      {length > FIRST && (
        <details>
          <summary>
            {speak.say('more')} {speak.count(length - FIRST)}
          </summary>
          {children(length)}
        </details>
      )}
    </section>
  )
}

type WhoProps = Omit<Props, 'index'> & { who: { id: string; name: string; project: boolean } }

function Who({ plan, speak, change, who }: WhoProps) {
  const kind = who.project ? 'project' : 'enterprise'
  const choose = () => {
    const index = who.project
      ? plan.projects.findIndex((project) => project.id === who.id)
      : plan.enterprises.ids.indexOf(who.id)
    if (index >= 0) change({ chosen: { kind, index } })
  }
  return (
    <button type="button" class="link" onClick={choose}>
      {who.project ? `${speak.say('project')} ` : ''}
      {who.id} {who.name}
    </button>
  )
}

const verdictOfMoves = (plan: Plan) => plan.figures.verdicts.findIndex((verdict) => verdict.key === 'moves')

function cleared(plan: Plan): Partial<State> {
  const { park, town, industry, class: _class, certain, becomes, year, query } = initial(plan)
  return { park, town, industry, class: _class, certain, becomes, year, query }
}
