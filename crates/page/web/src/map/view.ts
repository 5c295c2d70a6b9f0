// What both maps can do.
import type { Geometry, Lang } from '../data'
import type { Layer } from '../state'
import type { Bounds, Scene } from './scene'

export type Shown = {
  /** Of each enterprise, whether it is drawn. */
  passes: Uint8Array
  layers: Layer[]
  lang: Lang
}

export type Listeners = {
  /** A mark by its place in the scene's list, or a place where none is. */
  onClick: (mark: number, lon: number, lat: number) => void
  onView: (lon: number, lat: number, zoom: number) => void
}

/** What is ringed, or outlined if it is an area, and the way that it goes, if it does. */
export type Marked = { at: [number, number]; way: [number, number][]; area: Geometry | null } | null

export interface MapView {
  show(shown: Shown): void
  /** Rings a place, and draws the way from there; both in longitude and latitude. */
  choose(chosen: Marked): void
  fit(bounds: Bounds, again: boolean): void
  /** Goes there, if it is not in sight. */
  go(lon: number, lat: number): void
  jump(lon: number, lat: number, zoom: number): void
  zoomBy(steps: number): void
  /** What is drawn, from below: for paper. */
  pictures(): HTMLCanvasElement[]
  /** Takes the colours of the page anew. */
  recolour(): void
  remove(): void
}

export type MakeMap = (into: HTMLElement, scene: Scene, listeners: Listeners) => MapView

/** How near a click has to be, in pixels. */
export const NEAR = 12

/** Larger signs the nearer one looks; `over`: zooms beyond the one that shows all. */
export const growth = (over: number) => Math.min(2.6, Math.max(0.9, 2 ** (over * 0.3)))
