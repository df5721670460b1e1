export { GridSkeleton as default } from '@/components/page-skeleton';
