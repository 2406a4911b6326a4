export { errorTable, type ErrorCode, type ErrorRule } from './codes.ts';
export { PlatformError, toPlatformError, type Failure, type InputLocation } from './platform-error.ts';
