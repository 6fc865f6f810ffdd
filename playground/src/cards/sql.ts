import initSqlJs from 'sql.js'
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'

import type { Work } from '../card.ts'
import { table } from '../table.ts'

const planets = `
  create table planet (name text, radius_km real);
  insert into planet values
    ('Mercury', 2440), ('Venus', 6052), ('Earth', 6371), ('Mars', 3390),
    ('Jupiter', 69911), ('Saturn', 58232), ('Uranus', 25362), ('Neptune', 24622);
`

export async function loadSql(): Promise<Work> {
  const { Database } = await initSqlJs({ locateFile: () => wasmUrl })
  const database = new Database()
  database.run(planets)
  return (query) => {
    const answer = database.exec(query).at(-1)
    if (!answer) return 'No rows.'
    const rows = answer.values.map((row) => row.map((value) => (value === null ? 'null' : String(value))))
    const columns = answer.columns.map((name, index) => ({
      name,
      numeric: rows.every((row) => row[index]?.trim() !== '' && Number.isFinite(Number(row[index]))),
    }))
    return table(columns, rows)
  }
}
