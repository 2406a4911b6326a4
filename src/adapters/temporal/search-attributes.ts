import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * What operators can filter by in the Web UI, beside `DurablastPhase`, which workflows set. The namespace must know
 * the names: the embedded stack and the image's set-up register them.
 */
export const kindAttribute = defineSearchAttributeKey('DurablastKind', SearchAttributeType.KEYWORD);
export const programAttribute = defineSearchAttributeKey('DurablastProgram', SearchAttributeType.KEYWORD);
export const databaseAttribute = defineSearchAttributeKey(
  'DurablastDatabase',
  SearchAttributeType.KEYWORD_LIST,
);
