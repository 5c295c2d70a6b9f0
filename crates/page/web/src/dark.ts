// Whether the page is dark: asked by whatever draws with colours of its own.
import { createContext } from 'preact'

export const Dark = createContext(false)
