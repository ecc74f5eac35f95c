CREATE TABLE `demo_bookings` (
	`id` int AUTO_INCREMENT NOT NULL,
	`guest_id` int NOT NULL,
	`room_id` int NOT NULL,
	`arrival` date NOT NULL,
	`departure` date NOT NULL,
	`created_at` timestamp NOT NULL DEFAULT (now()),
	CONSTRAINT `demo_bookings_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `demo_bookings` ADD CONSTRAINT `demo_bookings_guest_id_demo_guests_id_fk` FOREIGN KEY (`guest_id`) REFERENCES `demo_guests`(`id`) ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE `demo_bookings` ADD CONSTRAINT `demo_bookings_room_id_demo_rooms_id_fk` FOREIGN KEY (`room_id`) REFERENCES `demo_rooms`(`id`) ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX `demo_bookings_arrival_idx` ON `demo_bookings` (`arrival`);
