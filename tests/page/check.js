// The pages of plans, driven as a reader would: `node check.js FOLDER BY_ROAD_FOLDER HOSTILE_FOLDER`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { launch, open, outside, own } from './browser.js'

const folders = process.argv.slice(2)
const [pageFile, byRoadFile, hostileFile] = folders.map((folder) => `${folder}/report.html`)
const [plan, byRoad, hostile] = folders.map((folder) => JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8')))
const movers = plan.enterprises.filter((enterprise) => enterprise.park)
/** Somebody who moves and had a choice, for whom the page has a row in every list. */
const mover = movers.find((enterprise) => enterprise.second_choice) ?? movers[0]
const park = plan.parks.find((one) => one.id === mover.park)
/** A cell's number, whatever parts its thousands. */
const number = (text) => Number(text.replace(/[,\s]/g, ''))
const shownBy = async (page) => Number(await page.getAttribute('[data-shown]', 'data-shown'))

const tests = {
  async 'opens in both languages and schemes without a request or a complaint'(browser) {
    for (const lang of ['zh', 'en']) {
      for (const colorScheme of ['light', 'dark']) {
        const { page, found, close } = await open(browser, pageFile, `lang=${lang}`, { colorScheme })
        assert.equal(await page.getAttribute('.canvas', 'data-ready'), 'gl')
        assert.equal(await page.getAttribute('html', 'lang'), lang === 'zh' ? 'zh-CN' : 'en')
        assert.equal(await page.getAttribute('html', 'data-scheme'), colorScheme)
        assert.equal(await page.title(), plan.title[lang])
        if (plan.data_notice[lang]) assert.equal(await page.textContent('.notice'), plan.data_notice[lang])
        for (const tab of ['parks', 'figures', 'sources', 'enterprises']) {
          await page.click(`#tab-${tab}`)
          await page.waitForTimeout(50)
        }
        await page.selectOption('select[name=scheme]', colorScheme === 'dark' ? 'light' : 'dark')
        await page.waitForTimeout(300)
        assert.deepEqual(outside(found), [])
        assert.deepEqual(own(found), [])
        assert.equal(found.requests.filter((url) => url.startsWith('file:')).length, 1)
        await close()
      }
    }
  },

  async 'lets no script run and no request leave that is not its own'(browser) {
    const { page, close } = await open(browser, pageFile)
    const blocked = await page.evaluate(async () => {
      const seen = []
      addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      await fetch('https://example.org/').catch(() => {})
      const image = new Image()
      image.src = 'https://example.org/a.png'
      await new Promise((done) => setTimeout(done, 200))
      return { seen, ran: 'ran' in window }
    })
    assert.equal(blocked.ran, false)
    for (const directive of ['script-src-elem', 'connect-src', 'img-src']) assert.ok(blocked.seen.includes(directive))
    await close()
  },

  async 'counts and sums are those of the plan'(browser) {
    const { page, close } = await open(browser, pageFile, 'lang=en&unit=ha&tab=figures')
    const { input, ...verdicts } = plan.summary
    assert.equal(Number(await page.getAttribute('[data-sum]', 'data-sum')), input)
    const rows = await page.$$eval('.figures section:first-child tbody tr', (all) =>
      all.map((row) => [...row.cells].map((cell) => cell.innerText)),
    )
    const order = ['in_park', 'in_park_closes', 'closes', 'kept', 'review', 'moves', 'unplaced', 'rejected']
    order.forEach((key, at) => assert.equal(number(rows[at][1]), verdicts[key] ?? 0, key))
    const lands = new Map(order.map((key) => [key, 0]))
    for (const { verdict, land_ha: land } of plan.enterprises) lands.set(verdict, lands.get(verdict) + (land ?? 0))
    order.slice(0, -1).forEach((key, at) => assert.ok(Math.abs(number(rows[at][4]) - lands.get(key)) < 0.006, key))
    await page.click('#tab-parks')
    const table = await page.$$eval('.table .rows .row', (all) => all.map((row) => [...row.children].map((c) => c.innerText)))
    assert.ok(table.length > 0)
    const named = new Map(plan.parks.map((one) => [one.name.en || one.name.zh || one.id, one]))
    for (const row of table) {
      const one = named.get(row[0])
      assert.equal(number(row[4]), one.incoming)
      assert.ok(Math.abs(number(row[6]) - one.load_after_ha) < 0.006)
      assert.ok(Math.abs(number(row[8]) - one.limits[0].taken) < 0.006)
    }
    await close()
  },

  async 'filters and search leave whom they should'(browser) {
    const { page, close } = await open(browser, pageFile, 'lang=en&unit=ha')
    assert.equal(await shownBy(page), plan.enterprises.length)
    await page.click('button[data-verdict=moves]')
    assert.equal(await shownBy(page), plan.summary.moves)
    const land = movers.reduce((sum, enterprise) => sum + (enterprise.land_ha ?? 0), 0)
    assert.ok(Math.abs(number((await page.$$eval('.shown b', (all) => all[1].innerText))) - land) < 0.01)
    await page.selectOption('select[name=park]', { label: park.name.en || park.name.zh })
    assert.equal(await shownBy(page), park.incoming)
    await page.fill('input[name=q]', mover.id.toLowerCase())
    const alike = movers.filter((e) => e.park === park.id && e.id.toLowerCase().includes(mover.id.toLowerCase()))
    assert.equal(await shownBy(page), alike.length)
    await page.click('.filters .line button:last-child')
    assert.equal(await shownBy(page), plan.enterprises.length)
    await page.fill('input[name=q]', 'nobody has this id')
    assert.equal(await shownBy(page), 0)
    await close()
  },

  async 'the slider shows what has happened by a year'(browser) {
    const years = plan.schedule?.years.map((phase) => phase.year) ?? []
    const { page, close } = await open(browser, pageFile, 'lang=en')
    assert.equal(await page.locator('input[name=year]').count(), Number(years.length > 0))
    for (const [at, year] of years.entries()) {
      await page.fill('input[name=year]', String(at))
      const by = plan.enterprises.filter((e) => (e.verdict === 'moves' ? e.year <= year : (e.year ?? 0) <= year))
      assert.equal(await shownBy(page), by.length)
    }
    await close()
  },

  async 'sorts by number, the unknown last'(browser) {
    const { page, close } = await open(browser, pageFile, 'lang=en&unit=ha&sort=-land')
    const column = await page.$$eval('.table .head > *', (all) => all.findIndex((cell) => /Land/.test(cell.innerText)))
    const cells = await page.$$eval('.table .rows .row', (all, at) => all.map((row) => row.children[at].innerText), column)
    const largest = Math.max(...plan.enterprises.map((enterprise) => enterprise.land_ha ?? 0))
    assert.ok(Math.abs(number(cells[0]) - largest) < 0.006)
    cells.slice(1).forEach((cell, at) => assert.ok(number(cell) <= number(cells[at])))
    await close()
  },

  async 'a chosen enterprise has its ledger, whose parts sum to the cost'(browser) {
    const { page, close } = await open(browser, pageFile, `lang=en&q=${encodeURIComponent(mover.id)}`)
    await page.click('.table .rows .row')
    await page.waitForSelector(`[data-enterprise="${mover.id}"]`)
    assert.match(page.url(), new RegExp(`enterprise=${mover.id}`))
    const row = await page.$$eval('.detail tr.chosen td', (cells) => cells.map((cell) => cell.innerText))
    const cost = number(row.at(-3))
    assert.ok(Math.abs(cost - mover.cost_km) < 0.006, `${cost} ${mover.cost_km}`)
    const parts = [row[1], ...row.slice(3, -3)].map(number)
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - cost) < 0.006 * (parts.length + 1))
    assert.ok(Math.abs(number(row[1]) - mover.distance_m / 1000) < 0.006)
    for (const reason of mover.reasons) assert.ok((await page.innerText('.detail')).length > reason.en.length)
    await page.keyboard.press('Escape')
    assert.equal(await page.$('.detail'), null)
    await close()
  },

  async 'a chosen park has all who come'(browser) {
    const { page, close } = await open(browser, pageFile, `lang=zh&park=${park.id}`)
    await page.waitForSelector(`[data-park="${park.id}"]`)
    const heading = await page.$$eval('.detail h3', (all) => all.map((one) => one.innerText))
    const comers = heading.map((text) => /迁入与入驻 \(([\d,]+)\)/.exec(text)?.[1]).find(Boolean)
    assert.equal(number(comers), park.incoming + (park.projects ?? 0))
    await close()
  },

  async 'what is chosen stands in the address and comes back'(browser) {
    const { page, close } = await open(browser, pageFile)
    await page.selectOption('select[name=lang]', 'en')
    await page.selectOption('select[name=unit]', 'mu')
    await page.click('button[data-verdict=moves]')
    await page.click('.table .head > :nth-child(1) button')
    await page.click('.table .rows .row:nth-child(2)')
    const look = async (of) => {
      await of.waitForSelector('[data-enterprise]')
      // The address follows a little later.
      await of.waitForFunction(() => location.hash.includes('enterprise='))
      return of.evaluate(() => ({
        shown: document.querySelector('[data-shown]').dataset.shown,
        chosen: document.querySelector('[data-enterprise]').dataset.enterprise,
        heads: [...document.querySelectorAll('.table .head > *')].map((cell) => cell.textContent),
        first: document.querySelector('.table .rows .row').textContent,
        hash: location.hash,
      }))
    }
    const before = await look(page)
    const again = await open(browser, pageFile, before.hash.slice(1))
    assert.deepEqual(await look(again.page), before)
    // Fragments that nobody wrote are no fault.
    const odd = await open(browser, pageFile, 'enterprise=nobody&tab=<b>&verdict=x,y&at=1,2&year=abc&sort=-x')
    assert.equal(await shownBy(odd.page), plan.enterprises.length)
    assert.deepEqual(own(odd.found), [])
    for (const one of [again, odd]) await one.close()
    await close()
  },

  async 'keys alone will do'(browser) {
    const { page, close } = await open(browser, pageFile, 'lang=en')
    await page.focus('.table')
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    assert.equal(await page.getAttribute('[data-enterprise]', 'data-enterprise'), plan.enterprises[2].id)
    await page.focus('.table')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    assert.equal(await page.getAttribute('[data-enterprise]', 'data-enterprise'), plan.enterprises.at(-1).id)
    await page.focus('#tab-enterprises')
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.getAttribute('#tab-parks', 'aria-selected'), 'true')
    const nameless = await page.$$eval('button, input, select', (all) =>
      all.filter((one) => !(one.innerText || one.labels?.length || one.getAttribute('aria-label'))).map((one) => one.outerHTML),
    )
    assert.deepEqual(nameless, [])
    await close()
  },

  async 'a click on the map chooses, with WebGL2 and without'(browser) {
    const [lon, lat] = mover.site
    const plain = await launch(false)
    for (const [of, kind] of [[browser, 'gl'], [plain, 'flat']]) {
      const { page, found, close } = await open(of, pageFile, `at=${lon},${lat},18`)
      assert.equal(await page.getAttribute('.canvas', 'data-ready'), kind)
      await page.waitForTimeout(300)
      const box = await (await page.$('.canvas')).boundingBox()
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      const at = await page.getAttribute('[data-enterprise]', 'data-enterprise')
      const chosen = plan.enterprises.find((enterprise) => enterprise.id === at)
      assert.ok(Math.hypot(chosen.site[0] - lon, chosen.site[1] - lat) < 1e-4, at)
      assert.deepEqual(outside(found), [])
      if (kind === 'flat') assert.equal(await page.locator('.plain').count(), 1)
      await close()
    }
    await plain.close()
  },

  async 'signs are drawn where they are'(browser) {
    const { page, close } = await open(browser, pageFile)
    assert.equal(Number(await page.getAttribute('.canvas', 'data-moves')), plan.summary.moves + placedProjects())
    await page.waitForTimeout(500)
    const colours = await page.evaluate(() => {
      const map = document.querySelector('.canvas canvas:not(.overlay)')
      const copy = document.createElement('canvas')
      Object.assign(copy, { width: map.width, height: map.height })
      const to = copy.getContext('2d')
      to.drawImage(map, 0, 0)
      const { data } = to.getImageData(0, 0, map.width, map.height)
      const seen = new Set()
      for (let at = 0; at < data.length; at += 4) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2])
      return seen.size
    })
    assert.ok(colours > 100, `${colours} colours on the map`)
    await close()
  },

  async 'hostile names stay text'(browser) {
    const { page, found, close } = await open(browser, hostileFile, 'lang=zh')
    assert.match(await page.title(), /<img/)
    assert.match(await page.innerText('.notice'), /<\/script>/)
    for (const tab of ['parks', 'figures', 'sources', 'enterprises']) {
      await page.click(`#tab-${tab}`)
      await page.waitForTimeout(100)
    }
    await page.click('.table .rows .row')
    assert.match(await page.innerText('.detail h2'), /<img src=x onerror=/)
    assert.equal(await page.locator('#app img, #app script, #app iframe').count(), 0)
    assert.equal(await page.evaluate(() => 'hit' in window), false)
    assert.deepEqual(outside(found), [])
    assert.deepEqual(own(found), [])
    await close()
  },

  async 'an earlier plan is held against this one'(browser) {
    const { page, close } = await open(browser, hostileFile, 'lang=en&tab=figures')
    const before = new Map(Object.entries(hostile.earlier.destinations))
    const becomes = { kept: 0, changed: 0, unplaced: 0, settled: 0, new: 0 }
    for (const { id, verdict, park } of hostile.enterprises) {
      const was = before.get(id)
      if (was) becomes[park ? (park === was ? 'kept' : 'changed') : verdict === 'unplaced' ? 'unplaced' : 'settled']++
      else if (park) becomes.new++
      before.delete(id)
    }
    assert.ok(becomes.kept > 0 && becomes.changed > 0)
    const shown = await page.$$eval('[data-becomes]', (all) => all.map((one) => [one.dataset.becomes, one.innerText]))
    const counted = shown.map(([name, text]) => [name, number(text)])
    assert.deepEqual(Object.fromEntries(counted), { ...becomes, gone: before.size })
    await page.click('#tab-enterprises')
    await page.selectOption('select[name=becomes]', '1')
    assert.equal(await shownBy(page), becomes.changed)
    await close()
  },

  async 'by road there are minutes, the way along the roads, and what they carry'(browser) {
    const goes = byRoad.enterprises.find((enterprise) => enterprise.park && enterprise.distance_m > 5000)
    const plain = await launch(false)
    for (const of of [browser, plain]) {
      const at = `lang=en&layers=moves,roads&enterprise=${goes.id}&q=${goes.id}`
      const { page, found, close } = await open(of, byRoadFile, at)
      const facts = await page.$$eval('.detail dl div', (all) => all.map((one) => [...one.children].map((c) => c.innerText)))
      const said = new Map(facts)
      assert.equal(said.get('Minutes'), (Math.round(goes.minutes * 10) / 10).toFixed(1))
      assert.ok(Math.abs(number(said.get('Straight km')) - goes.straight_m / 1000) < 0.006)
      assert.ok(Math.abs(number(said.get('Off the roads km')) - goes.access_m / 1000) < 0.006)
      assert.equal(await page.isChecked('input[name=roads]'), true)
      const moves = byRoad.summary.moves + byRoad.projects.filter((project) => project.site && project.entry).length
      assert.equal(Number(await page.getAttribute('.canvas', 'data-moves')), moves)
      assert.ok(Number(await page.getAttribute('.canvas', 'data-pieces')) > 3 * moves, 'ways have corners')
      assert.deepEqual(outside(found), [])
      assert.deepEqual(own(found), [])
      await close()
    }
    await plain.close()
  },

  async 'prints with its rows and without its buttons'(browser) {
    const { page, close } = await open(browser, pageFile, 'lang=en&verdict=moves')
    await page.emulateMedia({ media: 'print' })
    const there = (rows) => document.querySelectorAll('.table .rows .row').length === rows
    await page.waitForFunction(there, Math.min(plan.summary.moves, 1500))
    assert.equal(await page.locator('.settings').isVisible(), false)
    assert.equal(await page.locator('.notice').isVisible(), Boolean(plan.data_notice.en))
    await close()
  },
}

function placedProjects() {
  return (plan.projects ?? []).filter((project) => project.site && project.entry).length
}

const browser = await launch()
let failed = 0
for (const [name, test] of Object.entries(tests)) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue
  try {
    await test(browser)
    console.log(`ok      ${name}`)
  } catch (error) {
    failed++
    console.log(`FAILED  ${name}\n${error.stack}`)
  }
  // What a failed test has left open would slow the next.
  for (const context of browser.contexts()) await context.close()
}
await browser.close()
process.exit(failed ? 1 : 0)
