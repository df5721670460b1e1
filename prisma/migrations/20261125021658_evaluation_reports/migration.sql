-- AlterTable
ALTER TABLE "Evaluation" ADD COLUMN     "cancelRequested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "error" TEXT,
ADD COLUMN     "errorCode" TEXT,
ADD COLUMN     "finishedAt" TIMESTAMPTZ,
ADD COLUMN     "heartbeatAt" TIMESTAMPTZ,
ADD COLUMN     "phase" TEXT,
ADD COLUMN     "report" JSONB,
ADD COLUMN     "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
ALTER COLUMN "metrics" SET DEFAULT '{}';

-- Evaluations so far were written whole, when they had ended.
UPDATE "Evaluation" SET "status" = 'SUCCEEDED', "finishedAt" = "createdAt";

-- CreateIndex
CREATE INDEX "Evaluation_modelVersionId_createdAt_idx" ON "Evaluation"("modelVersionId", "createdAt");
