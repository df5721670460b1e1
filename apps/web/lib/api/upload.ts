import { formatCompact } from '../format.ts';
import { request } from './browser.ts';
import { CreateUploadMutation } from './catalog.ts';
import { ApiError } from './errors.ts';
import type { UploadPurpose } from './generated/graphql';

/**
 * Sends a file to a signed address and returns the id of the completed upload.
 *
 * @throws ApiError LIMIT_EXCEEDED before sending a file that is too large, UPLOAD_INVALID when the
 * API refuses the bytes.
 */
export async function uploadFile(purpose: UploadPurpose, file: File): Promise<string> {
  const { createUpload: target } = await request(CreateUploadMutation, {
    purpose,
    name: file.name,
  });
  if (file.size > target.maxBytes) {
    throw new ApiError({
      code: 'LIMIT_EXCEEDED',
      message: `${file.name} has ${formatCompact(file.size)} bytes; ${formatCompact(target.maxBytes)} are allowed.`,
    });
  }
  // The API signs its own address; the browser reaches it through the dashboard's origin.
  const { pathname, search } = new URL(target.url, window.location.origin);
  const response = await fetch(`${pathname}${search}`, {
    method: 'PUT',
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream' },
  });
  if (!response.ok) throw await refusal(response, file.name);
  return target.id;
}

async function refusal(response: Response, name: string): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const holder = body && typeof body === 'object' && 'error' in body ? body.error : body;
  const described = holder && typeof holder === 'object' ? holder : {};
  return new ApiError({
    code: 'code' in described ? String(described.code) : 'UPLOAD_INVALID',
    message:
      'message' in described
        ? String(described.message)
        : `${name} was not accepted (HTTP ${response.status}).`,
  });
}
