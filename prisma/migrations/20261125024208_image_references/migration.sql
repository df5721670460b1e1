-- CreateEnum
CREATE TYPE "ImageStatus" AS ENUM ('STORED', 'FAILED');

-- CreateEnum
CREATE TYPE "DuplicateKind" AS ENUM ('SAME_FILE', 'SAME_PICTURE', 'NEAR');

-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "comparedAt" TIMESTAMPTZ,
ADD COLUMN     "miniature" BYTEA;

-- CreateTable
CREATE TABLE "ImageReference" (
    "productId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "ImageKind" NOT NULL,
    "source" TEXT NOT NULL,
    "status" "ImageStatus" NOT NULL,
    "imageId" UUID,
    "code" TEXT,
    "message" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "etag" TEXT,
    "lastModified" TEXT,
    "checkedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "ImageReference_pkey" PRIMARY KEY ("productId","position")
);

-- CreateTable
CREATE TABLE "ImageDuplicate" (
    "id" BIGSERIAL NOT NULL,
    "imageId" UUID NOT NULL,
    "otherId" UUID NOT NULL,
    "kind" "DuplicateKind" NOT NULL,
    "difference" DOUBLE PRECISION NOT NULL,
    "dismissedAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImageDuplicate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ImageReference_imageId_idx" ON "ImageReference"("imageId");

-- CreateIndex
CREATE INDEX "ImageReference_source_idx" ON "ImageReference" USING HASH ("source");

-- CreateIndex
CREATE INDEX "ImageDuplicate_otherId_idx" ON "ImageDuplicate"("otherId");

-- CreateIndex
CREATE INDEX "ImageDuplicate_difference_id_idx" ON "ImageDuplicate"("difference", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ImageDuplicate_imageId_otherId_key" ON "ImageDuplicate"("imageId", "otherId");

-- AddForeignKey
ALTER TABLE "ImageReference" ADD CONSTRAINT "ImageReference_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageReference" ADD CONSTRAINT "ImageReference_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageDuplicate" ADD CONSTRAINT "ImageDuplicate_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageDuplicate" ADD CONSTRAINT "ImageDuplicate_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Image_comparedAt_idx" ON "Image"("comparedAt");

-- Hashes of 64 bits, which tell little of pictures on white; those of 256 are made by the next import.
UPDATE "Image" SET "perceptualHash" = NULL;
