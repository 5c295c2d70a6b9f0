// Web Mercator, from 0 to 1 in both directions, y to the south: what MapLibre's custom layers are given.

export const mercatorX = (lon: number) => (180 + lon) / 360
export const mercatorY = (lat: number) =>
  (180 - (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))) / 360
export const lonOf = (x: number) => x * 360 - 180
export const latOf = (y: number) => (360 / Math.PI) * Math.atan(Math.exp((180 - y * 360) * (Math.PI / 180))) - 90

/** Pixels that the world is wide at a zoom, as MapLibre counts zooms. */
export const worldAt = (zoom: number) => 512 * 2 ** zoom

/** Metres to a pixel at a latitude and zoom. */
export const metresPerPixel = (lat: number, zoom: number) =>
  (40075016.686 * Math.cos((lat * Math.PI) / 180)) / worldAt(zoom)
