// How numbers and words are said: in the reader's language and unit.
import type { Lang, Plan, Text } from './data'
import { M2_PER_HA } from './data'
import type { State } from './state'
import { read, say, type Word } from './words'

export type Speak = {
  lang: Lang
  say: (word: Word) => string
  read: (text: Text) => string
  /** What stands between a word and what is said of it. */
  colon: string
  count: (n: number) => string
  number: (n: number | null | undefined, digits?: number) => string
  /** Land that is given in hectares, in the reader's unit, without its name. */
  land: (ha: number | null | undefined) => string
  /** The same of square metres. */
  landOfM2: (m2: number) => string
  landUnit: string
  /** What is to a hectare, as what is to the reader's unit. */
  perLand: (perHa: number) => number
  /** So many more, which are not shown. */
  rest: (n: number) => string
  percent: (share: number | null | undefined, digits?: number) => string
}

const NONE = '–'

export function speak(plan: Plan, { lang, unit }: Pick<State, 'lang' | 'unit'>): Speak {
  const locale = lang === 'zh' ? 'zh-CN' : 'en'
  const formats = new Map<number, Intl.NumberFormat>()
  const format = (digits: number) => {
    const known = formats.get(digits)
    if (known) return known
    const made = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    formats.set(digits, made)
    return made
  }
  const isNone = (n: number | null | undefined): n is null | undefined => n === null || n === undefined || Number.isNaN(n)
  const number = (n: number | null | undefined, digits = 2) => (isNone(n) ? NONE : format(digits).format(n))
  const shown = plan.units.find((one) => one.unit === unit) ?? plan.units[0]
  const land = (ha: number | null | undefined) => number(isNone(ha) ? ha : ha * shown.perHectare)
  return {
    lang,
    say: (word) => say(lang, word),
    read: (text) => read(lang, text),
    colon: lang === 'zh' ? '：' : ': ',
    count: (n) => format(0).format(n),
    number,
    land,
    landOfM2: (m2) => land(m2 / M2_PER_HA),
    landUnit: read(lang, shown.name),
    rest: (n) => `… ${say(lang, 'more')} ${format(0).format(n)}`,
    perLand: (perHa) => perHa / shown.perHectare,
    percent: (share, digits = 1) => (isNone(share) ? NONE : `${format(digits).format(share * 100)} %`),
  }
}
