// A short table, all of whose rows are there.
import type { ComponentChildren } from 'preact'

type Props = {
  label: string
  head: string[]
  /** Columns of numbers, by position. */
  numbers?: number[]
  rows: ComponentChildren[][]
  /** The row that stands out. */
  marked?: number
  /** The last row is a sum. */
  sum?: boolean
}

export function Table({ label, head, numbers = [], rows, marked = -1, sum = false }: Props) {
  const kind = (column: number) => (numbers.includes(column) ? 'numeric' : '')
  return (
    <div class="scroll">
      <table aria-label={label}>
        <thead>
          <tr>
            {head.map((word, column) => (
              <th key={column} scope="col" class={kind(column)}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} class={index === marked ? 'chosen' : sum && index === rows.length - 1 ? 'sum' : ''}>
              {row.map((cell, column) => (
                <td key={column} class={kind(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
