// The colours of the map, which the style sheet has, so that light and dark are said in one place.

const NAMES = ['land', 'surround', 'border', 'town', 'name', 'town-name', 'here', 'move', 'road'] as const
export type Colours = Record<(typeof NAMES)[number], string> & { dark: boolean }

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()])
  return { ...Object.fromEntries(of), dark: style.getPropertyValue('--dark').trim() === '1' } as Colours
}

/** The hatching of a kind of zone: its place turns it, so that kinds differ without colour. */
export function hatch(place: number, colour: string, side = 16): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const to = canvas.getContext('2d')!
  to.strokeStyle = to.fillStyle = colour
  to.lineWidth = side / 9
  const line = (ax: number, ay: number, bx: number, by: number) => {
    to.beginPath()
    to.moveTo(ax * side, ay * side)
    to.lineTo(bx * side, by * side)
    to.stroke()
  }
  const aslant = (rise: 1 | -1) => {
    for (const shift of [-1, 0, 1]) {
      if (rise > 0) line(shift - 0.1, -0.1, shift + 1.1, 1.1)
      else line(shift - 0.1, 1.1, shift + 1.1, -0.1)
    }
  }
  switch (place % 6) {
    case 0:
      aslant(-1)
      break
    case 1:
      aslant(1)
      break
    case 2:
      line(0, 0.5, 1, 0.5)
      break
    case 3:
      line(0.5, 0, 0.5, 1)
      break
    case 4:
      to.fillRect(side * 0.38, side * 0.38, side * 0.24, side * 0.24)
      break
    default:
      aslant(1)
      aslant(-1)
  }
  return to.getImageData(0, 0, side, side)
}
