// A chosen project.
import type { Plan } from '../data'
import type { Speak } from '../speak'
import type { State } from '../state'
import { Facts } from './Facts'
import { Ledger } from './Ledger'
import { SignPicture } from './SignPicture'

type Props = { plan: Plan; speak: Speak; index: number; change: (part: Partial<State>) => void }

export function ProjectDetail({ plan, speak, index, change }: Props) {
  const { say, read, land, landUnit, number } = speak
  const project = plan.projects[index]
  const verdict = plan.figures.projectVerdicts[project.verdict]
  const { park } = project
  return (
    <article data-project={project.id}>
      <h2>
        {say('project')} {project.id} {project.name}
      </h2>
      <p class="verdict">
        <SignPicture sign={verdict.sign} /> {read(verdict.label)}
      </p>
      <Facts
        of={[
          [say('industry'), project.industry ?? '–'],
          [say('land'), `${land(project.landHa)} ${landUnit}`],
          park !== null && [say('goesTo'), read(plan.parks[park].name)],
          project.distanceM !== null && [say('distance'), number(project.distanceM / 1000)],
          project.costKm !== null && [say('cost'), number(project.costKm)],
        ]}
      />
      {!plan.ledgers && project.reasons.map((reason, at) => <p key={at}>{read(reason)}</p>)}
      <Ledger
        plan={plan}
        speak={speak}
        change={change}
        subject={plan.enterprises.ids.length + index}
        id={project.id}
        park={park ?? -1}
      />
    </article>
  )
}
