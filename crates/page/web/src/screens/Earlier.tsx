// What becomes of the destinations of an earlier plan, where this one was made to keep them.
import { BECOMES, type Plan } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Table } from './Table'

type Props = { plan: Plan; speak: Speak; change: (part: Partial<State>) => void }

export function Earlier({ plan, speak, change }: Props) {
  const { say, read, count, number, percent, colon } = speak
  const { earlier } = plan
  if (!earlier) return null
  const { counts } = earlier
  const before = counts.kept + counts.changed + counts.unplaced + counts.settled + counts.gone
  const rows = BECOMES.map((name, at) => [
    <button type="button" class="link" onClick={() => change({ becomes: at, tab: 'enterprises' })}>
      {say(name)}
    </button>,
    <span data-becomes={name}>{count(counts[name])}</span>,
    name === 'new' ? '–' : percent(counts[name] / Math.max(1, before)),
  ])
  rows.splice(-1, 0, [say('gone'), <span data-becomes="gone">{count(counts.gone)}</span>, percent(counts.gone / Math.max(1, before))])
  return (
    <section>
      <h2>{say('againstEarlier')}</h2>
      <p>
        {say('earlier')}
        {colon}
        <code>{earlier.folder}</code> · {say('aChange')}
        {colon}
        {number(earlier.changeKm)}
      </p>
      <Table label={say('againstEarlier')} head={['', say('count'), say('share')]} numbers={[1, 2]} rows={rows} />
      <Table
        label={say('perPark')}
        head={[say('park'), say('sentBefore'), say('sentNow'), say('kept'), say('goElsewhere'), say('comeAnew')]}
        numbers={[1, 2, 3, 4, 5]}
        rows={perPark(plan).map(({ park, id, sent, now, kept }) => [
          park === null ? (
            id
          ) : (
            <button type="button" class="link" onClick={() => change({ chosen: { kind: 'park', index: park } })}>
              {read(plan.parks[park].name)}
            </button>
          ),
          ...[sent, now, kept, sent - kept, now - kept].map(count),
        ])}
      />
    </section>
  )
}

type Row = { park: number | null; id: string; sent: number; now: number; kept: number }

/** Parks to which either plan sends anybody, in the order of parks; those that are gone come last. */
function perPark({ earlier, enterprises, parks }: Plan): Row[] {
  const rows: Row[] = parks.map(({ id }, park) => ({ park, id, sent: 0, now: 0, kept: 0 }))
  const at = earlier!.parks.map(({ id, now, sent }) => {
    if (now === null) return rows.push({ park: null, id, sent, now: 0, kept: 0 }) - 1
    rows[now].sent = sent
    return now
  })
  enterprises.columns.park.forEach((park, row) => {
    if (park < 0) return
    rows[park].now++
    if (at[earlier!.park[row]] === park) rows[park].kept++
  })
  return rows.filter(({ sent, now }) => sent > 0 || now > 0)
}
