import { freshRequire, installedFile, readBytes } from '../glue.mjs'

const SCRIPT = `
  CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL, tags TEXT, raw BLOB);
  CREATE INDEX item_name ON item (name);
  CREATE TABLE sale (item INTEGER REFERENCES item (id), day TEXT, count INTEGER);
  CREATE TRIGGER no_nothing BEFORE INSERT ON sale WHEN NEW.count = 0 BEGIN SELECT RAISE(IGNORE); END;
  CREATE VIEW total AS SELECT item, sum(count) AS count FROM sale GROUP BY item;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO item SELECT i, printf('item %05d %s', i * 7919 % 2003, hex(i)), i * 1.37 / 3,
      json_array(i, i % 7, 'tag' || i % 13), CAST(printf('%.*c', i % 40, 'x') AS BLOB) FROM n;
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    INSERT INTO sale SELECT 1 + i * 31 % 2000, date('2024-01-01', (i % 365) || ' days'), i % 5 FROM n;
  UPDATE item SET price = round(price * 1.19, 2) WHERE id % 3 = 0;
  DELETE FROM item WHERE id % 97 = 0;
  SAVEPOINT a; DELETE FROM sale; ROLLBACK TO a; RELEASE a;
`

const QUERIES = [
  'SELECT count(*), sum(price), min(name), max(name), sum(length(raw)) FROM item',
  'SELECT t.item, name, t.count * price FROM total t JOIN item ON item.id = t.item ORDER BY 3 DESC, 1 LIMIT 40',
  'SELECT substr(day, 1, 7) m, sum(count), count(DISTINCT item) FROM sale GROUP BY m HAVING sum(count) > 10 ORDER BY m',
  'SELECT id, price, rank() OVER (PARTITION BY id % 10 ORDER BY price DESC), lag(price) OVER (ORDER BY id) FROM item WHERE id < 200',
  'SELECT j.value, count(*) FROM item, json_each(item.tags) j GROUP BY j.value ORDER BY 2 DESC, 1 LIMIT 30',
  "SELECT name FROM item WHERE name LIKE '%3_ 4%' OR name GLOB '*[A-C]9*' ORDER BY name COLLATE NOCASE DESC LIMIT 50",
  'WITH RECURSIVE f(n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b, a + b FROM f WHERE n < 80) SELECT group_concat(a) FROM f',
  "SELECT strftime('%W %j', day), avg(count), total(count) FROM sale GROUP BY 1 ORDER BY 2, 1 LIMIT 25",
  'SELECT a.id FROM item a LEFT JOIN sale s ON s.item = a.id WHERE s.item IS NULL EXCEPT SELECT id FROM item WHERE id > 3000',
  "SELECT quote(x'00ff'), typeof(1.5), 9223372036854775807 + 1, -7 / 2, -7 % 3, 1 << 40, abs(-9e99), upper('straße'), instr('abc', 'c'), json('{\"a\":[1,2.50,null]}')",
  'PRAGMA integrity_check',
]

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'sql',
  what: 'a script, queries, the exported database',
  load: async () => readBytes(installedFile('sql.js', 'dist/sql-wasm.wasm')),
  async prepare() {
    const initialize = freshRequire(installedFile('sql.js', 'dist/sql-wasm.js'))
    return async (bytes) => {
      const { Database } = await initialize({ wasmBinary: bytes })
      return () => {
        const database = new Database()
        database.run(SCRIPT)
        const insert = database.prepare('INSERT INTO item (name, price, raw) VALUES (?, ?, ?)')
        for (let at = 0; at < 500; at++) insert.run([`bound ${at}`, at / 7, Uint8Array.of(at, at >> 3)])
        insert.free()
        const results = QUERIES.map((query) => JSON.stringify(database.exec(query)))
        const errors = ['SELECT absent FROM item', 'INSERT INTO item (id) VALUES (1)', 'SELEC 1'].map(
          (sql) => {
            try {
              return JSON.stringify(database.exec(sql))
            } catch (error) {
              return String(error)
            }
          },
        )
        const exported = database.export()
        const reopened = new Database(exported)
        const read = JSON.stringify(reopened.exec('SELECT sum(id * length(name)) FROM item'))
        reopened.close()
        database.close()
        return { results: results.join('\n'), errors: errors.join('\n'), exported, read }
      }
    }
  },
}
