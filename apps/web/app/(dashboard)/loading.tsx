export { DetailSkeleton as default } from '@/components/shared/page-skeleton';
