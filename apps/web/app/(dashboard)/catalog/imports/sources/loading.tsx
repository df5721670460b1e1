export { ListSkeleton as default } from '@/components/page-skeleton';
