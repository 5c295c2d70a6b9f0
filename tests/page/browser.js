// Chromium without a network, and a page in it whose every request and complaint is kept.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../../crates/page/web/package.json', import.meta.url))
const { chromium } = require('playwright-core')

const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
/** Draws by the processor, as machines that test have no graphics card. */
const GL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

export const launch = (webGl = true) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...QUIET, ...(webGl ? GL : ['--disable-3d-apis'])],
  })

/** Opens a file with a fragment, and waits until the plan and its map are there. */
export async function open(browser, file, fragment = '', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, ...options })
  await context.setOffline(true)
  const page = await context.newPage()
  // A machine that is busy draws a map in half a minute.
  page.setDefaultTimeout(120_000)
  const found = { requests: [], complaints: [] }
  page.on('request', (request) => found.requests.push(request.url()))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) found.complaints.push(message.text())
  })
  page.on('pageerror', (error) => found.complaints.push(String(error)))
  page.on('dialog', (dialog) => (found.complaints.push(`dialog ${dialog.message()}`), dialog.dismiss()))
  await page.goto(`${pathToFileURL(file)}#${fragment}`)
  await page.waitForSelector('#app[data-ready]')
  await page.waitForSelector('.canvas[data-ready]')
  return { page, found, close: () => context.close() }
}

/** What a page asked for beside itself; blobs and data: addresses never leave it. */
export const outside = ({ requests }) => requests.filter((url) => !/^(file|blob|data):/.test(url))

/** Complaints that are the page's own: drawing without a graphics card is slow, which Chromium says. */
export const own = ({ complaints }) => complaints.filter((text) => !/GPU stall due to ReadPixels|GL Driver Message/.test(text))
