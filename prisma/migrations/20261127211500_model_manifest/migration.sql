-- A model version always says what it is of.
ALTER TABLE "ModelVersion" ALTER COLUMN "manifest" DROP DEFAULT;
