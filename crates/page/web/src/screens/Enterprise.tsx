// A chosen enterprise: what becomes of it, why, and what every park answered.
import type { Plan } from '../data'
import { BECOMES, PER_KM, PER_MINUTE, PER_ONE } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Facts, type Fact } from './Facts'
import { Ledger } from './Ledger'
import { SignPicture } from './SignPicture'

type Props = { plan: Plan; speak: Speak; row: number; change: (part: Partial<State>) => void }

export function Enterprise({ plan, speak, row, change }: Props) {
  const { say, read, number, landOfM2, landUnit, percent } = speak
  const { ids, names, industries, towns, classes, columns: of, facts, ...lists } = plan.enterprises
  const verdict = plan.figures.verdicts[of.verdict[row]]
  const industry = industries[of.industry[row]]
  const area = (m2: number): string => (Number.isNaN(m2) ? '–' : `${landOfM2(m2)} ${landUnit}`)
  const km = (way: number) => number(way / PER_KM)
  const { earlier } = plan
  const before = earlier?.parks[earlier.park[row]]
  const park = (index: number) =>
    index >= 0 && (
      <button type="button" class="link" onClick={() => change({ chosen: { kind: 'park', index } })}>
        {read(plan.parks[index].name)}
      </button>
    )
  const known: Fact[] = [
    [say('industry'), industry ? `${industry.code} ${industry.name}` : '–'],
    of.town[row] >= 0 && [say('town'), read(towns[of.town[row]])],
    of.inside[row] >= 0 && [say('standsIn'), park(of.inside[row])],
    [say('land'), area(of.land[row])],
    !Number.isNaN(of.landTaken[row]) && [say('landTaken'), area(of.landTaken[row])],
    of.park[row] >= 0 && [say('goesTo'), park(of.park[row])],
    of.park[row] >= 0 && [say('distance'), km(of.distance[row])],
    !Number.isNaN(of.minutes[row]) && [say('minutes'), number(of.minutes[row] / PER_MINUTE, 1)],
    !Number.isNaN(of.straight[row]) && [say('straight'), km(of.straight[row])],
    !Number.isNaN(of.access[row]) && [say('access'), km(of.access[row])],
    of.park[row] >= 0 && [say('cost'), km(of.cost[row])],
    of.second[row] >= 0 && [say('second'), park(of.second[row])],
    of.second[row] >= 0 && [say('margin'), km(of.margin[row])],
    before ? [say('earlier'), before.now === null ? before.id : park(before.now)] : false,
    earlier && earlier.becomes[row] >= 0 && [say('againstEarlier'), say(BECOMES[earlier.becomes[row]])],
    of.year[row] > 0 && [say('year'), of.year[row]],
    [say('quality'), number(of.quality[row] / PER_ONE)],
    classes[of.class[row]] !== undefined && [say('class'), classes[of.class[row]]],
    of.landClass[row] >= 0 && [say('landClass'), read(lists.landClasses[of.landClass[row]])],
    of.pillar[row] >= 0 && [say('pillar'), read(lists.pillars[of.pillar[row]])],
    of.technology[row] >= 0 && [say('technology'), read(lists.technologies[of.technology[row]])],
    !Number.isNaN(of.agreement[row]) && [say('agreement'), percent(of.agreement[row] / PER_ONE, 0)],
    [say('row'), of.row[row]],
  ]
  const value = (fact: string | number | boolean | null) => {
    if (fact === null) return say('unknown')
    if (typeof fact === 'boolean') return say(fact ? 'yes' : 'no')
    return typeof fact === 'number' ? Number(fact.toPrecision(12)).toString() : fact
  }
  return (
    <article data-enterprise={ids[row]}>
      <h2>
        {ids[row]} {names[row] ?? ''}
      </h2>
      <p class="verdict">
        <SignPicture sign={verdict.sign} /> {read(verdict.label)}
      </p>
      <Facts of={known} />
      <Ledger
        plan={plan}
        speak={speak}
        change={change}
        subject={row}
        id={ids[row]}
        park={of.park[row]}
      />
      {facts && facts.fields.length > 0 && (
        <details>
          <summary>{say('facts')}</summary>
          <Facts
            of={facts.fields.map((field, at) => {
              const unit = read(field.unit)
              const known = facts.values[row][at]
              return [read(field.name), `${value(known)}${unit && known !== null ? ` ${unit}` : ''}`]
            })}
          />
        </details>
      )}
    </article>
  )
}
