-- CreateEnum
CREATE TYPE "ImportPolicy" AS ENUM ('IGNORE_FAILED', 'REJECT_FAILED', 'REJECT_ALL');

-- CreateEnum
CREATE TYPE "RemovalPolicy" AS ENUM ('KEEP', 'UNAVAILABLE', 'DELETE');

-- AlterTable
ALTER TABLE "ImportRun" ADD COLUMN     "allowLargeRemoval" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "dryRun" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "encoding" TEXT,
ADD COLUMN     "examples" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "feedStamp" TEXT,
ADD COLUMN     "format" TEXT NOT NULL DEFAULT 'CSV',
ADD COLUMN     "planId" UUID,
ADD COLUMN     "policy" "ImportPolicy" NOT NULL DEFAULT 'IGNORE_FAILED',
ADD COLUMN     "removal" "RemovalPolicy" NOT NULL DEFAULT 'KEEP',
ADD COLUMN     "removed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "warnings" TEXT[];

-- AlterTable
ALTER TABLE "Product" ADD COLUMN     "vanishedAt" TIMESTAMPTZ;

-- CreateTable
CREATE TABLE "FeedMapping" (
    "catalogId" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "FeedMapping_pkey" PRIMARY KEY ("catalogId","format")
);

-- CreateIndex
CREATE UNIQUE INDEX "ImportRun_planId_key" ON "ImportRun"("planId");

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_planId_fkey" FOREIGN KEY ("planId") REFERENCES "ImportRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeedMapping" ADD CONSTRAINT "FeedMapping_catalogId_fkey" FOREIGN KEY ("catalogId") REFERENCES "Catalog"("id") ON DELETE CASCADE ON UPDATE CASCADE;
