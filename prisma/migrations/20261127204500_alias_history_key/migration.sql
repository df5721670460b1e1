-- What served before may have been deleted since.
UPDATE "AliasChange" SET "previousId" = NULL
WHERE "previousId" NOT IN (SELECT id FROM "ModelVersion");

ALTER TABLE "AliasChange" ADD CONSTRAINT "AliasChange_previousId_fkey"
  FOREIGN KEY ("previousId") REFERENCES "ModelVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;
