// The map by MapLibre: no tiles, no glyphs, nothing that is not in this file.
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?raw'
import { LAYERS } from '../state'
import { say } from '../words'
import { colours, hatch } from './colours'
import { SpatialHash } from './hash'
import { hatchName, layers, styleOf } from './layers'
import { mercatorX, mercatorY, worldAt } from './mercator'
import { Overlay } from './overlay'
import { Points } from './points'
import { ENTERPRISE, type Bounds, type Scene } from './scene'
import { growth, NEAR, type Listeners, type MapView, type Shown } from './view'

/** Whether MapLibre and the signs can be drawn. */
export function hasWebGl2(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

let workerUrl = ''

export function glMap(into: HTMLElement, scene: Scene, on: Listeners): MapView {
  // By that ending MapLibre knows a classic script.
  workerUrl ||= `${URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }))}#.cjs`
  setWorkerUrl(workerUrl)
  let paint = colours()
  const map = new MapLibre({
    container: into,
    style: styleOf(scene.plan, paint),
    bounds: scene.bounds,
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: 0,
    // Else a printed map is empty.
    canvasContextAttributes: { preserveDrawingBuffer: true, antialias: false },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  const points = new Points(scene)
  const overlay = new Overlay(scene)
  const hash = new SpatialHash(scene.marks)
  into.append(overlay.canvas)
  let shown: Shown | null = null
  let whole = map.getZoom()
  let opened = false

  const addImages = () =>
    scene.plan.ground.zoneKinds.forEach((kind, index) => {
      if (!map.hasImage(hatchName(index))) map.addImage(hatchName(index), hatch(index, kind.colour), { pixelRatio: 2 })
    })
  const dress = () => {
    addImages()
    points.recolour(paint.move, paint.dark)
    if (opened && !map.getLayer(points.id)) map.addLayer(points)
    if (shown) show(shown)
  }
  map.on('styleimagemissing', addImages)
  map.on('style.load', dress)
  map.on('load', () => {
    whole = map.cameraForBounds(scene.bounds, { padding: 24 })?.zoom ?? whole
    // Not before: while the ground is being cut into tiles, every one of them draws the whole map anew.
    opened = true
    dress()
    map.once('render', () => (into.dataset.ready = 'gl'))
  })
  map.on('render', () => {
    const zoom = map.getZoom()
    const world = worldAt(zoom)
    const { lng, lat } = map.getCenter()
    const { clientWidth: width, clientHeight: height } = into
    const [cx, cy] = [mercatorX(lng), mercatorY(lat)]
    points.growth = growth(zoom - whole)
    overlay.draw(width, height, (x, y) => [(x - cx) * world + width / 2, (y - cy) * world + height / 2], paint)
  })
  map.on('moveend', (event) => {
    if (event.originalEvent || (event as { byHand?: boolean }).byHand) on.onView(map.getCenter().lng, map.getCenter().lat, map.getZoom())
  })
  map.on('click', ({ lngLat: { lng, lat } }) => {
    const within = NEAR / worldAt(map.getZoom())
    const counts = (mark: number) => {
      const { kind, of } = scene.marks
      return kind[mark] !== ENTERPRISE || !shown || shown.passes[of[mark]] === 1
    }
    on.onClick(hash.nearest(mercatorX(lng), mercatorY(lat), within, counts), lng, lat)
  })

  const show = (now: Shown) => {
    shown = now
    overlay.lang = now.lang
    map.getCanvas().setAttribute('aria-label', say(now.lang, 'mapHelp'))
    points.show(now.passes)
    points.moves = now.layers.includes('moves')
    for (const { id } of map.getStyle()?.layers ?? []) {
      const layer = LAYERS.find((name) => id.startsWith(name))
      if (layer) map.setLayoutProperty(id, 'visibility', now.layers.includes(layer) ? 'visible' : 'none')
    }
    map.triggerRepaint()
  }
  const quick = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 400
  return {
    show: (now) => (opened ? show(now) : (shown = now)),
    choose(chosen) {
      overlay.chosen = chosen
      map.triggerRepaint()
    },
    fit(bounds: Bounds, again) {
      map.fitBounds(bounds, { padding: 24, duration: quick, maxZoom: 15 }, again ? { byHand: true } : {})
    },
    go(lon, lat) {
      if (!map.getBounds().contains([lon, lat])) map.easeTo({ center: [lon, lat], duration: quick })
    },
    jump: (lon, lat, zoom) => map.jumpTo({ center: [lon, lat], zoom }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: quick / 2 }, { byHand: true }),
    recolour() {
      paint = colours()
      points.recolour(paint.move, paint.dark)
      if (!opened) return
      const set = map.setPaintProperty.bind(map) as (id: string, key: string, value: unknown) => unknown
      for (const { id, paint: of } of layers(scene.plan, paint)) {
        for (const [key, value] of Object.entries(of ?? {})) set(id, key, value)
      }
      map.redraw()
    },
    pictures: () => [map.getCanvas(), overlay.canvas],
    remove: () => map.remove(),
  }
}
