// Runs the benchmarks named on the command line, or all of them. They compare within one run and print ratios.
const ALL = [
  'second-build',
  'ceilings',
  'main-thread',
  'reader',
  'analysis',
  'reasons',
  'ui',
  'wire-estimate',
  'overlay',
  'runtime',
]
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !ALL.includes(name))
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${ALL.join(', ')}`)
  process.exit(1)
}
for (const name of wanted.length > 0 ? wanted : ALL) {
  console.log(`\n${name}`)
  const { run } = await import(`./${name}.mjs`)
  await run()
}
