/** First pass: `npx depcruise --config .config/dependency-layering.mjs src workflows activities api deploy test` */
export { layeringConfig as default } from './dependency-rules.mjs';
