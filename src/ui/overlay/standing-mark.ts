import { setAttributes } from '../parts/dom.ts'
import { stateMark } from '../parts/marks.ts'
import type { Standing } from './words.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** The mark of how something stands; undefined where there is nothing to mark. What it means stands beside it as a word. */
export function standingMark(standing: Standing): SVGSVGElement | undefined {
  if (standing === 'none') return undefined
  return standing === 'working' ? ring() : stateMark(standing)
}

/** A ring in pieces, which turns while something is being measured. */
function ring(): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  setAttributes(svg, { class: 'm work', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' })
  const circle = document.createElementNS(SVG, 'circle')
  setAttributes(circle, { cx: 6, cy: 6, r: 5 })
  svg.append(circle)
  return svg
}
