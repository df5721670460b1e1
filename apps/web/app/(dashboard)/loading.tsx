export { DetailSkeleton as default } from '@/components/page-skeleton';
