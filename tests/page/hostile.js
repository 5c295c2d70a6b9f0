// A plan whose names, titles and notes want to be more than text: `node hostile.js PLAN.json OUT.json`.
import { readFileSync, writeFileSync } from 'node:fs'

const [from, to] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(from, 'utf8'))
const image = '<img src=x onerror="window.hit=1">'
const script = '</script><script>window.hit=1</script>\u2028<!--'
const both = (text) => ({ zh: text, en: text })

plan.title = both(`${image} ${script}`)
plan.data_notice = both(`${script}${image}`)
for (const enterprise of plan.enterprises) enterprise.name = `${image}${script}`
for (const park of plan.parks) {
  park.name = both(image)
  park.park_type_name = both(script)
}
for (const project of plan.projects ?? []) project.name = image
for (const town of plan.towns ?? []) town.name = both(image)
for (const zone of plan.zones ?? []) zone.name = both(image)
plan.notes.push({ file: image, row: 1, text: both(script) })
plan.rejects.push({
  layer: 'enterprises', file: image, row: 7, id: image, column: script, expected: both(image), found: both(script),
})
writeFileSync(to, JSON.stringify(plan))
