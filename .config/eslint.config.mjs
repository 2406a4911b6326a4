/** `npx eslint -c .config/eslint.config.mjs .`, run in the repository's top folder. */
import { eslintConfig } from './eslint-rules.mjs';

export default eslintConfig(process.cwd());
