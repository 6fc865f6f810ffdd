import { readHtmlData } from '../report/html-data.ts'
import type { ReportElement } from './elements/report.ts'
import './elements/report.ts'

// The page is written by `renderHtml`: the data stands before this script.
const data = document.querySelector('#wasm-budget-data')?.textContent
const page = document.querySelector<ReportElement>('wb-report')
if (data !== null && data !== undefined) page?.show(readHtmlData(data))
