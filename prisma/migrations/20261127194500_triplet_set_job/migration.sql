-- Triplet sets keep their heartbeat and progress where all long work does. A set that is being made
-- loses its maker's last heartbeat, and so is made anew; one that stands counts as wholly done.
UPDATE "TripletSet" SET counts = '{}' WHERE counts ? 'aliveAt';
UPDATE "TripletSet" SET "startedAt" = "createdAt" WHERE status <> 'QUEUED';
ALTER TABLE "TripletSet" DROP COLUMN "progress";
