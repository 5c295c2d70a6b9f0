// The parts of the page that need no browser, held against slow and simple ones: `node units.js`.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'

const web = new URL('../../crates/page/web/', import.meta.url)
const require = createRequire(new URL('package.json', web))
const { rolldown } = await import(createRequire(require.resolve('vite')).resolve('rolldown'))
const source = (file) => JSON.stringify(fileURLToPath(new URL(`src/${file}`, web)))
const files = ['select.ts', 'state.ts', 'speak.ts', 'map/hash.ts', 'map/scene.ts', 'map/mercator.ts', 'map/layers.ts', 'map/moves.ts', 'unpack.ts']
const entry = files.map((file) => `export * from ${source(file)}`).join('\n')
const bundle = await rolldown({
  input: 'entry',
  plugins: [{ name: 'entry', resolveId: (id) => (id === 'entry' ? id : null), load: (id) => (id === 'entry' ? entry : null) }],
})
const { output } = await bundle.generate({ format: 'es' })
const of = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)

/** Numbers from 0 to 1, the same on every run. */
function numbers(seed) {
  let state = seed
  return () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), state / 2 ** 32)
}
const text = (word) => ({ zh: word, en: word })

/** A plan of so many enterprises, as much of it as lists ask for. */
function planOf(count, seed) {
  const next = numbers(seed)
  const below = (n) => Math.floor(next() * n)
  const all = (make) => Array.from({ length: count }, make)
  const verdicts = ['in_park', 'closes', 'moves', 'unplaced'].map((key) => ({ key, label: text(key) }))
  const verdict = all(() => below(4))
  const ids = all((_, row) => `E${row}`)
  const columns = {
    verdict: Int32Array.from(verdict),
    park: Int32Array.from(verdict, (v) => (v === 2 ? below(3) : -1)),
    inside: Int32Array.from(verdict, (v) => (v === 0 ? below(3) : -1)),
    town: Int32Array.from(all(() => below(4) - 1)),
    industry: Int32Array.from(all(() => below(4) - 1)),
    class: Int32Array.from(all(() => below(3) - 1)),
    certain: Int32Array.from(all(() => below(3) - 1)),
    year: Int32Array.from(verdict, (v) => (v === 2 && next() < 0.8 ? 2027 + below(3) : -1)),
    land: Float64Array.from(all(() => (next() < 0.1 ? NaN : below(20) * 1e4))),
  }
  return {
    lang: 'zh',
    areaUnit: ['mu', 'ha'],
    units: [{ unit: 'ha', name: text('ha'), perHectare: 1 }, { unit: 'mu', name: text('mu'), perHectare: 15 }],
    figures: { verdicts },
    parks: ['a', 'b', 'c'].map((id) => ({ id, name: text(id) })),
    projects: [],
    earlier: { parks: [], becomes: Int32Array.from(all(() => below(6) - 1)), park: new Int32Array(count) },
    enterprises: {
      ids,
      names: ids.map((id, row) => (row % 3 ? '' : `名称 ${id}`)),
      industries: [{ code: 'C26' }, { code: 'C261' }, { code: 'C36' }],
      towns: ['枫泾', '亭林', '张堰'].map(text),
      classes: ['A', 'B'],
      columns,
    },
  }
}

test('a filter leaves those that each of its parts leaves', () => {
  const plan = planOf(500, 1)
  const { columns: c, ids, names, industries } = plan.enterprises
  const cases = [
    [{ verdicts: [1, 2] }, (r) => [1, 2].includes(c.verdict[r])],
    [{ park: 1 }, (r) => c.park[r] === 1 || c.inside[r] === 1],
    [{ town: 0 }, (r) => c.town[r] === 0],
    [{ industry: 'C26' }, (r) => industries[c.industry[r]]?.code.startsWith('C26') ?? false],
    [{ class: 1 }, (r) => c.class[r] === 1],
    [{ certain: 0 }, (r) => c.certain[r] === 0],
    [{ becomes: 1 }, (r) => plan.earlier.becomes[r] === 1],
    [{ year: 2028 }, (r) => (c.verdict[r] === 2 ? c.year[r] > 0 && c.year[r] <= 2028 : true)],
    [{ query: ' e1 ' }, (r) => `${ids[r]} ${names[r]}`.toLowerCase().includes('e1')],
  ]
  for (const [part, holds] of cases) {
    const passes = of.passing(plan, { ...of.initial(plan), ...part })
    assert.deepEqual([...passes], ids.map((_, r) => Number(holds(r))), JSON.stringify(part))
  }
  const both = { ...of.initial(plan), ...cases[0][0], ...cases[2][0] }
  const expected = ids.map((_, r) => Number(cases[0][1](r) && cases[2][1](r)))
  assert.deepEqual([...of.passing(plan, both)], expected)
})

