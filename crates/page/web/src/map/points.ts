// Moves and signs as one custom layer: typed arrays that go to the graphics card once, so that a million
// of them can be panned. Features of GeoJSON of that number would take minutes.
import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl'
import type { Scene } from './scene'
import { ENTERPRISE } from './scene'
import { picture, PIXELS_PER_MM, widthOf } from './signs'

/** Pixels of the picture of a sign, and the part of it that the sign fills, its edge apart. */
const SIDE = 64
const ROOM = 0.75

const MARKS = `#version 300 es
uniform mat4 matrix;
uniform float scale;
in vec2 at;
in float sign;
in float width;
in float shown;
flat out int layer;
void main() {
  gl_Position = shown > 0.0 ? matrix * vec4(at, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = width * scale;
  layer = int(sign);
}`
const PAINT = `#version 300 es
precision mediump float;
precision mediump sampler2DArray;
uniform sampler2DArray pictures;
flat in int layer;
out vec4 colour;
void main() {
  colour = texture(pictures, vec3(gl_PointCoord, float(layer)));
  if (colour.a < 0.01) discard;
}`
const LINES = `#version 300 es
uniform mat4 matrix;
uniform vec2 pixels;
uniform vec2 widths;
in vec4 ends;
in vec2 behind;
in float shown;
out vec2 across;
void main() {
  vec4 a = matrix * vec4(ends.xy, 0.0, 1.0);
  vec4 b = matrix * vec4(ends.zw, 0.0, 1.0);
  vec2 along = (b.xy / b.w - a.xy / a.w) * pixels;
  float far = length(along);
  vec2 aside = far > 0.0 ? vec2(-along.y, along.x) / far : vec2(0.0);
  bool first = gl_VertexID < 2;
  float side = gl_VertexID % 2 == 0 ? 1.0 : -1.0;
  // Half a pixel more on each side, over which the edge fades.
  float half_width = mix(widths.x, widths.y, first ? behind.x : behind.y) * 0.5 + 0.5;
  across = vec2(side * half_width, half_width);
  vec4 end = first ? a : b;
  end.xy += aside * side * half_width / pixels * 2.0 * end.w;
  gl_Position = shown > 0.0 ? end : vec4(2.0, 2.0, 2.0, 1.0);
}`
const INK = `#version 300 es
precision mediump float;
uniform vec4 ink;
in vec2 across;
out vec4 colour;
void main() {
  float alpha = ink.a * clamp(across.y - abs(across.x), 0.0, 1.0);
  colour = vec4(ink.rgb * alpha, alpha);
}`

export class Points implements CustomLayerInterface {
  readonly id = 'points'
  readonly type = 'custom' as const
  readonly renderingMode = '2d' as const
  /** How much larger than ordinary signs are at this zoom. */
  growth = 1
  moves = true

  private marks!: WebGLProgram
  private lines!: WebGLProgram
  private markArray!: WebGLVertexArrayObject
  private moveArray!: WebGLVertexArrayObject
  private marksShown!: WebGLBuffer
  private movesShown!: WebGLBuffer
  private pictures: WebGLTexture | null = null
  private ink = '#0072b2'
  private dark = false
  private redrawn = false
  private passes: Uint8Array | null = null
  private changed = true
  /** Coordinates are kept from here, since single precision has no room for a district on the globe. */
  private readonly from: [number, number]

  constructor(private readonly scene: Scene) {
    const { x, y, count } = scene.marks
    this.from = count ? [x[0], y[0]] : [0, 0]
  }

  /** Draws only the enterprises that pass. */
  show(passes: Uint8Array) {
    this.passes = passes
    this.changed = true
  }

  /** Takes the colour of moves, and signs for light or dark ground. */
  recolour(ink: string, dark: boolean) {
    this.redrawn ||= this.dark !== dark
    this.ink = ink
    this.dark = dark
  }

  onAdd(_: unknown, gl: WebGL2RenderingContext) {
    this.marks = program(gl, MARKS, PAINT)
    this.lines = program(gl, LINES, INK)
    this.pictures = pictures(gl, this.scene, this.dark)
    this.buildMarks(gl)
    this.buildMoves(gl)
    this.changed = true
  }

