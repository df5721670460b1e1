export { GridSkeleton as default } from '@/components/shared/page-skeleton';
