-- AlterTable
ALTER TABLE "TrainingRun" ADD COLUMN     "warning" TEXT;
