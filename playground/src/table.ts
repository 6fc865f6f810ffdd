export interface Column {
  readonly name: string
  readonly numeric: boolean
}

export function table(
  columns: readonly Column[],
  rows: readonly (readonly (string | Node)[])[],
): HTMLElement {
  const element = document.createElement('table')
  const head = element.createTHead().insertRow()
  for (const column of columns) {
    const cell = document.createElement('th')
    cell.scope = 'col'
    cell.textContent = column.name
    cell.classList.toggle('num', column.numeric)
    head.append(cell)
  }
  const body = element.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const [index, content] of row.entries()) {
      const cell = line.insertCell()
      cell.append(content)
      cell.classList.toggle('num', columns[index]?.numeric ?? false)
    }
  }
  return element
}
