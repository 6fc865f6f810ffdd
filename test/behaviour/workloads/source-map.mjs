import { freshRequire, readBytes } from '../glue.mjs'
import { randomNumbers } from '../inputs.mjs'
import { fetchedFile } from '../packages.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'source-map',
  what: 'positions looked up both ways',
  fetched: true,
  load: async () => readBytes(fetchedFile('source-map/lib/mappings.wasm')),
  async prepare() {
    let bytes = new Uint8Array()
    // It reads the module from beside itself.
    const stubs = { 'read-wasm.js': Object.assign(async () => bytes.slice().buffer, { initialize() {} }) }
    freshRequire(fetchedFile('source-map/lib/read-wasm.js'), stubs)
    const { SourceMapConsumer } = freshRequire(fetchedFile('source-map/lib/source-map-consumer.js'), stubs)
    const map = makeMap(
      freshRequire(fetchedFile('source-map/lib/source-map-generator.js')).SourceMapGenerator,
    )
    return async (replaced) => {
      bytes = replaced
      const consumer = await new SourceMapConsumer(map)
      consumer.computeColumnSpans()
      return async () => {
        const random = randomNumbers(6)
        const found = Array.from({ length: 3000 }, (_, at) => {
          const generated = { line: 1 + random(200), column: random(400), bias: 1 + (at % 2) }
          const original = {
            source: `file${random(5)}.js`,
            line: 1 + random(300),
            column: random(90),
            bias: 1 + (at % 2),
          }
          return JSON.stringify([
            consumer.originalPositionFor(generated),
            consumer.generatedPositionFor(original),
            consumer.allGeneratedPositionsFor(original),
          ])
        })
        /** @type {string[]} */
        const mappings = []
        for (const order of [SourceMapConsumer.GENERATED_ORDER, SourceMapConsumer.ORIGINAL_ORDER]) {
          consumer.eachMapping(
            (/** @type {object} */ mapping) => mappings.push(Object.values(mapping).join()),
            null,
            order,
          )
        }
        const wrong = await new SourceMapConsumer({ ...map, mappings: 'AAAA,!!' })
          .then((/** @type {any} */ other) => other.originalPositionFor({ line: 1, column: 0 }))
          .catch(String)
        return { found: found.join('\n'), mappings: mappings.join('\n'), wrong: JSON.stringify(wrong) }
      }
    }
  },
}

/** @param {any} Generator */
function makeMap(Generator) {
  const random = randomNumbers(2)
  const generator = new Generator({ file: 'bundle.js' })
  for (let line = 1; line <= 200; line++) {
    for (let column = random(10); column < 400; column += 1 + random(25)) {
      const original = { line: 1 + random(300), column: random(90) }
      const named = random(3) === 0 ? { name: `name${random(40)}` } : {}
      generator.addMapping({ generated: { line, column }, source: `file${random(5)}.js`, original, ...named })
    }
  }
  return generator.toJSON()
}
