import { freshRequire, installedFile, readBytes } from '../glue.mjs'
import { randomNumbers } from '../inputs.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'resvg',
  large: true,
  what: 'pixels of a drawing with gradients, masks and filters',
  load: async () => readBytes(installedFile('@resvg/resvg-wasm', 'index_bg.wasm')),
  async prepare() {
    const { initWasm, Resvg } = freshRequire(installedFile('@resvg/resvg-wasm', 'index.js'))
    return async (bytes) => {
      await initWasm(bytes)
      return () => {
        const drawing = new Resvg(DRAWING, { fitTo: { mode: 'width', value: 320 }, background: '#fed' })
        const image = drawing.render()
        const box = drawing.getBBox()
        const parts = {
          pixels: image.pixels,
          png: image.asPng(),
          simplified: drawing.toString(),
          box: [box.x, box.y, box.width, box.height].join(),
        }
        for (const each of [image, box, drawing]) each.free()
        return parts
      }
    }
  },
}

const random = randomNumbers(8)
const shapes = Array.from({ length: 60 }, (_, at) => {
  const [x, y, size, hue] = [random(400), random(300), 5 + random(60), random(360)]
  const paint = at % 4 === 0 ? 'url(#linear)' : at % 4 === 1 ? 'url(#radial)' : `hsl(${hue} 70% 50% / .6)`
  const style = `fill="${paint}" stroke="#024" stroke-width="${1 + (at % 5)}" stroke-dasharray="${at % 3 === 0 ? '7 3 1' : 'none'}"`
  const turn = `transform="rotate(${hue} ${x} ${y}) skewX(${at % 9})"`
  if (at % 3 === 0)
    return `<rect x="${x}" y="${y}" width="${size}" height="${size / 2}" rx="4" ${style} ${turn}/>`
  if (at % 3 === 1) return `<ellipse cx="${x}" cy="${y}" rx="${size / 2}" ry="${size / 3}" ${style} ${turn}/>`
  return `<path d="M${x} ${y}c${size} 3 9 ${size} ${-size} ${size}s-8-${size} 4-7a9 ${size / 4} 30 1 0 12 5z" ${style} ${turn}/>`
})

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
  <style>.soft { filter: url(#blur); mix-blend-mode: multiply } circle { stroke-linejoin: round }</style>
  <defs>
    <linearGradient id="linear" x2="1" y2="1" spreadMethod="reflect"><stop stop-color="#f30"/><stop offset=".7" stop-color="#06c" stop-opacity=".5"/></linearGradient>
    <radialGradient id="radial" fx=".3" r=".6"><stop stop-color="gold"/><stop offset="1" stop-color="teal"/></radialGradient>
    <pattern id="dots" width="9" height="9" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3" fill="url(#radial)"/></pattern>
    <clipPath id="clip"><path clip-rule="evenodd" d="M50 20h300v250h-300zM150 90h80v80h-80z"/></clipPath>
    <mask id="mask"><rect width="400" height="300" fill="url(#linear)"/></mask>
    <filter id="blur"><feGaussianBlur stdDeviation="3 1"/><feOffset dx="4" result="moved"/><feColorMatrix in="SourceGraphic" type="hueRotate" values="90"/><feComposite in2="moved" operator="arithmetic" k1=".2" k2=".6" k3=".5"/></filter>
    <filter id="noise"><feTurbulence baseFrequency=".05" numOctaves="2" seed="4"/><feDisplacementMap in="SourceGraphic" in2="SourceGraphic" scale="9"/><feMorphology operator="dilate" radius="1"/><feDiffuseLighting><fePointLight x="50" y="60" z="70"/></feDiffuseLighting></filter>
  </defs>
  <g clip-path="url(#clip)">${shapes.slice(0, 40).join('')}</g>
  <g mask="url(#mask)" class="soft">${shapes.slice(40).join('')}</g>
  <rect x="20" y="200" width="120" height="70" fill="url(#dots)" filter="url(#noise)"/>
  <polyline points="10,10 60,90 110,20 160,95" fill="none" stroke="url(#linear)" stroke-width="9" stroke-linejoin="round" stroke-linecap="square"/>
</svg>`
