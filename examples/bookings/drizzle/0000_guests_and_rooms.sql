CREATE TABLE `demo_guests` (
	`id` int AUTO_INCREMENT NOT NULL,
	`email` varchar(255) NOT NULL,
	`name` varchar(120) NOT NULL,
	`created_at` timestamp NOT NULL DEFAULT (now()),
	CONSTRAINT `demo_guests_id` PRIMARY KEY(`id`),
	CONSTRAINT `demo_guests_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `demo_rooms` (
	`id` int AUTO_INCREMENT NOT NULL,
	`number` varchar(10) NOT NULL,
	`price_per_night` decimal(10,2) NOT NULL,
	CONSTRAINT `demo_rooms_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
INSERT INTO `demo_rooms` (`number`, `price_per_night`) VALUES ('101', 80.00), ('102', 95.50);
