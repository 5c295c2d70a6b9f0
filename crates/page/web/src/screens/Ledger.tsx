// The ledger of an enterprise or project: its sentences, and every park with what it answered.
import type { Ledger as Of, Plan } from '../data'
import { MM_PER_KM } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Table } from './Table'

type Props = {
  plan: Plan
  speak: Speak
  change: (part: Partial<State>) => void
  /** `undefined`: the page has no ledgers. */
  ledger: Of | undefined
  id: string
  /** The park where it goes, or -1. */
  park: number
}

export function Ledger({ plan, speak, change, ledger, id, park }: Props) {
  const { say, read, number } = speak
  if (!ledger || !plan.ledgers) {
    return (
      <p class="no-ledger">
        {say('noLedgers')}
        <code>{id}</code>
      </p>
    )
  }
  const { texts, parts } = plan.ledgers
  const km = (mm: number | null) => number(mm === null ? null : mm / MM_PER_KM)
  const topics: [number, number[]][] = []
  for (const [topic, sentence] of ledger.sentences) {
    const last = topics[topics.length - 1]
    if (last && last[0] === topic) last[1].push(sentence)
    else topics.push([topic, [sentence]])
  }
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
      {ledger.parks.length > 0 && (
        <section class="topic">
          <h3>{say('everyPark')}</h3>
          <Table
            label={say('everyPark')}
            head={head}
            numbers={head.map((_, column) => column).slice(1, -1)}
            marked={ledger.parks.findIndex((entry) => entry[0] === park)}
            rows={ledger.parks.map(([at, fit, costs, cost, rent, answer]) => [
              <button
                type="button"
                class="link"
                onClick={() => change({ chosen: { kind: 'park', index: at } })}
              >
                {read(plan.parks[at].name)}
              </button>,
              km(costs[0]),
              number(fit),
              ...costs.slice(1).map(km),
              km(cost),
              km(rent),
              read(texts[answer]),
            ])}
          />
        </section>
      )}
    </>
  )
}
