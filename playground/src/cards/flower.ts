export interface Drawing {
  readonly svg: string
  readonly width: number
}

const colours = ['#7c6cf0', '#3fae9b', '#d9699f']

export function drawingOf(petals: number): Drawing {
  const leaves = Array.from({ length: petals }, (_, index) => {
    const colour = colours[index % colours.length]
    const turn = `rotate(${(360 / petals) * index})`
    return `<ellipse transform="${turn}" cy="-52" rx="21" ry="50" fill="${colour}" fill-opacity=".62"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-108 -108 216 216">${leaves.join('')}<circle r="19" fill="#f2b632"/></svg>`
  return { svg, width: 432 }
}
