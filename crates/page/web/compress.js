// Puts the built page into the crate, compressed: or with --check holds it against the one that is there, by
// what is in it, as compressors may differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'

const built = readFileSync('dist/index.html')
if (process.argv.includes('--check')) {
  if (!gunzipSync(readFileSync('../page.html.gz')).equals(built)) {
    console.error('crates/page/page.html.gz is not what its source builds: run scripts/page')
    process.exit(1)
  }
} else {
  const packed = gzipSync(built, { level: 9 })
  // The tenth byte tells on which system it was packed.
  packed[9] = 255
  writeFileSync('../page.html.gz', packed)
}
