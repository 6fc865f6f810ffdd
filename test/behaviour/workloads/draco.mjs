import { freshRequire, readBytes } from '../glue.mjs'
import { fetchedFile } from '../packages.mjs'

const SIDE = 40
const POSITIONS = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
  const [x, y] = [Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)]
  return [x, y, Math.sin(x / 5) * Math.cos(y / 7) * 4][at % 3] ?? 0
})
const CORNERS = Uint32Array.from({ length: (SIDE - 1) * (SIDE - 1) * 6 }, (_, at) => {
  const [x, y] = [Math.floor(at / 6) % (SIDE - 1), Math.floor(at / 6 / (SIDE - 1))]
  const first = y * SIDE + x
  return [first, first + 1, first + SIDE, first + 1, first + SIDE + 1, first + SIDE][at % 6] ?? 0
})
const NORMALS = POSITIONS.map((value, at) => Math.cos(value + at))
const COLOURS = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (at * 7) % 251)

/**
 * Encodes a mesh by both methods, and its points alone by both of theirs, at several speeds.
 * @param {any} draco @returns {Record<string, Uint8Array>}
 */
function encodeAll(draco) {
  /** @type {Record<string, Uint8Array>} */
  const parts = {}
  const encode = (
    /** @type {string} */ title,
    /** @type {number} */ speed,
    /** @type {(encoder: any, output: any) => number} */ run,
  ) => {
    const encoder = new draco.Encoder()
    encoder.SetSpeedOptions(speed, speed)
    for (const [attribute, bits] of [
      [draco.POSITION, 11],
      [draco.NORMAL, 8],
    ])
      encoder.SetAttributeQuantization(attribute, bits)
    const output = new draco.DracoInt8Array()
    const length = run(encoder, output)
    parts[`${title}, speed ${speed}`] = Uint8Array.from({ length }, (_, at) => output.GetValue(at))
    for (const each of [output, encoder]) draco.destroy(each)
  }
  for (const speed of [0, 3, 5, 8, 10]) {
    for (const method of [draco.MESH_SEQUENTIAL_ENCODING, draco.MESH_EDGEBREAKER_ENCODING]) {
      const [builder, mesh] = [new draco.MeshBuilder(), new draco.Mesh()]
      builder.AddFacesToMesh(mesh, CORNERS.length / 3, CORNERS)
      builder.AddFloatAttributeToMesh(mesh, draco.POSITION, SIDE * SIDE, 3, POSITIONS)
      builder.AddFloatAttributeToMesh(mesh, draco.NORMAL, SIDE * SIDE, 3, NORMALS)
      encode(`mesh ${method}`, speed, (encoder, output) => {
        encoder.SetEncodingMethod(method)
        return encoder.EncodeMeshToDracoBuffer(mesh, output)
      })
      for (const each of [mesh, builder]) draco.destroy(each)
    }
    for (const method of [
      draco.POINT_CLOUD_SEQUENTIAL_ENCODING ?? 0,
      draco.POINT_CLOUD_KD_TREE_ENCODING ?? 1,
    ]) {
      const [builder, cloud] = [new draco.PointCloudBuilder(), new draco.PointCloud()]
      builder.AddFloatAttribute(cloud, draco.POSITION, SIDE * SIDE, 3, POSITIONS)
      builder.AddUInt8Attribute(cloud, draco.COLOR, SIDE * SIDE, 3, COLOURS)
      encode(`points ${method}`, speed, (encoder, output) => {
        encoder.SetEncodingMethod(method)
        return encoder.EncodePointCloudToDracoBuffer(cloud, false, output)
      })
      for (const each of [cloud, builder]) draco.destroy(each)
    }
  }
  return parts
}

/** @type {import('../workload.ts').Workload} */
export const dracoEncoder = {
  name: 'draco-encoder',
  what: 'a mesh and its points, compressed in twenty ways',
  fetched: true,
  load: async () => readBytes(fetchedFile('draco3d/draco_encoder.wasm')),
  async prepare() {
    const create = freshRequire(fetchedFile('draco3d/draco_encoder_nodejs.js'))
    return async (bytes) => {
      const draco = await create({ wasmBinary: bytes })
      return () => encodeAll(draco)
    }
  },
}

/** What {@link dracoEncoder} makes, and a mesh that comes with the package. */
async function encodedInputs() {
  const create = freshRequire(fetchedFile('draco3d/draco_encoder_nodejs.js'))
  const parts = encodeAll(await create({ wasmBinary: await dracoEncoder.load() }))
  return Object.entries({ ...parts, bunny: readBytes(fetchedFile('draco3d/bunny.drc')) })
}

/** @type {import('../workload.ts').Workload} */
export const dracoDecoder = {
  name: 'draco-decoder',
  what: 'corners and attributes of meshes and points',
  fetched: true,
  load: async () => readBytes(fetchedFile('draco3d/draco_decoder.wasm')),
  async prepare() {
    const inputs = await encodedInputs()
    const create = freshRequire(fetchedFile('draco3d/draco_decoder_nodejs.js'))
    return async (bytes) => {
      const draco = await create({ wasmBinary: bytes })
      return () => {
        /** @type {Record<string, string | Uint8Array>} */
        const parts = {}
        for (const [name, input] of inputs) {
          parts[name] = decode(draco, input)
          parts[`${name}, cut`] = decode(draco, input.subarray(0, input.length / 2))
        }
        return parts
      }
    }
  },
}

/** Corners and attributes one after another, or what is wrong. @param {any} draco @param {Uint8Array} input */
function decode(draco, input) {
  const buffer = new draco.DecoderBuffer()
  buffer.Init(Int8Array.from(input), input.length)
  const decoder = new draco.Decoder()
  const isMesh = decoder.GetEncodedGeometryType(buffer) === draco.TRIANGULAR_MESH
  const geometry = isMesh ? new draco.Mesh() : new draco.PointCloud()
  const status = isMesh
    ? decoder.DecodeBufferToMesh(buffer, geometry)
    : decoder.DecodeBufferToPointCloud(buffer, geometry)
  try {
    if (!status.ok()) return String(status.error_msg())
    const parts = Array.from({ length: geometry.num_attributes() }, (_, at) => {
      const attribute = decoder.GetAttribute(geometry, at)
      return copy(draco, geometry.num_points() * attribute.num_components() * 4, (pointer, length) =>
        decoder.GetAttributeDataArrayForAllPoints(geometry, attribute, draco.DT_FLOAT32, length, pointer),
      )
    })
    if (isMesh) {
      const corners = (/** @type {number} */ pointer, /** @type {number} */ length) =>
        decoder.GetTrianglesUInt32Array(geometry, length, pointer)
      parts.push(copy(draco, geometry.num_faces() * 12, corners))
    }
    return Buffer.concat(parts)
  } finally {
    for (const each of [geometry, decoder, buffer]) draco.destroy(each)
  }
}

/** @param {any} draco @param {number} length @param {(pointer: number, length: number) => void} fill */
function copy(draco, length, fill) {
  const pointer = draco['_malloc'](length)
  fill(pointer, length)
  const result = new Uint8Array(draco.HEAPU8.buffer, pointer, length).slice()
  draco['_free'](pointer)
  return result
}
