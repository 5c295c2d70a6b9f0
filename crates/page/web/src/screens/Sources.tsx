// What the plan rests on: rules, files, and what could not be used of them.
import licences from 'virtual:licences'
import type { Plan } from '../data'
import type { Speak } from '../speak'
import type { Word } from '../words'
import { Facts } from './Facts'
import { Table } from './Table'

/** Lines of a list that are shown; the plan's files have all. */
const MOST = 500

export function Sources({ plan, speak }: { plan: Plan; speak: Speak }) {
  const { say, read, count } = speak
  const { book } = plan
  const layer = (kind: string) => say(`layer${kind[0].toUpperCase()}${kind.slice(1)}` as Word)
  const more = (length: number) => length > MOST && <p>{speak.rest(length - MOST)}</p>
  const outcomes = (counts: number[]) => {
    const words = counts.map((n, at) => (n ? `${read(book.outcomes[at])} ${count(n)}` : ''))
    return words.filter(Boolean).join(' · ') || '–'
  }
  return (
    <div class="figures">
      <section>
        <h2>{say('ruleBook')}</h2>
        <Facts
          of={[
            book.title && [say('ruleBook'), `${read(book.title)} ${book.version ?? ''}`],
            [say('file'), book.file],
            ['SHA-256', <code>{book.sha256.slice(0, 16)}…</code>],
            [say('asOf'), plan.asOf],
            [say('program'), `Parkward ${plan.version}`],
          ]}
        />
        <Table
          label={say('ruleBook')}
          head={[say('rule'), say('clause'), say('confirmed'), say('cameOf')]}
          rows={book.rules.map((rule) => [
            <>
              {read(rule.name)}
              <small>{rule.eliminates ? read(rule.eliminates) : say('spatialRule')}</small>
            </>,
            read(rule.clause),
            say(rule.confirmed ? 'yes' : 'no'),
            outcomes(rule.counts),
          ])}
        />
      </section>
      <section>
        <h2>{say('inputs')}</h2>
        <Table
          label={say('inputs')}
          head={[say('layer'), say('file'), say('rows'), say('crs'), 'SHA-256']}
          numbers={[2]}
          rows={book.inputs.map((input) => [
            layer(input.layer),
            input.file,
            count(input.rows),
            input.crs,
            input.sha256 ? <code title={input.sha256}>{input.sha256.slice(0, 12)}…</code> : '–',
          ])}
        />
      </section>
      {book.rejects.length > 0 && (
        <section>
          <h2>
            {say('rejects')} ({count(book.rejects.length)})
          </h2>
          <Table
            label={say('rejects')}
            head={[say('file'), say('layer'), say('row'), say('column'), say('expected'), say('found')]}
            numbers={[2]}
            rows={book.rejects.slice(0, MOST).map((reject) => [
              reject.file,
              layer(reject.layer),
              count(reject.row),
              reject.column,
              read(reject.expected),
              read(reject.found),
            ])}
          />
          {more(book.rejects.length)}
        </section>
      )}
      {book.notes.length > 0 && (
        <section>
          <h2>
            {say('notes')} ({count(book.notes.length)})
          </h2>
          <Table
            label={say('notes')}
            head={[say('file'), say('row'), say('note')]}
            numbers={[1]}
            rows={book.notes.slice(0, MOST).map((note) => [
              note.file,
              note.row === null ? '–' : count(note.row),
              read(note.text),
            ])}
          />
          {more(book.notes.length)}
        </section>
      )}
      <details class="licences">
        <summary>{say('licences')}</summary>
        <pre>{licences}</pre>
      </details>
    </div>
  )
}
