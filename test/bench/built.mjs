/** Imports a module of `dist/`, which exists only after the build that `npm run bench` begins with. */
export function built(path) {
  return import(new URL(`../../dist/${path}`, import.meta.url).href);
}
