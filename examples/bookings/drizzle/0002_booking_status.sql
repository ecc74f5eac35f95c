-- Bookings have a status; rooms a description.
ALTER TABLE `demo_bookings` ADD COLUMN IF NOT EXISTS `status` enum('requested','confirmed','cancelled') NOT NULL DEFAULT 'requested' AFTER `departure`;
--> statement-breakpoint
ALTER TABLE `demo_rooms` ADD COLUMN IF NOT EXISTS `description` text;
