// Draws signs as the table of signs has them.
import type { Sign } from '../data'

/** CSS pixels to a millimetre, and how much larger signs are on a screen, which is read from further than paper. */
export const PIXELS_PER_MM = 96 / 25.4
const LARGER = 1.5

/** The width of a sign in CSS pixels, among so many that its size is `scale` of the ordinary. */
export const widthOf = (sign: Sign, scale: number) => sign.sizeMm * PIXELS_PER_MM * LARGER * scale

/** About signs on dark ground, where dark rims are lost. */
const HALO = '#e6eaed'

/** Draws a sign `width` wide about a place. */
export function drawSign(
  to: CanvasRenderingContext2D,
  sign: Sign,
  x: number,
  y: number,
  width: number,
  dark: boolean,
) {
  to.save()
  to.translate(x, y)
  to.scale(width / 2, width / 2)
  to.beginPath()
  if (!sign.corners.length) to.arc(0, 0, 1, 0, 2 * Math.PI)
  for (const line of sign.corners) {
    line.forEach(([cx, cy], i) => (i ? to.lineTo(cx, cy) : to.moveTo(cx, cy)))
    if (sign.fill) to.closePath()
  }
  to.lineJoin = 'round'
  const edge = (2 * sign.edgeMm) / sign.sizeMm
  if (dark) {
    to.lineWidth = edge + 0.3
    to.strokeStyle = HALO
    to.stroke()
  }
  if (sign.fill) {
    to.fillStyle = sign.fill
    to.fill()
  }
  to.lineWidth = edge
  to.strokeStyle = sign.edge
  to.stroke()
  to.restore()
}

/** A sign on a canvas of its own, which it fills but for its edge. */
export function picture(sign: Sign, side: number, room: number, dark: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const to = canvas.getContext('2d')
  if (to) drawSign(to, sign, side / 2, side / 2, side * room, dark)
  return canvas
}
