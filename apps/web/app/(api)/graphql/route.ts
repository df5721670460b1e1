export { forward as GET, forward as POST } from '@/lib/api/forward';
