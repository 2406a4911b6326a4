import { describeDocumentStore } from '../../contracts/document-store.contract.ts';
import { createMemoryDocumentStore } from './memory-document-store.ts';

describeDocumentStore('memory', () => {
  const store = createMemoryDocumentStore();
  const unreachable = createMemoryDocumentStore();
  unreachable.available = false;
  return Promise.resolve({ store, another: store, unreachable, close: () => store.close() });
});
