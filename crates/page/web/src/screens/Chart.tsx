// A chart by uPlot; whoever does not see it has the table beside it.
import { useContext, useLayoutEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { Dark } from '../dark'
import 'uplot/dist/uPlot.min.css'

export type Series = { label: string; colour: string; values: (number | null)[]; line?: boolean }

type Props = {
  label: string
  /** What stands below each bar. */
  names: string[]
  series: Series[]
  unit: string
  height?: number
  onChoose?: (index: number) => void
}

export function Chart({ label, names, series, unit, height = 220, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const dark = useContext(Dark)
  useLayoutEffect(() => {
    const into = box.current
    if (!into) return
    const chart = new uPlot(options(into.clientWidth, height, names, series, unit), data(names, series), into)
    const resized = new ResizeObserver(() => chart.setSize({ width: into.clientWidth, height }))
    resized.observe(into)
    const click = () => {
      const index = chart.cursor.idx
      if (onChoose && index !== null && index !== undefined) onChoose(index)
    }
    chart.over.addEventListener('click', click)
    return () => {
      resized.disconnect()
      chart.destroy()
    }
  }, [names, series, unit, height, dark])
  return <div ref={box} class={`chart${onChoose ? ' asks' : ''}`} role="img" aria-label={label} />
}

const data = (names: string[], series: Series[]): uPlot.AlignedData => [
  names.map((_, index) => index),
  ...series.map((one) => one.values),
]

function options(width: number, height: number, names: string[], series: Series[], unit: string): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const ink = style.getPropertyValue('--text').trim()
  const rule = style.getPropertyValue('--rule').trim()
  const font = `11px ${getComputedStyle(document.body).fontFamily}`
  const bars = series.filter((one) => !one.line).length
  const wide = 0.8 / Math.max(1, bars)
  let bar = 0
  const shown = series.map((one): uPlot.Series => {
    if (one.line) {
      const mark = { show: true, size: 9, stroke: one.colour, fill: 'transparent', width: 2 }
      return { label: one.label, stroke: one.colour, points: mark, paths: () => null }
    }
    const place = bar++
    // Bars of a group stand beside one another about the middle.
    const shift = (place - (bars - 1) / 2) * wide
    const paths: uPlot.Series.PathBuilder = (u, s, from, to) => {
      const fill = new Path2D()
      const [left, right] = [u.valToPos(0, 'x', true), u.valToPos(1, 'x', true)]
      const step = right - left
      const ground = u.valToPos(0, 'y', true)
      for (let i = from; i <= to; i++) {
        const value = u.data[s][i]
        if (value === null || value === undefined) continue
        const middle = u.valToPos(u.data[0][i], 'x', true) + shift * step
        const top = u.valToPos(value, 'y', true)
        fill.rect(middle - (wide * step) / 2 + 1, top, Math.max(1, wide * step - 2), ground - top)
      }
      return { stroke: fill, fill }
    }
    return { label: one.label, stroke: one.colour, fill: one.colour, width: 0, paths, points: { show: false } }
  })
  return {
    width,
    height,
    scales: {
      x: { time: false, range: () => [-0.6, names.length - 0.4] },
      y: { range: (_, __, most) => [0, Math.max(most * 1.05, 1e-9)] },
    },
    legend: { live: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    series: [{ label: unit }, ...shown],
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { show: false },
        splits: () => names.map((_, index) => index),
        values: (u, splits) => splits.map((at) => fitted(names[at] ?? '', (u.bbox.width / devicePixelRatio - 4) / names.length - 4)),
        size: Math.max(...names.map((name) => name.length)) > 6 ? 52 : 26,
      },
      { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false }, size: 56 },
    ],
  }
}

const LINES = 3

/** A name over a few lines as wide as its column, cut where it has no more. */
function fitted(name: string, width: number): string {
  const wide = (text: string) => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 11 : 6), 0)
  const lines: string[] = ['']
  // Ideographs may stand on any line, words only as a whole.
  for (const part of name.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    const last = lines.length - 1
    if (!lines[last] || wide(lines[last] + part.trimEnd()) <= width) lines[last] += part
    else lines.push(part)
  }
  const shown = lines.slice(0, LINES).map((line) => {
    let cut = line.trim()
    while (cut && wide(cut) > width) cut = cut.slice(0, -1)
    return cut
  })
  if (lines.length > LINES) shown[LINES - 1] = `${shown[LINES - 1].slice(0, -1)}…`
  return shown.join('\n')
}
