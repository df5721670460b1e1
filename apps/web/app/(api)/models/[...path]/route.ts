export { forward as GET } from '@/lib/api/forward';
