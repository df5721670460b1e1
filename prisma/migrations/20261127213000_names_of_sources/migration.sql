-- What a person calls an uploaded file, and the feed of an import.
ALTER TABLE "Upload" ADD COLUMN "name" TEXT;
ALTER TABLE "ImportRun" ADD COLUMN "sourceName" TEXT NOT NULL DEFAULT 'Feed';
UPDATE "ImportRun" SET "sourceName" = CASE
  WHEN "address" IS NOT NULL THEN "address"
  WHEN "source" ~ '/uploads/[0-9a-f-]{36}$' THEN 'Uploaded file'
  ELSE regexp_replace("source", '^.*[/\\]', '')
END;