  onRemove(_: unknown, gl: WebGL2RenderingContext) {
    gl.deleteProgram(this.marks)
    gl.deleteProgram(this.lines)
    gl.deleteTexture(this.pictures)
    gl.deleteVertexArray(this.markArray)
    gl.deleteVertexArray(this.moveArray)
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput) {
    const matrix = moved(input.defaultProjectionData.mainMatrix, this.from)
    if (this.changed) this.mask(gl)
    if (this.redrawn) {
      gl.deleteTexture(this.pictures)
      this.pictures = pictures(gl, this.scene, this.dark)
      this.redrawn = false
    }
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.DEPTH_TEST)
    gl.disable(gl.STENCIL_TEST)
    const dense = devicePixelRatio || 1
    if (this.moves && this.scene.moves.count) {
      const [, r, g, b] = /#(..)(..)(..)/.exec(this.ink) ?? ['', '00', '72', 'b2']
      const part = (hex: string) => parseInt(hex, 16) / 255
      gl.useProgram(this.lines)
      gl.uniformMatrix4fv(gl.getUniformLocation(this.lines, 'matrix'), false, matrix)
      gl.uniform2f(gl.getUniformLocation(this.lines, 'pixels'), gl.drawingBufferWidth, gl.drawingBufferHeight)
      const [site, park] = this.scene.plan.moveMm
      const wide = PIXELS_PER_MM * dense * 1.4
      gl.uniform2f(gl.getUniformLocation(this.lines, 'widths'), site * wide, Math.max(park * wide, dense))
      gl.uniform4f(gl.getUniformLocation(this.lines, 'ink'), part(r), part(g), part(b), this.scene.plan.moveOpacity)
      gl.bindVertexArray(this.moveArray)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.scene.moves.count)
    }
    gl.useProgram(this.marks)
    gl.uniformMatrix4fv(gl.getUniformLocation(this.marks, 'matrix'), false, matrix)
    gl.uniform1f(gl.getUniformLocation(this.marks, 'scale'), (dense * this.growth) / ROOM)
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.pictures)
    gl.uniform1i(gl.getUniformLocation(this.marks, 'pictures'), 0)
    gl.bindVertexArray(this.markArray)
    gl.drawArrays(gl.POINTS, 0, this.scene.marks.count)
    gl.bindVertexArray(null)
  }

  private buildMarks(gl: WebGL2RenderingContext) {
    const { marks, signs, plan } = this.scene
    const at = new Float32Array(2 * marks.count)
    const width = new Float32Array(marks.count)
    const ordinary = signs.map((sign) => widthOf(sign, 1))
    for (let i = 0; i < marks.count; i++) {
      at[2 * i] = marks.x[i] - this.from[0]
      at[2 * i + 1] = marks.y[i] - this.from[1]
      // Only enterprises crowd: all else has its ordinary size.
      width[i] = ordinary[marks.sign[i]] * (marks.kind[i] === ENTERPRISE ? plan.signSize : 0.8)
    }
    this.markArray = gl.createVertexArray()
    gl.bindVertexArray(this.markArray)
    attribute(gl, this.marks, 'at', at, 2, gl.FLOAT)
    attribute(gl, this.marks, 'sign', marks.sign.slice(0, marks.count), 1, gl.UNSIGNED_BYTE)
    attribute(gl, this.marks, 'width', width, 1, gl.FLOAT)
    this.marksShown = attribute(gl, this.marks, 'shown', new Uint8Array(marks.count).fill(1), 1, gl.UNSIGNED_BYTE)
    gl.bindVertexArray(null)
  }

  private buildMoves(gl: WebGL2RenderingContext) {
    const { moves } = this.scene
    const ends = new Float32Array(4 * moves.count)
    for (let i = 0; i < ends.length; i++) ends[i] = moves.ends[i] - this.from[i % 2]
    this.moveArray = gl.createVertexArray()
    gl.bindVertexArray(this.moveArray)
    attribute(gl, this.lines, 'ends', ends, 4, gl.FLOAT, 1)
    attribute(gl, this.lines, 'behind', moves.behind.slice(0, 2 * moves.count), 2, gl.FLOAT, 1)
    const all = new Uint8Array(moves.count).fill(1)
    this.movesShown = attribute(gl, this.lines, 'shown', all, 1, gl.UNSIGNED_BYTE, 1)
    gl.bindVertexArray(null)
  }

  /** Tells the graphics card who passes. */
  private mask(gl: WebGL2RenderingContext) {
    this.changed = false
    const { passes } = this
    if (!passes) return
    for (const [{ count, kind, of }, buffer] of [
      [this.scene.marks, this.marksShown],
      [this.scene.moves, this.movesShown],
    ] as const) {
      const shown = new Uint8Array(count)
      for (let i = 0; i < count; i++) shown[i] = kind[i] === ENTERPRISE ? passes[of[i]] : 1
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, shown)
    }
  }
}

/** The matrix for coordinates that are counted from a place: in double precision, then in single. */
function moved(matrix: ArrayLike<number>, [x, y]: [number, number]): Float32Array {
  const out = new Float32Array(16)
  for (let i = 0; i < 16; i++) out[i] = matrix[i]
  for (let i = 0; i < 4; i++) out[12 + i] = matrix[i] * x + matrix[4 + i] * y + matrix[12 + i]
  return out
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? 'shader')
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return program
}

function attribute(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  name: string,
  values: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
  size: number,
  type: number,
  divisor = 0,
): WebGLBuffer {
  const buffer = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW)
  const place = gl.getAttribLocation(program, name)
  gl.enableVertexAttribArray(place)
  gl.vertexAttribPointer(place, size, type, false, 0, 0)
  gl.vertexAttribDivisor(place, divisor)
  return buffer
}

/** The pictures of all signs, one a layer, smaller ones of each for small signs. */
function pictures(gl: WebGL2RenderingContext, { signs }: Scene, dark: boolean): WebGLTexture {
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture)
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
  const levels = Math.log2(SIDE) + 1
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, levels, gl.RGBA8, SIDE, SIDE, Math.max(1, signs.length))
  signs.forEach((sign, layer) => {
    const drawn = picture(sign, SIDE, ROOM, dark)
    gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, layer, SIDE, SIDE, 1, gl.RGBA, gl.UNSIGNED_BYTE, drawn)
  })
  gl.generateMipmap(gl.TEXTURE_2D_ARRAY)
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR)
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
  return texture
}