test('sorting keeps everybody, unknown last, ties by row, whichever way', () => {
  const plan = planOf(300, 2)
  const { land } = plan.enterprises.columns
  const passes = new Uint8Array(300).fill(1)
  for (const down of [false, true]) {
    const rows = [...of.ordered(plan, passes, { column: 'land', down })]
    assert.deepEqual(rows.toSorted((a, b) => a - b), rows.map((_, row) => row))
    for (let i = 1; i < rows.length; i++) {
      const [a, b] = [land[rows[i - 1]], land[rows[i]]]
      if (Number.isNaN(a)) assert.ok(Number.isNaN(b))
      else if (!Number.isNaN(b)) assert.ok(down ? a >= b : a <= b)
      if (Object.is(a, b)) assert.ok(rows[i - 1] < rows[i])
    }
  }
  const byId = [...of.ordered(plan, passes, { column: 'id', down: false })]
  assert.deepEqual(byId, byId.map((_, row) => row), 'E2 comes before E10')
  assert.deepEqual([...of.ordered(plan, passes, { column: 'no such', down: true })], byId)
})

test('a state comes back from its fragment', () => {
  const plan = planOf(50, 3)
  const next = numbers(4)
  const pick = (list) => list[Math.floor(next() * list.length)]
  for (let i = 0; i < 300; i++) {
    const lang = pick(['zh', 'en'])
    const state = {
      ...of.initial(plan, lang),
      unit: pick(['ha', 'mu']),
      scheme: pick(['auto', 'light', 'dark']),
      tab: pick(['enterprises', 'parks', 'figures', 'sources']),
      chosen: pick([null, { kind: 'enterprise', index: 7 }, { kind: 'park', index: 2 }]),
      verdicts: pick([[], [0], [1, 3]]),
      park: pick([-1, 0, 2]),
      town: pick([-1, 1]),
      industry: pick(['', 'C26', 'C 3&=#']),
      class: pick([-1, 0, 1]),
      certain: pick([-1, 0, 1]),
      becomes: pick([-1, 0, 4]),
      year: pick([0, 2028]),
      query: pick(['', 'a&b=c#d', '<img src=x>', '张 堰', '100%']),
      sort: pick([{ column: '', down: false }, { column: 'land', down: true }]),
      projectSort: pick([{ column: '', down: false }, { column: 'cost', down: true }]),
      layers: pick([['moves', 'zones'], [], ['moves', 'zones', 'roads'], ['roads']]),
      parkSort: pick([{ column: '', down: false }, { column: 'free', down: false }]),
      view: pick([null, [121.25, 30.8, 11.5]]),
    }
    assert.deepEqual(of.restored(plan, `#${of.fragment(plan, state)}`), state)
  }
  assert.equal(of.fragment(plan, of.initial(plan)), '')
})

test('the nearest mark is the one that looking at all of them finds', () => {
  const next = numbers(5)
  for (const count of [0, 1, 2, 50, 2000]) {
    const coordinates = () => Float64Array.from({ length: count }, () => Math.round(next() * 200) / 200)
    const marks = { count, x: coordinates(), y: coordinates() }
    const hash = new of.SpatialHash(marks)
    for (let i = 0; i < 300; i++) {
      const [x, y, within] = [next() * 1.4 - 0.2, next() * 1.4 - 0.2, next() * 0.1]
      const counts = (mark) => mark % 3 !== 1
      let [best, least] = [-1, within * within]
      for (let mark = 0; mark < count; mark++) {
        const far = (marks.x[mark] - x) ** 2 + (marks.y[mark] - y) ** 2
        if (counts(mark) && (far < least || (far === least && mark > best))) [best, least] = [mark, far]
      }
      assert.equal(hash.nearest(x, y, within, counts), best)
    }
  }
})

test('Web Mercator and back', () => {
  assert.equal(of.mercatorX(0), 0.5)
  assert.ok(Math.abs(of.mercatorY(0) - 0.5) < 1e-12)
  // The square world ends there.
  assert.ok(Math.abs(of.mercatorY(85.051128779806)) < 1e-9)
  for (const [lon, lat] of [[121.25, 30.8], [-70, -55], [179, 80]]) {
    assert.ok(Math.abs(of.lonOf(of.mercatorX(lon)) - lon) < 1e-9)
    assert.ok(Math.abs(of.latOf(of.mercatorY(lat)) - lat) < 1e-9)
  }
})

test('the smallest park that holds a place, holes left out', () => {
  const square = (at, side) => [[at, at], [at + side, at], [at + side, at + side], [at, at + side], [at, at]]
  const park = (rings, areaHa) => ({ footprint: { type: 'MultiPolygon', coordinates: [rings] }, areaHa })
  const parks = [park([square(0, 10), square(4, 1)], 100), park([square(1, 2)], 4)]
  const plan = { parks: [...parks, { footprint: { type: 'Point', coordinates: [2, 2] }, areaHa: 1 }] }
  for (const [lon, lat, expected] of [[2, 2, 1], [8, 8, 0], [4.5, 4.5, -1], [11, 2, -1]]) {
    assert.equal(of.parkAt(plan, lon, lat), expected, `${lon} ${lat}`)
  }
})

