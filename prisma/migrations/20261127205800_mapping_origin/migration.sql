ALTER TABLE "ImportRun" ADD COLUMN "mappingFrom" TEXT;
