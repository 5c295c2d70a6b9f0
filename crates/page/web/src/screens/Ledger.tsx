// The ledger of an enterprise or project: its sentences, and every park with what it answered.
import { PER_KM, PER_ONE, type Plan } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Table } from './Table'

type Props = {
  plan: Plan
  speak: Speak
  change: (part: Partial<State>) => void
  /** Its place among enterprises and projects. */
  subject: number
  id: string
  /** The park where it goes, or -1. */
  park: number
}

export function Ledger({ plan, speak, change, subject, id, park }: Props) {
  const { say, read, number } = speak
  const { ledgers } = plan
  if (!ledgers) {
    return (
      <p class="no-ledger">
        {say('noLedgers')}
        <code>{id}</code>
      </p>
    )
  }
  const { texts, parts, costs } = ledgers
  const km = (way: number) => number(way / PER_KM)
  const topics: [number, number[]][] = []
  for (const at of run(ledgers.sentences, subject)) {
    const [topic, sentence] = [ledgers.heading[at], ledgers.sentence[at]]
    const last = topics[topics.length - 1]
    if (last && last[0] === topic) last[1].push(sentence)
    else topics.push([topic, [sentence]])
  }
  const entries = run(ledgers.parks, subject)
  const head = [say('park'), read(parts[0]), say('fit'), ...parts.slice(1).map(read)]
  head.push(say('costKm'), say('rentKm'), say('answer'))
  return (
    <>
      {topics.map(([topic, sentences], index) => (
        <section key={index} class="topic">
          <h3>{read(texts[topic])}</h3>
          <p>
            {sentences.map((sentence, at) => (
              <span key={at}>
                {at > 0 && speak.lang === 'en' ? ' ' : ''}
                {read(texts[sentence])}
              </span>
            ))}
          </p>
        </section>
      ))}
      {entries.length > 0 && (
        <section class="topic">
          <h3>{say('everyPark')}</h3>
          <Table
            label={say('everyPark')}
            head={head}
            numbers={head.map((_, column) => column).slice(1, -1)}
            marked={entries.findIndex((at) => ledgers.park[at] === park)}
            rows={entries.map((at) => [
              <button
                type="button"
                class="link"
                onClick={() => change({ chosen: { kind: 'park', index: ledgers.park[at] } })}
              >
                {read(plan.parks[ledgers.park[at]].name)}
              </button>,
              km(costs[0][at]),
              number(ledgers.fit[at] / PER_ONE),
              ...costs.slice(1).map((cost) => km(cost[at])),
              km(ledgers.cost[at]),
              km(ledgers.rent[at]),
              read(texts[ledgers.answer[at]]),
            ])}
          />
        </section>
      )}
    </>
  )
}

/** Places of a subject's part of a list in which all stand one behind the other. */
function run(lengths: Int32Array, subject: number): number[] {
  let first = 0
  for (let before = 0; before < subject; before++) first += lengths[before]
  return Array.from({ length: lengths[subject] }, (_, at) => first + at)
}
