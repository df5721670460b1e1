-- That images of a product are missing was a suffix of its hash. Hashes without it stay as they are,
-- so that unchanged rows are skipped by the next import as before.
ALTER TABLE "Product" ADD COLUMN "lacksImages" BOOLEAN NOT NULL DEFAULT false;

UPDATE "Product" SET "lacksImages" = true, "contentHash" = replace("contentHash", ':incomplete', '')
WHERE "contentHash" LIKE '%:incomplete';

-- Never written.
ALTER TABLE "ProductImage" DROP COLUMN "crop";
