export { mountOverlay } from './overlay/mount.ts'
