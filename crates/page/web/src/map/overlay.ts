// What lies above the map: names, in the fonts of the computer, and a ring about what is chosen.
import type { Lang } from '../data'
import { read } from '../words'
import type { Colours } from './colours'
import { mercatorX, mercatorY } from './mercator'
import { chains, type Label, type Scene } from './scene'
import type { Marked } from './view'

export type Project = (x: number, y: number) => [number, number]

export class Overlay {
  readonly canvas = document.createElement('canvas')
  chosen: Marked = null
  lang: Lang = 'zh'
  private readonly to = this.canvas.getContext('2d')!

  constructor(private readonly scene: Scene) {
    this.canvas.className = 'overlay'
    this.canvas.setAttribute('aria-hidden', 'true')
  }

  draw(width: number, height: number, project: Project, colours: Colours) {
    const dense = devicePixelRatio || 1
    if (this.canvas.width !== Math.round(width * dense) || this.canvas.height !== Math.round(height * dense)) {
      this.canvas.width = Math.round(width * dense)
      this.canvas.height = Math.round(height * dense)
    }
    this.to.setTransform(dense, 0, 0, dense, 0, 0)
    this.to.clearRect(0, 0, width, height)
    if (this.chosen) this.ring(this.chosen, project, colours)
    this.names(width, height, project, colours)
  }

  /** A ring about what is chosen, and the way that it goes. */
  private ring({ at, way, area }: NonNullable<Marked>, project: Project, colours: Colours) {
    const place = ([lon, lat]: [number, number]) => project(mercatorX(lon), mercatorY(lat))
    const [x, y] = place(at)
    for (const [wide, colour] of [[6, colours.land], [3, colours.here]] as const) {
      this.to.lineWidth = wide
      this.to.strokeStyle = colour
      this.to.lineCap = this.to.lineJoin = 'round'
      this.to.beginPath()
      if (area) {
        for (const chain of chains(area)) {
          chain.forEach((corner, i) => (i ? this.to.lineTo(...place(corner)) : this.to.moveTo(...place(corner))))
        }
      } else this.to.arc(x, y, 11, 0, 2 * Math.PI)
      way.forEach((corner, i) => (i ? this.to.lineTo(...place(corner)) : this.to.moveTo(...place(corner))))
      this.to.stroke()
    }
  }

  /** Names that have room, the weightiest first. */
  private names(width: number, height: number, project: Project, colours: Colours) {
    const taken: [number, number, number, number][] = []
    this.to.textAlign = 'center'
    this.to.textBaseline = 'middle'
    this.to.lineJoin = 'round'
    for (const label of this.scene.labels) {
      const [middle, y] = project(label.x, label.y)
      if (middle < 0 || y < 0 || middle > width || y > height) continue
      this.to.font = `${label.town ? 400 : 600} 12px ${FONT}, sans-serif`
      const text = read(this.lang, label.text)
      const half = this.to.measureText(text).width / 2 + 3
      // Whole, also at the edge.
      const x = Math.max(half, Math.min(width - half, middle))
      const box: [number, number, number, number] = [x - half, y - 9, x + half, y + 9]
      if (taken.some((other) => meet(box, other))) continue
      taken.push(box)
      this.write(label, text, x, y, colours)
    }
  }

  private write(label: Label, text: string, x: number, y: number, colours: Colours) {
    this.to.lineWidth = 3
    this.to.strokeStyle = colours.land
    this.to.strokeText(text, x, y)
    this.to.fillStyle = label.town ? colours['town-name'] : colours.name
    this.to.fillText(text, x, y)
  }
}

const FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui'

const meet = (a: [number, number, number, number], b: [number, number, number, number]) =>
  a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
