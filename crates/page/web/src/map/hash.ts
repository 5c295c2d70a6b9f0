// Finds the mark next to a place: marks in the squares of a grid, each square a run of one list.
import type { Marks } from './scene'

export class SpatialHash {
  private readonly starts: Int32Array
  private readonly order: Int32Array
  private readonly west: number
  private readonly north: number
  private readonly step: number
  private readonly across: number
  private readonly down: number

  constructor(private readonly marks: Marks) {
    const { x, y, count } = marks
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < count; i++) {
      west = Math.min(west, x[i])
      east = Math.max(east, x[i])
      north = Math.min(north, y[i])
      south = Math.max(south, y[i])
    }
    if (!count) [west, north, east, south] = [0, 0, 0, 0]
    const side = Math.max(1, Math.ceil(Math.sqrt(count / 2)))
    this.west = west
    this.north = north
    this.step = Math.max(east - west, south - north, 1e-12) / side
    this.across = Math.floor((east - west) / this.step) + 1
    this.down = Math.floor((south - north) / this.step) + 1
    this.starts = new Int32Array(this.across * this.down + 1)
    this.order = new Int32Array(count)
    const square = (i: number) => this.row(y[i]) * this.across + this.column(x[i])
    for (let i = 0; i < count; i++) this.starts[square(i) + 1]++
    for (let s = 1; s < this.starts.length; s++) this.starts[s] += this.starts[s - 1]
    const next = this.starts.slice()
    for (let i = 0; i < count; i++) this.order[next[square(i)]++] = i
  }

  private column = (x: number) => Math.max(0, Math.min(this.across - 1, Math.floor((x - this.west) / this.step)))
  private row = (y: number) => Math.max(0, Math.min(this.down - 1, Math.floor((y - this.north) / this.step)))

  /** The mark nearest to a place within a distance, the one on top of those as near; -1: none. */
  nearest(x: number, y: number, within: number, counts: (mark: number) => boolean): number {
    let [best, least] = [-1, within * within]
    for (let r = this.row(y - within); r <= this.row(y + within); r++) {
      for (let c = this.column(x - within); c <= this.column(x + within); c++) {
        const square = r * this.across + c
        for (let at = this.starts[square]; at < this.starts[square + 1]; at++) {
          const mark = this.order[at]
          const far = (this.marks.x[mark] - x) ** 2 + (this.marks.y[mark] - y) ** 2
          if ((far < least || (far === least && mark > best)) && counts(mark)) [best, least] = [mark, far]
        }
      }
    }
    return best
  }
}
