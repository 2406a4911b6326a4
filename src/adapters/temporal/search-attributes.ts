import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators can filter by in the Web UI. The namespace must know these names; set-up registers them. */
export const searchAttributeTypes = {
  DurablastKind: 'Keyword',
  DurablastProgram: 'Keyword',
  DurablastDatabase: 'KeywordList',
  DurablastPhase: 'Keyword',
} as const;

export const kindAttribute = defineSearchAttributeKey('DurablastKind', SearchAttributeType.KEYWORD);
export const programAttribute = defineSearchAttributeKey('DurablastProgram', SearchAttributeType.KEYWORD);
export const databaseAttribute = defineSearchAttributeKey(
  'DurablastDatabase',
  SearchAttributeType.KEYWORD_LIST,
);
