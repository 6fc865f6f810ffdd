import { examineAll } from './examine-all.ts'

examineAll(({ full }) => full !== true)
