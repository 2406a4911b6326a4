import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type {
  Collection,
  Document,
  DocumentStore,
  FindPage,
  FindQuery,
  Stored,
  Where,
} from '../../ports/document-store.ts';
import { planFind, planWhere } from '../stores/document-find-plan.ts';
import { findPage } from '../stores/find-page.ts';
import { MongoCollections } from './mongo-collections.ts';
import { guardMongo, isDuplicateKey } from './mongo-error.ts';
import { mongoFilter, mongoPlace, mongoSort } from './mongo-query.ts';
import { mongoRecord, type MongoRecord } from './mongo-record.ts';

export interface MongoDocumentStoreOptions {
  readonly uri: string;
  readonly database: string;
}

/**
 * Documents in MongoDB by single-document operations only, so that any deployment will do. Writes are acknowledged by
 * a majority, from the journal. A server that does not answer fails a call after 5 s. Connects with the first call.
 */
export function createMongoDocumentStore(options: MongoDocumentStoreOptions): DocumentStore {
  return new MongoDocumentStore(options);
}

class MongoDocumentStore implements DocumentStore {
  private readonly client: MongoClient;
  private readonly database: string;
  private readonly collections: MongoCollections;

  constructor(options: MongoDocumentStoreOptions) {
    this.client = new MongoClient(options.uri, {
      appName: 'durablast',
      serverSelectionTimeoutMS: 5000,
      connectTimeoutMS: 5000,
      socketTimeoutMS: 20_000,
      writeConcern: { w: 'majority', journal: true },
    });
    this.database = options.database;
    this.collections = new MongoCollections(this.client.db(options.database));
  }

  async insertIfAbsent<T extends Document>(
    collection: Collection<T>,
    document: T,
  ): Promise<{ inserted: boolean }> {
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      try {
        await records.insertOne(mongoRecord(collection, document, randomUUID()));
        return { inserted: true };
      } catch (error) {
        if (isDuplicateKey(error)) return { inserted: false };
        throw error;
      }
    });
  }

  async get<T extends Document>(collection: Collection<T>, id: string): Promise<Stored<T> | undefined> {
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      const record = await records.findOne({ _id: id });
      return record === null ? undefined : stored<T>(record);
    });
  }

  async getMany<T extends Document>(collection: Collection<T>, ids: readonly string[]): Promise<Stored<T>[]> {
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      const found = await records.find({ _id: { $in: ids } }).toArray();
      return found.map((record) => stored<T>(record));
    });
  }

  async replaceIfRevision<T extends Document>(
    collection: Collection<T>,
    revision: string,
    document: T,
  ): Promise<string | undefined> {
    return guardMongo(async () => {
      const next = randomUUID();
      const records = await this.collections.of(collection);
      const result = await records.replaceOne(
        { _id: document.id, revision },
        mongoRecord(collection, document, next),
      );
      return result.matchedCount === 1 ? next : undefined;
    });
  }

  async find<T extends Document>(collection: Collection<T>, query: FindQuery<T>): Promise<FindPage<T>> {
    const plan = planFind(collection, query);
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      return findPage(collection, plan, async (part, limit) => {
        const filter = mongoFilter(plan.conditions, mongoPlace(plan, part));
        const found = await records.find(filter).sort(mongoSort(plan)).limit(limit).toArray();
        return found.map((record) => stored<T>(record));
      });
    });
  }

  async count<T extends Document>(collection: Collection<T>, where: Where<T>): Promise<number> {
    const conditions = planWhere(collection, where);
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      return records.countDocuments(mongoFilter(conditions));
    });
  }

  async delete<T extends Document>(collection: Collection<T>, id: string): Promise<boolean> {
    return guardMongo(async () => {
      const records = await this.collections.of(collection);
      const result = await records.deleteOne({ _id: id });
      return result.deletedCount === 1;
    });
  }

  async ping(): Promise<void> {
    await guardMongo(() => this.client.db(this.database).command({ ping: 1 }));
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

function stored<T extends Document>(record: MongoRecord): Stored<T> {
  // The record was written from a document of this collection; the types are the collection's promise.
  return { revision: record.revision, document: JSON.parse(record.json) as T };
}
