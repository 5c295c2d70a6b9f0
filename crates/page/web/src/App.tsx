// The page: a map, lists and figures of one state, which stands in the address.
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Plan } from './data'
import { Dark } from './dark'
import { usePrinting } from './printing'
import { ordered, passing } from './select'
import { Enterprise } from './screens/Enterprise'
import { EnterpriseTable } from './screens/EnterpriseTable'
import { Figures } from './screens/Figures'
import { Filters } from './screens/Filters'
import { focusList, Header } from './screens/Header'
import { ParkDetail } from './screens/ParkDetail'
import { ParkTable } from './screens/ParkTable'
import { PlanMap } from './screens/PlanMap'
import { ProjectDetail } from './screens/ProjectDetail'
import { ProjectTable } from './screens/ProjectTable'
import { Sources } from './screens/Sources'
import { speak as speaker } from './speak'
import { fragment, restored, type State, type Tab } from './state'

export function App({ plan }: { plan: Plan }) {
  const [state, setState] = useState(() => restored(plan, location.hash))
  const change = useCallback((part: Partial<State>) => setState((now) => ({ ...now, ...part })), [])
  const { lang, unit, scheme } = state
  const speak = useMemo(() => speaker(plan, { lang, unit }), [plan, lang, unit])
  const dark = useDark(scheme)

  useEffect(() => {
    const text = fragment(plan, state)
    if (text !== location.hash.slice(1)) history.replaceState(null, '', `#${text}`)
  }, [state])
  useEffect(() => {
    const follow = () => setState(restored(plan, location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [plan])
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
    document.title = speak.read(plan.title) || 'Parkward'
  }, [speak])

  const { verdicts, park, town, industry, class: _class, certain, becomes, year, query, sort } = state
  const passes = useMemo(
    () => passing(plan, state),
    [plan, verdicts.join(), park, town, industry, _class, certain, becomes, year, query],
  )
  const rows = useMemo(() => ordered(plan, passes, sort), [plan, passes, sort])
  const shown = useMemo(() => sumOf(plan, rows), [plan, rows])
  const notice = speak.read(plan.dataNotice)
  const tabs: Tab[] = ['enterprises', 'parks', ...(plan.projects.length ? ['projects' as const] : []), 'figures', 'sources']
  return (
    <Dark.Provider value={dark}>
      <div class={`page${state.chosen ? ' with-detail' : ''}`}>
        <Header plan={plan} speak={speak} state={state} change={change} />
        {notice && (
          <p class="notice" role="note" aria-label={speak.say('notice')}>
            {notice}
          </p>
        )}
        <PlanMap plan={plan} speak={speak} state={state} passes={passes} dark={dark} change={change} />
        <section class="panel" id="list">
          <Tabs tabs={tabs} state={state} say={speak.say} change={change} />
          <div class="tab" role="tabpanel" id={`panel-${state.tab}`} aria-labelledby={`tab-${state.tab}`}>
            {state.tab === 'enterprises' && (
              <>
                <Filters plan={plan} speak={speak} state={state} change={change} shown={shown} />
                <EnterpriseTable plan={plan} speak={speak} state={state} rows={rows} change={change} />
              </>
            )}
            {state.tab === 'parks' && <ParkTable plan={plan} speak={speak} state={state} change={change} />}
            {state.tab === 'projects' && <ProjectTable plan={plan} speak={speak} state={state} change={change} />}
            {state.tab === 'figures' && <Figures plan={plan} speak={speak} state={state} change={change} />}
            {state.tab === 'sources' && <Sources plan={plan} speak={speak} />}
          </div>
        </section>
        {state.chosen && <Detail plan={plan} speak={speak} state={state} change={change} />}
      </div>
    </Dark.Provider>
  )
}

type Of = { plan: Plan; speak: ReturnType<typeof speaker>; state: State; change: (part: Partial<State>) => void }

function Detail({ plan, speak, state: { chosen }, change }: Of) {
  useEffect(() => {
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && change({ chosen: null })
    addEventListener('keydown', escape)
    return () => removeEventListener('keydown', escape)
  }, [])
  if (!chosen) return null
  const { kind, index } = chosen
  return (
    <aside class="detail" aria-label={speak.say('chosen')} aria-live="polite" tabIndex={0}>
      <button type="button" class="close" onClick={() => (change({ chosen: null }), focusList())}>
        <span aria-hidden="true">✕ </span>
        {speak.say('close')}
      </button>
      {kind === 'enterprise' && <Enterprise plan={plan} speak={speak} row={index} change={change} />}
      {kind === 'park' && <ParkDetail plan={plan} speak={speak} index={index} change={change} />}
      {kind === 'project' && <ProjectDetail plan={plan} speak={speak} index={index} change={change} />}
    </aside>
  )
}

function Tabs({ tabs, state, say, change }: Omit<Of, 'plan' | 'speak'> & { tabs: Tab[]; say: Of['speak']['say'] }) {
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!by) return
    const next = tabs[(tabs.indexOf(state.tab) + by + tabs.length) % tabs.length]
    change({ tab: next })
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" onKeyDown={step}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === state.tab}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === state.tab ? 0 : -1}
          onClick={() => change({ tab })}
        >
          {say(tab)}
        </button>
      ))}
    </div>
  )
}

function sumOf(plan: Plan, rows: Int32Array) {
  const { land } = plan.enterprises.columns
  let [landM2, unknown] = [0, 0]
  for (const row of rows) {
    if (Number.isNaN(land[row])) unknown++
    else landM2 += land[row]
  }
  return { count: rows.length, landM2, unknown }
}

/** Whether the page is dark, which the style sheet is told. */
function useDark(scheme: State['scheme']): boolean {
  const [system, setSystem] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const asked = matchMedia('(prefers-color-scheme: dark)')
    const look = () => setSystem(asked.matches)
    asked.addEventListener('change', look)
    return () => asked.removeEventListener('change', look)
  }, [])
  const printing = usePrinting()
  const dark = !printing && (scheme === 'auto' ? system : scheme === 'dark')
  // Before anything asks the style sheet for its colours.
  document.documentElement.dataset.scheme = dark ? 'dark' : 'light'
  return dark
}
