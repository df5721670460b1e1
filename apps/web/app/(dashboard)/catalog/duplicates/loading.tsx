export { ListSkeleton as default } from '@/components/shared/page-skeleton';
