// The map, by MapLibre where there is WebGL2, else on a plain canvas; what is chosen on it is chosen everywhere.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { PER_DEGREE, type Plan } from '../data'
import { flatMap } from '../map/flat'
import { glMap, hasWebGl2 } from '../map/gl'
import { wayOf } from '../map/moves'
import { boundsOfShapes, ENTERPRISE, PARK, parkAt, PROJECT, sceneOf } from '../map/scene'
import type { MapView, Marked } from '../map/view'
import { usePrinting } from '../printing'
import type { Speak } from '../speak'
import { LAYERS, type Chosen, type Layer, type State } from '../state'
import { SignPicture } from './SignPicture'

type Props = {
  plan: Plan
  speak: Speak
  state: State
  passes: Uint8Array
  dark: boolean
  change: (part: Partial<State>) => void
}

export function PlanMap({ plan, speak, state, passes, dark, change }: Props) {
  const { say, read } = speak
  const box = useRef<HTMLDivElement>(null)
  const paper = useRef<HTMLCanvasElement>(null)
  const view = useRef<MapView | null>(null)
  const scene = useMemo(() => sceneOf(plan), [plan])
  const webGl = useMemo(hasWebGl2, [])
  const printing = usePrinting()
  const [legend, setLegend] = useState(() => matchMedia('(min-width: 1800px)').matches)

  useEffect(() => {
    if (!box.current) return
    const onClick = (mark: number, lon: number, lat: number) => {
      const kind = mark < 0 ? undefined : scene.marks.kind[mark]
      const index = mark < 0 ? -1 : scene.marks.of[mark]
      if (kind === ENTERPRISE) return change({ chosen: { kind: 'enterprise', index }, tab: 'enterprises' })
      if (kind === PROJECT) return change({ chosen: { kind: 'project', index }, tab: 'projects' })
      const park = kind === PARK ? index : parkAt(plan, lon, lat)
      change({ chosen: park >= 0 ? { kind: 'park', index: park } : null, ...(park >= 0 ? { tab: 'parks' } : {}) })
    }
    const onView = (lon: number, lat: number, zoom: number) => change({ view: [lon, lat, zoom] })
    const made = (webGl ? glMap : flatMap)(box.current, scene, { onClick, onView })
    view.current = made
    if (state.view) made.jump(...state.view)
    return () => made.remove()
  }, [scene])

  // Before the next frame: paper does not wait for another.
  useLayoutEffect(() => view.current?.recolour(), [dark])
  useLayoutEffect(() => {
    if (printing && view.current && paper.current) copy(view.current.pictures(), paper.current)
  }, [printing, dark])
  // On paper the map stays as large as it is, out of sight: drawn anew it would come too late.
  useEffect(() => {
    const into = box.current
    if (!into) return
    const look = () => {
      if (matchMedia('print').matches) return
      into.style.setProperty('--width', `${into.clientWidth}px`)
      into.style.setProperty('--height', `${into.clientHeight}px`)
    }
    const resized = new ResizeObserver(look)
    resized.observe(into)
    return () => resized.disconnect()
  }, [])
  useEffect(() => view.current?.show({ passes, layers: state.layers, lang: state.lang }), [passes, state.layers, state.lang])
  useEffect(() => {
    const at = placeOf(plan, state.chosen)
    view.current?.choose(at)
    if (at) view.current?.go(...at.at)
  }, [state.chosen])

  const whole = () => {
    view.current?.fit(scene.bounds, false)
    change({ view: null })
  }
  const there = { moves: scene.moves.lines > 0, zones: plan.ground.zones.length > 0, roads: !!plan.roads?.stretches.length }
  const show = (layer: Layer, on: boolean) =>
    change({ layers: LAYERS.filter((other) => (other === layer ? on : state.layers.includes(other))) })
  const verdicts = plan.figures.verdicts.filter((verdict) => verdict.sign && verdict.count > 0)
  const projects = plan.figures.projectVerdicts.filter((verdict) => verdict.sign && verdict.count > 0)
  const types = new Map(plan.parks.map((park) => [read(park.typeName), park]))
  return (
    <section class="map" aria-label={say('map')}>
      <div
        ref={box}
        class="canvas"
        data-marks={scene.marks.count}
        data-moves={scene.moves.lines}
        data-pieces={scene.moves.count}
        role="group"
        aria-label={say('mapHelp')}
      />
      <canvas ref={paper} class="paper" aria-hidden="true" />
      <div class="tools">
        <button type="button" aria-label={say('zoomIn')} title={say('zoomIn')} onClick={() => view.current?.zoomBy(1)}>
          +
        </button>
        <button type="button" aria-label={say('zoomOut')} title={say('zoomOut')} onClick={() => view.current?.zoomBy(-1)}>
          −
        </button>
        <button type="button" aria-label={say('whole')} title={say('whole')} onClick={whole}>
          ⤢
        </button>
      </div>
      <details class="legend" open={legend || printing} onToggle={(event) => printing || setLegend(event.currentTarget.open)}>
        <summary>{say('legend')}</summary>
        <ul>
          {verdicts.map((verdict) => (
            <li key={verdict.key}>
              <SignPicture sign={verdict.sign} />
              {read(verdict.label)}
            </li>
          ))}
          {projects.map((verdict) => (
            <li key={`project-${verdict.key}`}>
              <SignPicture sign={verdict.sign} />
              {say('projects')}
              {speak.colon}
              {read(verdict.label)}
            </li>
          ))}
          {[...types].map(([name, park]) => (
            <li key={`type-${name}`}>
              <span class="swatch" style={{ background: dark ? park.edge : park.fill, borderColor: dark ? park.fill : park.edge }} />
              {name || say('park')}
            </li>
          ))}
          {plan.ground.zoneKinds.map((kind, index) => (
            <li key={`zone-${index}`}>
              <span class="swatch dashed" style={{ borderColor: kind.colour, background: `${kind.colour}33` }} />
              {read(kind.name)}
            </li>
          ))}
        </ul>
        {LAYERS.filter((layer) => there[layer]).map((layer) => (
          <label key={layer}>
            <input
              type="checkbox"
              name={layer}
              checked={state.layers.includes(layer)}
              onChange={(event) => show(layer, event.currentTarget.checked)}
            />
            {say(layer)}
          </label>
        ))}
      </details>
      {!webGl && <p class="plain">{say('plainMap')}</p>}
    </section>
  )
}

function copy(from: HTMLCanvasElement[], to: HTMLCanvasElement) {
  to.width = from[0].width
  to.height = from[0].height
  const drawn = to.getContext('2d')
  for (const picture of from) drawn?.drawImage(picture, 0, 0, to.width, to.height)
}

/** Where the chosen one is, and where it goes. */
function placeOf(plan: Plan, chosen: Chosen): Marked {
  if (chosen?.kind === 'enterprise') {
    const { lon, lat, park } = plan.enterprises.columns
    const at: [number, number] = [lon[chosen.index] / PER_DEGREE, lat[chosen.index] / PER_DEGREE]
    return { at, way: park[chosen.index] < 0 ? [] : wayOf(plan, chosen.index), area: null }
  }
  if (chosen?.kind === 'project') {
    const { site, entry } = plan.projects[chosen.index]
    return site && { at: site, way: entry ? [site, entry] : [], area: null }
  }
  const shape = chosen && plan.parks[chosen.index].footprint
  const bounds = shape && boundsOfShapes([shape])
  const area = shape?.type === 'Point' ? null : shape
  return bounds && { at: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2], way: [], area }
}
