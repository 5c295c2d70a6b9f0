// A district whose names, titles and notes want to be more than text, made of the worked example, which is planned
// to keep an earlier plan of it: `node hostile.js EXAMPLE_FOLDER EARLIER_FOLDER OUT_FOLDER`.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const [from, earlier, to] = process.argv.slice(2)
const image = '<img src=x onerror="window.hit=1">'
const script = '</script><script>window.hit=1</script>\u2028<!--'
const read = (file) => readFileSync(`${from}/${file}`, 'utf8')
const quoted = (text) => `"${text.replaceAll('"', '""')}"`

for (const file of ['parks', 'towns', 'facilities', 'river']) {
  const layer = JSON.parse(read(`${file}.geojson`))
  for (const { properties } of layer.features) Object.assign(properties, { name_zh: image, name_en: `${image}${script}` })
  writeFileSync(`${to}/${file}.geojson`, JSON.stringify(layer))
}
const [head, ...rows] = read('enterprises.csv').trim().split('\n')
const named = rows.map((row, at) => `${row},${quoted(`${image}${script}`)},${quoted(at % 2 ? image : '')}`)
// The last row cannot be read, and says so with its id.
named.push(named[0].replace(/^[^,]*/, quoted(image)).replace(/121\.\d+/, 'nowhere'))
writeFileSync(`${to}/enterprises.csv`, [`${head},name,note`, ...named].join('\n'))
writeFileSync(`${to}/projects.csv`, read('projects.csv').replace(/^(N\d+),[^,]*/gm, (_, id) => `${id},${quoted(image)}`))

const text = JSON.stringify(`${script}${image}`)
const elsewhere = (file) => JSON.stringify(resolve(from, file))
const plan = read('plan.toml')
  .replace(/^title = .*$/m, `title = { zh = ${text}, en = ${text} }`)
  .replace(/^data_notice = .*$/m, `data_notice = { zh = ${text}, en = ${text} }`)
  .replace(/^rules = "(.*)"/m, (_, file) => `rules = ${elsewhere(file)}`)
  .replace(/^file = "(district|water_source|farmland|planned_blocks|construction_area)(.*)"/gm, (_, ...file) =>
    `file = ${elsewhere(file[0] + file[1])}`,
  )
  // Who was in a park has to go elsewhere, or the two plans would be one.
  .replace(/^park = "zhujing"$/m, 'park = "tinglin"')
  // Neither says anything of names, and both take time.
  .replace(/^\[robustness\][\s\S]*/m, '')
writeFileSync(
  `${to}/plan.toml`,
  `${plan}\n[earlier]\nfolder = ${JSON.stringify(resolve(earlier))}\nchange_km = 0.5\n\n[outputs]\nformats = []\nmap = false\npage = true\n`,
)
