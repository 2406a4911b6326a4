import type { DocumentStore, ObjectStore } from '../../ports/index.ts';
import { createFilesystemObjectStore } from '../filesystem/filesystem-object-store.ts';
import { createMongoDocumentStore } from '../mongo/mongo-document-store.ts';
import { createS3ObjectStore } from '../s3/s3-object-store.ts';
import { createSqliteDocumentStore } from '../sqlite/sqlite-document-store.ts';

/** A value that is only shown when asked for. */
interface Hidden {
  reveal(): string;
}

export type DocumentStoreChoice =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'mongo'; readonly uri: Hidden; readonly database: string };

export type ObjectStoreChoice =
  | { readonly kind: 'filesystem'; readonly directory: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly endpoint?: string;
      readonly credentials?: { readonly accessKeyId: Hidden; readonly secretAccessKey: Hidden };
    };

/** The document store that the configuration chose. */
export function openDocumentStore(choice: DocumentStoreChoice): DocumentStore {
  if (choice.kind === 'sqlite') return createSqliteDocumentStore({ file: choice.file });
  return createMongoDocumentStore({ uri: choice.uri.reveal(), database: choice.database });
}

/** The object store that the configuration chose. A service that is not Amazon's is addressed by path. */
export function openObjectStore(choice: ObjectStoreChoice): ObjectStore {
  if (choice.kind === 'filesystem') return createFilesystemObjectStore({ directory: choice.directory });
  const { bucket, region, endpoint, credentials } = choice;
  return createS3ObjectStore({
    bucket,
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials && {
      credentials: {
        accessKeyId: credentials.accessKeyId.reveal(),
        secretAccessKey: credentials.secretAccessKey.reveal(),
      },
    }),
  });
}
