export type * from './clock.ts';
export type * from './command-runner.ts';
export type * from './database-catalogue.ts';
export type * from './document-store.ts';
export type * from './job-launcher.ts';
export type * from './object-store.ts';
export type * from './search-engine.ts';
