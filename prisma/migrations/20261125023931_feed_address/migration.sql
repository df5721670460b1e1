-- AlterTable
ALTER TABLE "ImportRun" ADD COLUMN     "address" TEXT;