test('a circle that is kept free has its radius', () => {
  const { coordinates } = of.freeCircle({ geometry: { type: 'Point', coordinates: [121, 30] }, distanceM: 900 })
  for (const [lon, lat] of coordinates[0][0]) {
    const east = (lon - 121) * 111_195 * Math.cos((30 * Math.PI) / 180)
    assert.ok(Math.abs(Math.hypot(east, (lat - 30) * 111_195) - 900) < 1)
  }
})

test('land is said in the unit that was asked, and what is unknown is not nought', () => {
  const plan = planOf(1, 6)
  const said = of.speak(plan, { lang: 'en', unit: 'mu' })
  assert.equal(said.land(2), '30.00')
  assert.equal(said.landOfM2(15_000), '22.50')
  assert.equal(said.landOfM2(NaN), '–')
  assert.equal(said.land(null), '–')
  assert.equal(said.perLand(30), 2)
  assert.equal(said.percent(0.716), '71.6 %')
})

/** What crates/page/src/columns.rs writes, one number after the other. */
function packed(json, columns) {
  const text = new TextEncoder().encode(JSON.stringify(json))
  const bytes = new Uint8Array(4 + text.length + columns.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, 4)
  bytes.set(columns, 4 + text.length)
  return gzipSync(bytes).toString('base64')
}

test('columns come back as they were packed', async () => {
  const lies = (kind, at, len, bytes, from = 0, step = 1) => ({ kind, at, len, bytes, from, step })
  const columns = [
    ...[2, 3, 1], // lengths of the ids, from -1: 1, 2, 0 and then their letters
    ...Buffer.from('AB9'),
    ...[1, 0, 45, 0, 0, 1], // 700, none, 30,700 in steps of 100
    ...[4, 2, 1], // 2, 3, 2
    ...[0, 1, 9], // -1, 5, 13
    ...[242, 2, 2, 0, 0, 0], // 121, 122, 123 and nothing
  ]
  const enterprises = {
    ids: [lies('index', 0, 3, 1), lies('text', 3, 3, 2)],
    columns: {
      land: lies('number', 6, 3, 2, 700, 100),
      row: lies('course', 12, 3, 1),
      town: lies('index', 15, 3, 1, 5),
      ...Object.fromEntries(['lon', 'lat', 'entryLon', 'entryLat'].map((name) => [name, lies('number', 0, 3, 0)])),
    },
  }
  const line = { type: 'MultiLineString', at: 0, lengths: [[3]] }
  const plan = await of.unpack(
    packed(
      {
        enterprises,
        ground: { district: [], city: [], towns: [{ geometry: line }], zones: [] },
        parks: [],
        corners: [lies('course', 18, 3, 1), lies('course', 21, 3, 1)],
      },
      columns,
    ),
  )
  assert.deepEqual(plan.enterprises.ids, ['A', 'B9', ''])
  assert.deepEqual([...plan.enterprises.columns.land], [700, NaN, 30_700])
  assert.deepEqual([...plan.enterprises.columns.row], [2, 3, 2])
  assert.deepEqual([...plan.enterprises.columns.town], [-1, 5, 13])
  const places = [121, 122, 123].map((lon) => [lon / 1e6, 0])
  assert.deepEqual(plan.ground.towns[0].geometry, { type: 'MultiLineString', coordinates: [places] })
})

test('moves are straight lines, or as many pieces as the road has', () => {
  const columns = {
    park: Int32Array.of(0, -1, 1),
    lon: Float64Array.of(0, 9e6, 2e6),
    lat: Float64Array.of(0, 0, 0),
    entryLon: Float64Array.of(1e6, NaN, 2e6),
    entryLat: Float64Array.of(0, NaN, 4e6),
  }
  const plan = { enterprises: { columns }, projects: [{ site: [5, 5], entry: [6, 6] }, { site: null }], roads: null }
  assert.deepEqual([...of.movesOf(plan).of], [0, 2, 0])
  const roads = { corners: Int32Array.of(0, 0, 2), at: 1, stretches: Int32Array.of(1), stretchesAt: 0, loads: Int32Array.of(7) }
  const corners = { lon: Float64Array.of(8e6, 2e6, 3e6), lat: Float64Array.of(8e6, 1e6, 2e6) }
  const moves = of.movesOf({ ...plan, roads, corners })
  assert.deepEqual([moves.lines, moves.count, ...moves.of], [3, 5, 0, 2, 2, 2, 0])
  assert.deepEqual(of.wayOf({ ...plan, roads, corners }, 2), [[2, 0], [2, 1], [3, 2], [2, 4]])
  // Each piece begins where the one before ends, and the last has all behind it.
  for (const at of [2, 3]) assert.deepEqual(moves.ends.slice(4 * at, 4 * at + 2), moves.ends.slice(4 * at - 2, 4 * at))
  assert.deepEqual([moves.behind[2], moves.behind[4], moves.behind[7]], [0, moves.behind[3], 1])
  assert.deepEqual(of.loadsOf({ ...plan, roads, corners }), [{ line: [[8, 8]], moves: 7 }])
})
