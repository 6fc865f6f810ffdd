import { describe, expect, it } from 'vitest'
import { packShipment, unpackShipment, type Shipment } from '../../src/pipeline/shipment-entry.ts'

const SHIPMENT: Shipment = {
  bytes: Uint8Array.of(1, 2, 3),
  chosen: '-O1',
  tries: [{ candidate: '-O1', outcome: 'shipped', rawBytes: 3, wireBytes: 2 }],
  removedSections: ['name'],
  findings: [],
}

describe('a shipment', () => {
  it.each([
    { what: 'without a twin', shipment: SHIPMENT },
    { what: 'with a twin', shipment: { ...SHIPMENT, twin: Uint8Array.of(4, 5) } },
    { what: 'with an empty twin', shipment: { ...SHIPMENT, twin: new Uint8Array() } },
    { what: 'of nothing', shipment: { ...SHIPMENT, bytes: new Uint8Array(), twin: Uint8Array.of(4) } },
  ])('$what comes out of its entry as it went in, through JSON too', ({ shipment }) => {
    const [meta, bytes] = packShipment(shipment)
    expect(unpackShipment({ meta: JSON.parse(JSON.stringify(meta)) as typeof meta, bytes })).toEqual(shipment)
  })
})
