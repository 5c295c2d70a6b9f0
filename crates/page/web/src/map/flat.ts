// The map without WebGL2: the same scene on a plain canvas.
import type { Geometry } from '../data'
import type { Layer } from '../state'
import { colours, hatch } from './colours'
import { SpatialHash } from './hash'
import { freeCircle } from './layers'
import { latOf, lonOf, mercatorX, mercatorY, worldAt } from './mercator'
import { loadsOf } from './moves'
import { Overlay } from './overlay'
import { chains, ENTERPRISE, type Bounds, type Scene } from './scene'
import { drawSign, widthOf } from './signs'
import { growth, NEAR, type Listeners, type MapView, type Shown } from './view'

export function flatMap(into: HTMLElement, scene: Scene, on: Listeners): MapView {
  const { plan, marks, moves, signs } = scene
  const canvas = document.createElement('canvas')
  canvas.className = 'flat'
  const to = canvas.getContext('2d')!
  const overlay = new Overlay(scene)
  into.append(canvas, overlay.canvas)
  const hash = new SpatialHash(marks)
  let paint = colours()
  let shown: Shown | null = null
  let [cx, cy, zoom, whole] = [0, 0, 8, 8]
  let asked = 0

  const size = () => [into.clientWidth, into.clientHeight] as const
  const project = (x: number, y: number): [number, number] => {
    const [width, height] = size()
    return [(x - cx) * worldAt(zoom) + width / 2, (y - cy) * worldAt(zoom) + height / 2]
  }
  const mercatorAt = (px: number, py: number): [number, number] => {
    const [width, height] = size()
    return [cx + (px - width / 2) / worldAt(zoom), cy + (py - height / 2) / worldAt(zoom)]
  }
  const has = (layer: Layer) => !shown || shown.layers.includes(layer)
  const loads = loadsOf(plan)
  const redraw = () => (asked ||= requestAnimationFrame(() => ((asked = 0), draw())))

  const path = (shape: Geometry) => {
    to.beginPath()
    for (const chain of chains(shape)) {
      chain.forEach(([lon, lat], i) => {
        const [x, y] = project(mercatorX(lon), mercatorY(lat))
        if (i) to.lineTo(x, y)
        else to.moveTo(x, y)
      })
    }
  }
  const line = (colour: string, width: number, dash: number[] = []) => {
    to.strokeStyle = colour
    to.lineWidth = width
    to.setLineDash(dash)
    to.stroke()
    to.setLineDash([])
  }
  const patterns = plan.ground.zoneKinds.map(({ colour }, index) => {
    const tile = document.createElement('canvas')
    tile.width = tile.height = 8
    tile.getContext('2d')!.putImageData(hatch(index, colour, 8), 0, 0)
    return to.createPattern(tile, 'repeat')!
  })

  function draw() {
    const [width, height] = size()
    const dense = devicePixelRatio || 1
    canvas.width = Math.round(width * dense)
    canvas.height = Math.round(height * dense)
    to.setTransform(dense, 0, 0, dense, 0, 0)
    to.fillStyle = plan.ground.district.length ? paint.surround : paint.land
    to.fillRect(0, 0, width, height)
    drawGround()
    if (has('roads')) drawLoads()
    if (has('moves')) drawMoves()
    drawMarks()
    overlay.draw(width, height, project, paint)
    into.dataset.ready = 'flat'
  }

  function drawGround() {
    for (const { geometry } of plan.ground.district) {
      path(geometry)
      to.fillStyle = paint.land
      to.fill('evenodd')
      line(paint.border, 1.6)
    }
    for (const { geometry } of plan.ground.city) (path(geometry), line(paint.town, 0.8))
    if (has('zones')) {
      for (const zone of plan.ground.zones) {
        const { colour } = plan.ground.zoneKinds[zone.kind]
        const shape = freeCircle(zone)
        path(shape)
        to.globalAlpha = 0.45
        to.fillStyle = patterns[zone.kind]
        if (shape.type === 'MultiPolygon') to.fill('evenodd')
        to.globalAlpha = 0.7
        if (shape.type === 'MultiPolygon') line(colour, 1, [4, 2])
        else line(colour, 3)
        to.globalAlpha = 1
      }
    }
    for (const { geometry } of plan.ground.towns) (path(geometry), line(paint.town, 0.8, [3, 2]))
    for (const { footprint, fill, edge } of plan.parks) {
      path(footprint)
      to.fillStyle = paint.dark ? edge : fill
      to.globalAlpha = 0.75
      if (footprint.type === 'MultiPolygon') to.fill('evenodd')
      to.globalAlpha = 1
      line(paint.dark ? fill : edge, 1.4)
    }
  }

  function drawLoads() {
    for (const { line: corners, moves: load } of loads) {
      path({ type: 'MultiLineString', coordinates: [corners] })
      line(paint.road, 1 + 0.7 * Math.sqrt(load))
    }
  }

  function drawMoves() {
    to.globalAlpha = plan.moveOpacity
    to.beginPath()
    for (let i = 0; i < moves.count; i++) {
      if (moves.kind[i] === ENTERPRISE && shown && !shown.passes[moves.of[i]]) continue
      to.moveTo(...project(moves.ends[4 * i], moves.ends[4 * i + 1]))
      to.lineTo(...project(moves.ends[4 * i + 2], moves.ends[4 * i + 3]))
    }
    line(paint.move, 1)
    to.globalAlpha = 1
  }

  function drawMarks() {
    const [width, height] = size()
    const larger = growth(zoom - whole)
    for (let i = 0; i < marks.count; i++) {
      if (marks.kind[i] === ENTERPRISE && shown && !shown.passes[marks.of[i]]) continue
      const [x, y] = project(marks.x[i], marks.y[i])
      if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue
      const scale = marks.kind[i] === ENTERPRISE ? plan.signSize : 0.8
      drawSign(to, signs[marks.sign[i]], x, y, widthOf(signs[marks.sign[i]], scale) * larger, paint.dark)
    }
  }

  const fit = ([west, south, east, north]: Bounds) => {
    const [width, height] = size()
    const wide = Math.max(mercatorX(east) - mercatorX(west), 1e-7)
    const high = Math.max(mercatorY(south) - mercatorY(north), 1e-7)
    const world = Math.min(Math.max(width - 48, 50) / wide, Math.max(height - 48, 50) / high)
    cx = (mercatorX(east) + mercatorX(west)) / 2
    cy = (mercatorY(south) + mercatorY(north)) / 2
    zoom = Math.min(16, Math.log2(world / 512))
    redraw()
  }
  const told = () => on.onView(lonOf(cx), latOf(cy), zoom)
  const zoomAbout = (steps: number, px: number, py: number) => {
    const [x, y] = mercatorAt(px, py)
    zoom = Math.min(20, Math.max(3, zoom + steps))
    const [nx, ny] = mercatorAt(px, py)
    cx += x - nx
    cy += y - ny
    redraw()
  }

  let drag: { x: number; y: number; far: boolean } | null = null
  into.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, y: event.clientY, far: false }
    into.setPointerCapture(event.pointerId)
  })
  into.addEventListener('pointermove', (event) => {
    if (!drag) return
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y]
    if (!drag.far && Math.hypot(dx, dy) < 4) return
    drag = { x: event.clientX, y: event.clientY, far: true }
    cx -= dx / worldAt(zoom)
    cy -= dy / worldAt(zoom)
    redraw()
  })
  into.addEventListener('pointerup', (event) => {
    const dragged = drag?.far
    drag = null
    if (dragged) return told()
    const { left, top } = into.getBoundingClientRect()
    const [x, y] = mercatorAt(event.clientX - left, event.clientY - top)
    const counts = (mark: number) =>
      marks.kind[mark] !== ENTERPRISE || !shown || shown.passes[marks.of[mark]] === 1
    on.onClick(hash.nearest(x, y, NEAR / worldAt(zoom), counts), lonOf(x), latOf(y))
  })
  into.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const { left, top } = into.getBoundingClientRect()
      zoomAbout(-event.deltaY / 300, event.clientX - left, event.clientY - top)
      told()
    },
    { passive: false },
  )
  into.tabIndex = 0
  into.addEventListener('keydown', (event) => {
    const [width, height] = size()
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (by) {
      cx += (by[0] * width) / 5 / worldAt(zoom)
      cy += (by[1] * height) / 5 / worldAt(zoom)
      redraw()
    } else if (event.key === '+' || event.key === '=') zoomAbout(0.5, width / 2, height / 2)
    else if (event.key === '-') zoomAbout(-0.5, width / 2, height / 2)
    else return
    event.preventDefault()
    told()
  })
  const resized = new ResizeObserver(redraw)
  resized.observe(into)
  fit(scene.bounds)
  whole = zoom

  return {
    show(now) {
      shown = now
      overlay.lang = now.lang
      redraw()
    },
    choose(chosen) {
      overlay.chosen = chosen
      redraw()
    },
    fit(bounds, again) {
      fit(bounds)
      if (again) told()
    },
    go(lon, lat) {
      const [width, height] = size()
      const [x, y] = project(mercatorX(lon), mercatorY(lat))
      if (x < 0 || y < 0 || x > width || y > height) [cx, cy] = [mercatorX(lon), mercatorY(lat)]
      redraw()
    },
    jump(lon, lat, to) {
      ;[cx, cy, zoom] = [mercatorX(lon), mercatorY(lat), to]
      redraw()
    },
    zoomBy(steps) {
      const [width, height] = size()
      zoomAbout(steps, width / 2, height / 2)
      told()
    },
    pictures: () => [canvas, overlay.canvas],
    recolour() {
      paint = colours()
      draw()
    },
    remove: () => resized.disconnect(),
  }
}
