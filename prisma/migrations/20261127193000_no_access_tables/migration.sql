-- Nothing has ever written or read these; they come back with access control.
DROP TABLE "ApiKey";
DROP TABLE "Session";
DROP TABLE "User";
DROP TABLE "AuditEntry";
DROP TYPE "Role";
