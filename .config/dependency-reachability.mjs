/** Second pass: `npx depcruise --config .config/dependency-reachability.mjs workflows src activities api` */
export { reachabilityConfig as default } from './dependency-rules.mjs';
