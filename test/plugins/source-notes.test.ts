import { describe, expect, it } from 'vitest'
import { SourceNotes } from '../../src/plugins/source-notes.ts'

describe('SourceNotes', () => {
  it('lists who names any of some paths, each once and sorted', () => {
    const notes = new SourceNotes()
    notes.add('src/a.wasm', 'src/main.js')
    notes.add('src/a.wasm', 'src/main.js')
    notes.add('src/b.wasm', 'src/lazy.js')
    notes.add('src/b.wasm', 'src/main.js')
    expect(notes.importersOf(['src/a.wasm'])).toEqual(['src/main.js'])
    expect(notes.importersOf(['src/b.wasm', 'src/a.wasm'])).toEqual(['src/lazy.js', 'src/main.js'])
    expect(notes.importersOf(['src/c.wasm'])).toEqual([])
  })
})
