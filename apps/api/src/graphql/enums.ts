import {
  Availability,
  CheckpointKind,
  type DuplicateKind,
  ImageKind,
  ImageStatus,
  ImportPolicy,
  JobStatus,
  ModelSource,
  NegativeKind,
  QueryKind,
  RemovalPolicy,
  SourceOutcome,
  Split,
  TripletSource,
} from '../../../../prisma/client/enums.ts';
import { builder } from './builder.ts';

export const AvailabilityType = builder.enumType(Availability, { name: 'Availability' });
export const CheckpointKindType = builder.enumType(CheckpointKind, { name: 'CheckpointKind' });
export const DuplicateKindType = builder.enumType('DuplicateKind', {
  values: {
    NEAR: { description: 'Two pictures that are hard to tell apart.' },
    SAME_FILE: { description: 'One image of several products.' },
    SAME_PICTURE: { description: 'One picture in two files: packed again, or of another size.' },
  } satisfies Record<DuplicateKind, object>,
});
export const ImageKindType = builder.enumType(ImageKind, { name: 'ImageKind' });
export const ImageStatusType = builder.enumType(ImageStatus, { name: 'ImageStatus' });
export const ImportPolicyType = builder.enumType(ImportPolicy, { name: 'ImportPolicy' });
export const JobStatusType = builder.enumType(JobStatus, { name: 'JobStatus' });
export const ModelSourceType = builder.enumType(ModelSource, { name: 'ModelSource' });
export const NegativeKindType = builder.enumType(NegativeKind, { name: 'NegativeKind' });
export const QueryKindType = builder.enumType(QueryKind, { name: 'QueryKind' });
export const RemovalPolicyType = builder.enumType(RemovalPolicy, { name: 'RemovalPolicy' });
export const SourceOutcomeType = builder.enumType(SourceOutcome, { name: 'SourceOutcome' });
export const SplitType = builder.enumType(Split, { name: 'Split' });
export const TripletSourceType = builder.enumType(TripletSource, { name: 'TripletSource' });
