-- CreateEnum
CREATE TYPE "SourceOutcome" AS ENUM ('IMPORTED', 'UNCHANGED', 'FAILED');

-- CreateTable
CREATE TABLE "ImportSource" (
    "id" UUID NOT NULL,
    "catalogId" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "format" TEXT,
    "encoding" TEXT,
    "mapping" JSONB,
    "policy" "ImportPolicy" NOT NULL DEFAULT 'IGNORE_FAILED',
    "removal" "RemovalPolicy" NOT NULL DEFAULT 'KEEP',
    "allowLargeRemoval" BOOLEAN NOT NULL DEFAULT false,
    "everyMinutes" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "nextAt" TIMESTAMPTZ NOT NULL,
    "lastAt" TIMESTAMPTZ,
    "lastOutcome" "SourceOutcome",
    "errorCode" TEXT,
    "error" TEXT,
    "contentSha256" CHAR(64),
    "lastRunId" UUID,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportSource_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ImportSource_lastRunId_key" ON "ImportSource"("lastRunId");

-- CreateIndex
CREATE INDEX "ImportSource_enabled_nextAt_idx" ON "ImportSource"("enabled", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "ImportSource_catalogId_address_key" ON "ImportSource"("catalogId", "address");

-- AddForeignKey
ALTER TABLE "ImportSource" ADD CONSTRAINT "ImportSource_catalogId_fkey" FOREIGN KEY ("catalogId") REFERENCES "Catalog"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportSource" ADD CONSTRAINT "ImportSource_lastRunId_fkey" FOREIGN KEY ("lastRunId") REFERENCES "ImportRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;
