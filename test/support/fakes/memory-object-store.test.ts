import { describeObjectStore } from '../../contracts/object-store.contract.ts';
import { createMemoryObjectStore } from './memory-object-store.ts';

describeObjectStore('memory', () => {
  const store = createMemoryObjectStore();
  const unreachable = createMemoryObjectStore();
  unreachable.available = false;
  return Promise.resolve({ store, another: store, unreachable, close: () => store.close() });
});
