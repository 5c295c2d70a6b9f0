// Whether the page is being put on paper: then it is light, and its lists have their rows.
import { useEffect, useState } from 'preact/hooks'

export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const paper = matchMedia('print')
    const look = () => setPrinting(paper.matches)
    const begin = () => setPrinting(true)
    const end = () => setPrinting(false)
    paper.addEventListener('change', look)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      paper.removeEventListener('change', look)
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  return printing
}
