// A table of any length: only the rows in sight are there. A grid to keyboards and screen readers.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { usePrinting } from '../printing'
import type { Sort } from '../state'

export type Column = {
  key: string
  head: string
  /** As CSS has it, of a column of a grid; its first number is the least, in pixels. */
  width: string
  numeric?: boolean
  sorts?: boolean
  cell: (row: number) => ComponentChildren
}

type Props = {
  label: string
  columns: Column[]
  /** What is asked of the cells, by position. */
  rows: ArrayLike<number>
  sort: Sort
  onSort: (sort: Sort) => void
  chosen: number
  onChoose: (row: number) => void
  /** What is said of so many rows that paper has no room for. */
  rest: (count: number) => string
}

const HEIGHT = 30
/** Rows drawn beyond what is in sight, and at most on paper. */
const BEYOND = 8
const ON_PAPER = 1500

export function VirtualTable({ label, columns, rows, sort, onSort, chosen, onChoose, rest }: Props) {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  // Beside what is drawn: the next key may come before that.
  const stands = useRef(0)
  const [, setActive] = useState(0)
  const activate = (position: number) => {
    stands.current = position
    setActive(position)
  }
  const printing = usePrinting()
  const first = printing ? 0 : Math.max(0, Math.floor(seen.top / HEIGHT) - BEYOND)
  const last = Math.min(rows.length, printing ? ON_PAPER : Math.ceil((seen.top + seen.height) / HEIGHT) + BEYOND)
  const template = columns.map((column) => column.width).join(' ')
  // Whatever stands in its cells, every row has columns as wide.
  const minWidth = `${columns.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)), 0)}px`
  const at = Math.min(stands.current, Math.max(0, rows.length - 1))

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const look = () => setSeen({ top: box.scrollTop, height: box.clientHeight })
    const resized = new ResizeObserver(look)
    resized.observe(box)
    return () => resized.disconnect()
  }, [])

  const bring = (position: number) => {
    const box = scroller.current
    if (!box) return
    const [top, bottom] = [position * HEIGHT, (position + 2) * HEIGHT]
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
  }
  // Whoever is chosen on the map is brought into sight here.
  useEffect(() => {
    if (chosen < 0) return
    const position = Array.prototype.indexOf.call(rows, chosen)
    if (position < 0) return
    activate(position)
    bring(position)
  }, [chosen, rows])

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(seen.height / HEIGHT) - 2)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
    const here = Math.min(stands.current, Math.max(0, rows.length - 1))
    let to = here
    if (event.key in steps) to += steps[event.key]
    else if (event.key === 'Home') to = 0
    else if (event.key === 'End') to = rows.length - 1
    else if (event.key === 'Enter' || event.key === ' ') rows.length && onChoose(rows[here])
    else return
    event.preventDefault()
    to = Math.max(0, Math.min(rows.length - 1, to))
    activate(to)
    bring(to)
  }

  const positions = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
  return (
    <div
      ref={scroller}
      class="table"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length ? `${id}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => setSeen({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div class="row head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((column) => (
          <Head key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div class="rows" role="presentation" style={{ height: printing ? 'auto' : `${rows.length * HEIGHT}px`, minWidth }}>
        {positions.map((position) => {
          const row = rows[position]
          return (
            <div
              key={row}
              id={`${id}-${position}`}
              class={`row${row === chosen ? ' chosen' : ''}${position === at ? ' active' : ''}`}
              role="row"
              aria-rowindex={position + 2}
              aria-selected={row === chosen}
              style={{ gridTemplateColumns: template, transform: `translateY(${position * HEIGHT}px)` }}
              onClick={() => {
                activate(position)
                onChoose(row)
              }}
            >
              {columns.map((column) => (
                <div key={column.key} class={column.numeric ? 'numeric' : ''} role="gridcell">
                  {column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
      {rows.length > ON_PAPER && <p class="rest">{rest(rows.length - ON_PAPER)}</p>}
    </div>
  )
}

function Head({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const mine = sort.column === column.key
  const way = mine ? (sort.down ? 'descending' : 'ascending') : 'none'
  const next = () => {
    // Numbers are asked for from the largest down; a third click gives the order of rows back.
    const order = column.numeric ? [true, false] : [false, true]
    if (!mine) return onSort({ column: column.key, down: order[0] })
    onSort(sort.down === order[0] ? { column: column.key, down: order[1] } : { column: '', down: false })
  }
  return (
    <div class={column.numeric ? 'numeric' : ''} role="columnheader" aria-sort={way}>
      {column.sorts === false ? (
        column.head
      ) : (
        <button type="button" tabIndex={-1} onClick={next} title={column.head}>
          {column.head}
          <span aria-hidden="true">{mine ? (sort.down ? ' ▼' : ' ▲') : ''}</span>
        </button>
      )}
    </div>
  )
}
