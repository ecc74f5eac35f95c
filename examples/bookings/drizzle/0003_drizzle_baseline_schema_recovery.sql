-- The baseline: every table as schema.ts has it. A new database begins with it; on others it does nothing.
CREATE TABLE IF NOT EXISTS `demo_guests` (
	`id` int AUTO_INCREMENT NOT NULL,
	`email` varchar(255) NOT NULL,
	`name` varchar(120) NOT NULL,
	`created_at` timestamp NOT NULL DEFAULT (now()),
	CONSTRAINT `demo_guests_id` PRIMARY KEY(`id`),
	CONSTRAINT `demo_guests_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `demo_rooms` (
	`id` int AUTO_INCREMENT NOT NULL,
	`number` varchar(10) NOT NULL,
	`price_per_night` decimal(10,2) NOT NULL,
	`description` text,
	CONSTRAINT `demo_rooms_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `demo_bookings` (
	`id` int AUTO_INCREMENT NOT NULL,
	`guest_id` int NOT NULL,
	`room_id` int NOT NULL,
	`arrival` date NOT NULL,
	`departure` date NOT NULL,
	`status` enum('requested','confirmed','cancelled') NOT NULL DEFAULT 'requested',
	`created_at` timestamp NOT NULL DEFAULT (now()),
	CONSTRAINT `demo_bookings_id` PRIMARY KEY(`id`)
);
