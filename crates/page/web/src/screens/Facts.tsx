// Pairs of what is asked and what is known.
import type { ComponentChildren } from 'preact'

export type Fact = [string, ComponentChildren] | false | null

export function Facts({ of }: { of: Fact[] }) {
  const known = of.filter((fact): fact is [string, ComponentChildren] => !!fact)
  return (
    <dl class="facts">
      {known.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
