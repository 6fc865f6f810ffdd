export type Work = (input: string) => Node | string | Promise<Node | string>

type State = 'pending' | 'ok' | 'error'

const words: Record<State, string> = { pending: 'loading', ok: 'ready', error: 'error' }
const svg = 'http://www.w3.org/2000/svg'

export function find<E extends Element>(root: ParentNode, selector: string): E {
  const element = root.querySelector<E>(selector)
  if (!element) throw new Error(`The page has no ${selector}`)
  return element
}

export async function startCard(module: string, load: () => Work | Promise<Work>): Promise<void> {
  const card = find<HTMLElement>(document, `[data-module="${module}"]`)
  const input = find<HTMLInputElement | HTMLTextAreaElement>(card, '[data-input]')
  const result = find<HTMLElement>(card, '[data-result]')
  const status = find<HTMLElement>(card, '[data-state]')
  const value = card.querySelector<HTMLOutputElement>('[data-value]')

  const setState = (state: State): void => {
    const mark = document.createElementNS(svg, 'svg')
    const use = document.createElementNS(svg, 'use')
    use.setAttribute('href', `#mark-${state}`)
    mark.setAttribute('aria-hidden', 'true')
    mark.append(use)
    status.dataset.state = state
    status.replaceChildren(mark, words[state])
  }

  const fail = (error: unknown): void => {
    result.replaceChildren(error instanceof Error ? error.message : String(error))
    setState('error')
  }

  let latest = 0
  try {
    const work = await load()
    const run = async (): Promise<void> => {
      const turn = ++latest
      if (value) value.textContent = input.value
      try {
        const content = await work(input.value)
        // A slow answer to an older input must not replace the answer to a newer one.
        if (turn !== latest) return
        result.replaceChildren(content)
        setState('ok')
      } catch (error) {
        if (turn === latest) fail(error)
      }
    }
    input.addEventListener('input', () => void run())
    await run()
  } catch (error) {
    fail(error)
  }
}
