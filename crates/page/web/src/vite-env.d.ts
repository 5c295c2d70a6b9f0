/// <reference types="vite/client" />
declare module 'virtual:licences' {
  const packed: string
  export default packed
}
declare module '*.mjs?raw' {
  const text: string
  export default text
}
