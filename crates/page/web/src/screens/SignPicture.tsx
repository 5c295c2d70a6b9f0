// A sign beside a word, as the map and the paper have it.
import { useContext, useEffect, useRef } from 'preact/hooks'
import { Dark } from '../dark'
import type { Sign } from '../data'
import { drawSign, PIXELS_PER_MM } from '../map/signs'

/** Width of the box that holds it, in pixels. */
const SIDE = 16

export function SignPicture({ sign }: { sign: Sign | null }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useContext(Dark)
  useEffect(() => {
    const to = canvas.current?.getContext('2d')
    if (!to) return
    to.clearRect(0, 0, 2 * SIDE, 2 * SIDE)
    // Signs keep what they are wide beside one another, as far as the line has room.
    const width = sign ? Math.min(sign.sizeMm * PIXELS_PER_MM * 1.9, SIDE - 3) : 0
    if (sign) drawSign(to, sign, SIDE, SIDE, 2 * width, dark)
  }, [sign, dark])
  return <canvas ref={canvas} class="sign" width={2 * SIDE} height={2 * SIDE} aria-hidden="true" />
}
