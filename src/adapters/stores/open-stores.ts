import type { DocumentStore, ObjectStore } from '../../ports/index.ts';

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

/**
 * The document store that the configuration chose. Only its own driver is loaded: those of MongoDB and S3 together take
 * some 350 ms and 12 MB.
 */
export async function openDocumentStore(choice: DocumentStoreChoice): Promise<DocumentStore> {
  if (choice.kind === 'sqlite') {
    const { createSqliteDocumentStore } = await import('../sqlite/sqlite-document-store.ts');
    return createSqliteDocumentStore({ file: choice.file });
  }
  const { createMongoDocumentStore } = await import('../mongo/mongo-document-store.ts');
  return createMongoDocumentStore({ uri: choice.uri.reveal(), database: choice.database });
}

/** The object store that the configuration chose. A service that is not Amazon's is addressed by path. */
export async function openObjectStore(choice: ObjectStoreChoice): Promise<ObjectStore> {
  if (choice.kind === 'filesystem') {
    const { createFilesystemObjectStore } = await import('../filesystem/filesystem-object-store.ts');
    return createFilesystemObjectStore({ directory: choice.directory });
  }
  const { createS3ObjectStore } = await import('../s3/s3-object-store.ts');
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
