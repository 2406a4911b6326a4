import type { Db, Collection as DriverCollection } from 'mongodb';
import type { Collection, Document } from '../../ports/document-store.ts';
import type { MongoRecord } from './mongo-record.ts';

/** The driver's collections, each with its indexes ensured once a process, by whoever needs it first. */
export class MongoCollections {
  private readonly database: Db;
  private readonly ready = new Map<string, Promise<DriverCollection<MongoRecord>>>();

  constructor(database: Db) {
    this.database = database;
  }

  async of<T extends Document>(collection: Collection<T>): Promise<DriverCollection<MongoRecord>> {
    const known = this.ready.get(collection.name);
    if (known !== undefined) return known;
    const preparing = this.prepare(collection);
    this.ready.set(collection.name, preparing);
    // A server that is down now may be up for the next call.
    preparing.catch(() => this.ready.delete(collection.name));
    return preparing;
  }

  private async prepare<T extends Document>(
    collection: Collection<T>,
  ): Promise<DriverCollection<MongoRecord>> {
    const records = this.database.collection<MongoRecord>(collection.name);
    // `id` ends every index, so that an index gives sorted pages with their ties in order.
    const indexes = [[], ...collection.indexed].map((fields) => ({
      key: Object.fromEntries([...fields, 'id'].map((field) => [field, 1])),
      name: ['by', ...fields, 'id'].join('_'),
    }));
    await records.createIndexes(indexes);
    return records;
  }
}
