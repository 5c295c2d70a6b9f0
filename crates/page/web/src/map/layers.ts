// The ground as ordinary layers of MapLibre: district, towns, zones and parks.
import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type * as GeoJSON from 'geojson'
import type { Geometry, Plan, Zone } from '../data'
import type { Colours } from './colours'
import { loadsOf } from './moves'

type Feature = GeoJSON.Feature
const feature = (geometry: Geometry, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  geometry: geometry as GeoJSON.Geometry,
  properties,
})
const source = (features: Feature[]): GeoJSONSourceSpecification => ({
  type: 'geojson',
  data: { type: 'FeatureCollection', features },
  // As it is: at a district's scale every corner of a boundary counts.
  tolerance: 0.1,
})

/** The names of the images that hatch zones. */
export const hatchName = (kind: number) => `zone-${kind}`

export function styleOf(plan: Plan, colours: Colours): StyleSpecification {
  const { ground, parks } = plan
  const outlines = (all: typeof ground.towns) => source(all.map((one) => feature(one.geometry, {})))
  const zones = ground.zones.map((zone) => feature(freeCircle(zone), { kind: zone.kind }))
  const footprints = parks.map((park) => feature(park.footprint, { fill: park.fill, edge: park.edge }))
  return {
    version: 8,
    // Paper does not wait.
    transition: { duration: 0, delay: 0 },
    sources: {
      city: outlines(ground.city),
      district: outlines(ground.district),
      towns: outlines(ground.towns),
      zones: source(zones),
      parks: source(footprints),
      roads: source(loadsOf(plan).map(({ line, moves }) => feature({ type: 'MultiLineString', coordinates: [line] }, { moves }))),
    },
    layers: layers(plan, colours),
  }
}

/** The layers in these colours; else they are always the same. */
export function layers(plan: Plan, colours: Colours): LayerSpecification[] {
  const fenced = plan.ground.district.length > 0
  const zones = plan.ground.zoneKinds.flatMap((kind, index): LayerSpecification[] => {
    const filter: ['==', ['get', string], number] = ['==', ['get', 'kind'], index]
    return [
      {
        id: `zones-fill-${index}`,
        type: 'fill',
        source: 'zones',
        filter: ['all', filter, ['==', ['geometry-type'], 'Polygon']],
        paint: { 'fill-pattern': hatchName(index), 'fill-opacity': 0.45 },
      },
      {
        id: `zones-line-${index}`,
        type: 'line',
        source: 'zones',
        filter: ['all', filter, ['==', ['geometry-type'], 'Polygon']],
        paint: { 'line-color': kind.colour, 'line-width': 1, 'line-dasharray': [4, 2], 'line-opacity': 0.8 },
      },
      {
        id: `zones-course-${index}`,
        type: 'line',
        source: 'zones',
        filter: ['all', filter, ['==', ['geometry-type'], 'LineString']],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': kind.colour, 'line-width': 3, 'line-opacity': 0.55 },
      },
    ]
  })
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': fenced ? colours.surround : colours.land } },
    { id: 'district', type: 'fill', source: 'district', paint: { 'fill-color': colours.land } },
    { id: 'city', type: 'line', source: 'city', paint: { 'line-color': colours.town, 'line-width': 0.8 } },
    ...zones,
    {
      id: 'towns',
      type: 'line',
      source: 'towns',
      paint: { 'line-color': colours.town, 'line-width': 0.8, 'line-dasharray': [3, 2] },
    },
    { id: 'border', type: 'line', source: 'district', paint: { 'line-color': colours.border, 'line-width': 1.6 } },
    ...parks(colours.dark, false),
    ...parks(!colours.dark, true),
    {
      id: 'roads',
      type: 'line',
      source: 'roads',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours.road, 'line-width': ['+', 1, ['*', 0.7, ['sqrt', ['get', 'moves']]]] },
    },
  ]
}

/** Parks as they are by day or by night, of which one is seen: a change then asks for no new tiles. */
function parks(seen: boolean, day: boolean): LayerSpecification[] {
  const filter: ['==', ['geometry-type'], string] = ['==', ['geometry-type'], 'Polygon']
  const [fill, edge] = day ? ['fill', 'edge'] : ['edge', 'fill']
  const id = `parks-${day ? 'day' : 'night'}`
  return [
    {
      id,
      type: 'fill',
      source: 'parks',
      filter,
      paint: { 'fill-color': ['get', fill], 'fill-opacity': seen ? 0.7 : 0 },
    },
    {
      id: `${id}-edge`,
      type: 'line',
      source: 'parks',
      filter,
      paint: { 'line-color': ['get', edge], 'line-width': 1.4, 'line-opacity': seen ? 1 : 0 },
    },
  ]
}

/** A point that keeps a circle free, as that circle; any other zone as it is. */
export function freeCircle({ geometry, distanceM }: Zone): Geometry {
  if (geometry.type !== 'Point' || !distanceM) return geometry
  const [lon, lat] = geometry.coordinates
  // For drawing: a degree of latitude has 111.2 km.
  const north = distanceM / 111_195
  const east = north / Math.cos((lat * Math.PI) / 180)
  const corner = (i: number): [number, number] => {
    const turn = (2 * Math.PI * i) / 64
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)]
  }
  return { type: 'MultiPolygon', coordinates: [[Array.from({ length: 65 }, (_, i) => corner(i))]] }
}
