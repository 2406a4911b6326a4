import { randomUUID } from 'node:crypto';

/** A file to send: its bytes come as a stream and are never all in memory. */
export interface FilePart {
  readonly field: 'query' | 'fasta';
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly stream: ReadableStream<Uint8Array>;
}

/** multipart/form-data (RFC 7578): the JSON part `request` first, so that the server knows what the file is for. */
export function multipartBody(request: unknown, file: FilePart): MultipartBody {
  const boundary = `durablast-${randomUUID()}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    stream: streamOf(parts(boundary, request, file)),
  };
}

async function* parts(boundary: string, request: unknown, file: FilePart): AsyncGenerator<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  yield encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="request"\r\n` +
      `Content-Type: application/json\r\n\r\n${JSON.stringify(request)}\r\n`,
  );
  yield encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; ` +
      `filename="${quotable(file.fileName)}"\r\nContent-Type: text/x-fasta\r\n\r\n`,
  );
  yield* file.content;
  yield encode(`\r\n--${boundary}--\r\n`);
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

/** RFC 7578 section 4.2 leaves quotes and line breaks in file names to be percent-encoded, as browsers do. */
function quotable(fileName: string): string {
  return fileName.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
}
