// Whose plan it is, what is to be known of its data, and how the page speaks.
import type { Plan } from '../data'
import type { Speak } from '../speak'
import { initial, type Scheme, type State } from '../state'
import type { Word } from '../words'

type Props = { plan: Plan; speak: Speak; state: State; change: (part: Partial<State>) => void }

export function Header({ plan, speak, state, change }: Props) {
  const { say, read } = speak
  const schemes: Scheme[] = ['auto', 'light', 'dark']
  return (
    <header>
      <a class="skip" href="#list" onClick={(event) => (event.preventDefault(), focusList())}>
        {say('skip')}
      </a>
      <h1>{read(plan.title) || 'Parkward'}</h1>
      <div class="settings">
        <label>
          <span>{say('language')}</span>
          <select
            name="lang"
            value={state.lang}
            onChange={(event) => {
              const lang = event.currentTarget.value === 'zh' ? 'zh' : 'en'
              const kept = state.unit === initial(plan, state.lang).unit ? initial(plan, lang).unit : state.unit
              change({ lang, unit: kept })
            }}
          >
            <option value="zh" lang="zh">中文</option>
            <option value="en" lang="en">English</option>
          </select>
        </label>
        <label>
          <span>{say('unit')}</span>
          <select name="unit" value={state.unit} onChange={(event) => change({ unit: event.currentTarget.value })}>
            {plan.units.map((unit) => (
              <option key={unit.unit} value={unit.unit}>
                {read(unit.name)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{say('scheme')}</span>
          <select
            name="scheme"
            value={state.scheme}
            onChange={(event) => change({ scheme: event.currentTarget.value as Scheme })}
          >
            {schemes.map((scheme) => (
              <option key={scheme} value={scheme}>
                {say(scheme as Word)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => print()}>
          {say('print')}
        </button>
      </div>
    </header>
  )
}

/** For whoever goes on by keys. */
export function focusList() {
  document.querySelector<HTMLElement>('#list [tabindex="0"], #list button')?.focus()
}
