import { freshRequire, readBytes } from '../glue.mjs'
import { fetchedFile } from '../packages.mjs'

/** @type {import('../workload.ts').Workload} */
export const dracoDecoder = {
  name: 'draco-decoder',
  what: 'corners and positions of a mesh',
  fetched: true,
  load: async () => readBytes(fetchedFile('draco3d/draco_decoder.wasm')),
  async prepare() {
    const create = freshRequire(fetchedFile('draco3d/draco_decoder_nodejs.js'))
    const input = readBytes(fetchedFile('draco3d/bunny.drc'))
    return async (bytes) => {
      const draco = await create({ wasmBinary: bytes })
      return () => {
        const buffer = new draco.DecoderBuffer()
        buffer.Init(new Int8Array(input.buffer), input.length)
        const decoder = new draco.Decoder()
        const mesh = new draco.Mesh()
        const status = decoder.DecodeBufferToMesh(buffer, mesh)
        const counts = [status.ok(), mesh.num_faces(), mesh.num_points(), mesh.num_attributes()]
        const parts = {
          counts: counts.join(),
          corners: copy(draco, mesh.num_faces() * 12, (pointer, length) =>
            decoder.GetTrianglesUInt32Array(mesh, length, pointer),
          ),
          positions: copy(draco, mesh.num_points() * 12, (pointer, length) =>
            decoder.GetAttributeDataArrayForAllPoints(
              mesh,
              decoder.GetAttribute(mesh, decoder.GetAttributeId(mesh, draco.POSITION)),
              draco.DT_FLOAT32,
              length,
              pointer,
            ),
          ),
        }
        const cut = new draco.DecoderBuffer()
        cut.Init(new Int8Array(input.buffer, 0, 1000), 1000)
        const rest = new draco.Mesh()
        const failed = decoder.DecodeBufferToMesh(cut, rest)
        const wrong = `${failed.ok()} ${failed.error_msg()}`
        for (const each of [rest, cut, mesh, decoder, buffer]) draco.destroy(each)
        return { ...parts, wrong }
      }
    }
  },
}

/** @param {any} draco @param {number} length @param {(pointer: number, length: number) => void} fill */
function copy(draco, length, fill) {
  const pointer = draco['_malloc'](length)
  fill(pointer, length)
  const result = new Uint8Array(draco.HEAPU8.buffer, pointer, length).slice()
  draco['_free'](pointer)
  return result
}

const SIDE = 40

/** @type {import('../workload.ts').Workload} */
export const dracoEncoder = {
  name: 'draco-encoder',
  what: 'a mesh, compressed in six ways',
  fetched: true,
  load: async () => readBytes(fetchedFile('draco3d/draco_encoder.wasm')),
  async prepare() {
    const create = freshRequire(fetchedFile('draco3d/draco_encoder_nodejs.js'))
    const positions = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
      const [x, y] = [Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)]
      return [x, y, Math.sin(x / 5) * Math.cos(y / 7) * 4][at % 3] ?? 0
    })
    const corners = Uint32Array.from({ length: (SIDE - 1) * (SIDE - 1) * 6 }, (_, at) => {
      const [x, y] = [Math.floor(at / 6) % (SIDE - 1), Math.floor(at / 6 / (SIDE - 1))]
      const first = y * SIDE + x
      return [first, first + 1, first + SIDE, first + 1, first + SIDE + 1, first + SIDE][at % 6] ?? 0
    })
    return async (bytes) => {
      const draco = await create({ wasmBinary: bytes })
      return () => {
        /** @type {Record<string, Uint8Array>} */
        const parts = {}
        for (const method of [draco.MESH_SEQUENTIAL_ENCODING, draco.MESH_EDGEBREAKER_ENCODING]) {
          for (const speed of [0, 5, 10]) {
            const builder = new draco.MeshBuilder()
            const mesh = new draco.Mesh()
            builder.AddFacesToMesh(mesh, corners.length / 3, corners)
            builder.AddFloatAttributeToMesh(mesh, draco.POSITION, SIDE * SIDE, 3, positions)
            const encoder = new draco.Encoder()
            encoder.SetEncodingMethod(method)
            encoder.SetSpeedOptions(speed, speed)
            encoder.SetAttributeQuantization(draco.POSITION, 11)
            const output = new draco.DracoInt8Array()
            const length = encoder.EncodeMeshToDracoBuffer(mesh, output)
            parts[`method ${method}, speed ${speed}`] = Uint8Array.from({ length }, (_, at) =>
              output.GetValue(at),
            )
            for (const each of [output, encoder, mesh, builder]) draco.destroy(each)
          }
        }
        return parts
      }
    }
  },
}
