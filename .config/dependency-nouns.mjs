/** The nouns among each other: `npx depcruise --config .config/dependency-nouns.mjs src` */
export { nounConfig as default } from './dependency-rules.mjs';
