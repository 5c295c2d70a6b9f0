// Unpacks the plan and shows it; whatever goes wrong is said in the page.
import { render } from 'preact'
import { App } from './App'
import type { Lang } from './data'
import './style.css'
import { unpack } from './unpack'
import { say } from './words'

const lang: Lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
const app = document.getElementById('app')!
app.textContent = say(lang, 'opening')
const packed = document.getElementById('plan')!

unpack(packed.textContent ?? '')
  .then((plan) => {
    // It is large, and nobody asks for it again.
    packed.remove()
    app.textContent = ''
    render(<App plan={plan} />, app)
    app.dataset.ready = 'yes'
  })
  .catch((error: unknown) => {
    app.textContent = say(lang, 'broken') + String(error)
    throw error
  })
