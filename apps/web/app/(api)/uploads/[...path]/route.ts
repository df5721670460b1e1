export { forward as PUT } from '@/lib/api/forward';
