import {
  MongoError,
  MongoErrorLabel,
  MongoExpiredSessionError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { PlatformError } from '../../errors/index.ts';

const duplicateKey = 11000;

/** Server codes of a member that stops, steps down or waits too long (MongoDB's "not primary" and shutdown families). */
const unavailableCodes = [6, 7, 50, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436];

/** Runs a driver call and gives its failures our codes. */
export async function guardMongo<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromMongoError(error);
  }
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

function fromMongoError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const details = { mongo: error instanceof MongoError ? (error.code ?? error.name) : undefined };
  if (isUnavailable(error)) {
    const message = 'The job store does not answer. Try again shortly.';
    return new PlatformError('STORE_UNAVAILABLE', message, { details, cause: error });
  }
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { details, cause: error });
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (error.hasErrorLabel(MongoErrorLabel.RetryableWriteError)) return true;
  if (typeof error.code === 'number' && unavailableCodes.includes(error.code)) return true;
  return [
    MongoNetworkError,
    MongoServerSelectionError,
    MongoNotConnectedError,
    MongoTopologyClosedError,
    MongoExpiredSessionError,
    MongoWriteConcernError,
  ].some((unavailable) => error instanceof unavailable);
}
