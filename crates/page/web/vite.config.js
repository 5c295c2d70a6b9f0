// One HTML file with everything in it, and a policy that lets nothing else run: script and style by their
// hashes, MapLibre's worker from a blob, which it reads as well, and no request to anywhere.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

const policy = (scripts, styles) =>
  [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src ${styles.join(' ')}`,
    'img-src data: blob:',
    'worker-src blob:',
    'connect-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

// From a file, Chromium starts no module worker out of a blob, and MapLibre would fetch its text to go round that,
// which the policy forbids. As a classic script it starts everywhere; it only has to export nothing.
const classicWorker = {
  name: 'classic-worker',
  transform(code, id) {
    if (!id.includes('maplibre-gl-worker')) return
    const plain = code.replace(/export\{\w+ as default\};\s*(\\n\/\/# sourceMappingURL=[^\\"]*)?/, '')
    if (plain === code || /\bexport\{|\bimport\s*["{*]/.test(plain)) throw new Error("MapLibre's worker has changed")
    return plain
  },
}

// What the page is made of belongs to others too, whose licences want to be handed on with it.
const licences = {
  name: 'licences',
  resolveId: (id) => (id === 'virtual:licences' ? id : undefined),
  load(id) {
    if (id !== 'virtual:licences') return
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
    const shipped = Object.entries(packages).filter(([at, { dev }]) => at && !dev && !at.includes('/@types/'))
    const text = ([at, { version, license }]) => {
      const file = readdirSync(at).find((name) => /^licen[cs]e/i.test(name))
      const said = file ? readFileSync(`${at}/${file}`, 'utf8').trim() : ''
      return `${at.replace('node_modules/', '')} ${version} (${license})\n\n${said}`
    }
    // Not compressed: compressors differ, and the page is to be the same wherever it is built.
    return `export default ${JSON.stringify(shipped.map(text).join('\n\n────────\n\n'))}`
  },
}

const strict = {
  name: 'strict-policy',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = bundle['index.html']
      const inline = [...page.source.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)]
      if (inline.length !== 1) throw new Error(`expected one script in the page, found ${inline.length}`)
      const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
      const styles = [...page.source.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)]
      const [script, style] = [inline, styles].map((found) => found.map(([, text]) => hash(text)))
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">`
      page.source = page.source.replace('<meta name="policy">', () => meta)
      if (/sourceMappingURL=|<link (?!rel="icon")/.test(page.source)) throw new Error('the page refers to a file beside it')
    },
  },
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', modulePreload: false, assetsInlineLimit: Infinity, reportCompressedSize: false },
  plugins: [
    classicWorker,
    licences,
    viteSingleFile({ removeViteModuleLoader: true }),
    strict,
  ],
})
