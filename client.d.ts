/** Shows the dev overlay where no HTML passes through Vite; empty in builds and where `overlay` is false. */
declare module 'virtual:wasm-budget/overlay' {}
