// Which enterprises are shown, on the map and in the table.
import { useState } from 'preact/hooks'
import { BECOMES, type Plan } from '../data'
import { LATER } from '../select'
import type { Speak } from '../speak'
import { initial, type State } from '../state'
import { SignPicture } from './SignPicture'

type Props = {
  plan: Plan
  speak: Speak
  state: State
  change: (part: Partial<State>) => void
  /** How many pass, their land, and of how many it is not known. */
  shown: { count: number; landM2: number; unknown: number }
}

export function Filters({ plan, speak, state, change, shown }: Props) {
  const { say, read, count } = speak
  const { towns, classes, divisions, ids } = plan.enterprises
  const [wide, setWide] = useState(false)
  const first = initial(plan, state.lang)
  const { verdicts, park, town, industry, class: _class, certain, becomes, year, query } = first
  const none = { verdicts, park, town, industry, class: _class, certain, becomes, year, query }
  const filtered = JSON.stringify({ ...none, ...pick(state, none) }) !== JSON.stringify(none)
  const toggle = (place: number) => {
    const without = state.verdicts.filter((other) => other !== place)
    change({ verdicts: without.length < state.verdicts.length ? without : [...without, place].sort() })
  }
  const list = (
    name: 'park' | 'town' | 'class' | 'certain' | 'becomes',
    label: string,
    options: [number, string][],
  ) =>
    options.length > 0 && (
      <label>
        <span>{label}</span>
        <select
          name={name}
          value={String(state[name])}
          onChange={(event) => change({ [name]: Number(event.currentTarget.value) })}
        >
          <option value="-1">{say('all')}</option>
          {options.map(([value, text]) => (
            <option key={value} value={String(value)}>
              {text}
            </option>
          ))}
        </select>
      </label>
    )
  const schedule = plan.figures.schedule
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="line">
        <input
          type="search"
          name="q"
          value={state.query}
          placeholder={say('search')}
          aria-label={say('search')}
          autocomplete="off"
          onInput={(event) => change({ query: event.currentTarget.value })}
        />
        <button type="button" class="fold" aria-expanded={wide} onClick={() => setWide(!wide)}>
          {say('filters')}
        </button>
        <button type="button" disabled={!filtered} onClick={() => change(none)}>
          {say('clear')}
        </button>
      </div>
      <fieldset class="chips">
        <legend>{say('verdict')}</legend>
        {plan.figures.verdicts.map((verdict, place) =>
          // Rows that could not be read stand under the sources.
          verdict.count > 0 && verdict.key !== 'rejected' ? (
            <button
              key={verdict.key}
              type="button"
              data-verdict={verdict.key}
              aria-pressed={state.verdicts.includes(place)}
              onClick={() => toggle(place)}
            >
              <SignPicture sign={verdict.sign} />
              {read(verdict.label)} <b>{count(verdict.count)}</b>
            </button>
          ) : null,
        )}
      </fieldset>
      <div class={`lists${wide ? ' wide' : ''}`}>
        {list('park', say('park'), plan.parks.map((one, index) => [index, read(one.name)]))}
        {list('town', say('town'), towns.map((one, index) => [index, read(one)]))}
        {divisions.length > 0 && (
          <label>
            <span>{say('industry')}</span>
            <select
              name="industry"
              value={state.industry}
              onChange={(event) => change({ industry: event.currentTarget.value })}
            >
              <option value="">{say('all')}</option>
              {divisions.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {list('class', say('class'), classes.map((one, index) => [index, one]))}
        {plan.figures.certainty && list('certain', say('certainty'), [[1, say('certain')], [0, say('contested')]])}
        {plan.earlier && list('becomes', say('earlier'), BECOMES.map((name, index) => [index, say(name)]))}
        {schedule && <Years plan={plan} speak={speak} state={state} change={change} />}
      </div>
      <p class="shown" role="status">
        {say('shown')} <b data-shown={shown.count}>{count(shown.count)}</b> {say('of')} {count(ids.length)}
        {speak.lang === 'zh' ? '，' : ', '}
        {say('landOfShown')} <b>{speak.landOfM2(shown.landM2)}</b> {speak.landUnit}
        {shown.unknown > 0 && ` (${say('landUnknown')}${speak.colon}${count(shown.unknown)})`}
      </p>
    </form>
  )
}

/** What has happened by a year. */
function Years({ plan, speak, state, change }: Omit<Props, 'shown'>) {
  const { say } = speak
  const years = plan.figures.schedule?.years.map((phase) => phase.year) ?? []
  const stops = [...years, 0]
  const at = Math.max(0, stops.indexOf(state.year === LATER ? 0 : state.year))
  const words = stops[at] ? `${say('until')} ${stops[at]}` : say('allYears')
  return (
    <label class="years">
      <span>
        {say('year')}
        {speak.colon}
        <b>{words}</b>
      </span>
      <input
        type="range"
        name="year"
        min={0}
        max={stops.length - 1}
        step={1}
        value={at}
        aria-valuetext={words}
        onInput={(event) => change({ year: stops[Number(event.currentTarget.value)] })}
      />
    </label>
  )
}

/** The parts of a state that another names. */
function pick(state: State, like: Partial<State>): Partial<State> {
  const keys = Object.keys(like) as (keyof State)[]
  return Object.fromEntries(keys.map((key) => [key, state[key]]))
}
