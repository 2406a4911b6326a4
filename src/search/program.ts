import type { MoleculeType } from '../database/database.ts';

export const programs = ['blastn', 'blastp', 'blastx', 'tblastn', 'tblastx'] as const;
export type Program = (typeof programs)[number];
