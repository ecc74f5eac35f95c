-- Foreign keys of a fresh installation.
ALTER TABLE `demo_bookings` ADD CONSTRAINT `demo_bookings_guest_id_demo_guests_id_fk` FOREIGN KEY (`guest_id`) REFERENCES `demo_guests`(`id`) ON DELETE cascade ON UPDATE no action;
ALTER TABLE `demo_bookings` ADD CONSTRAINT `demo_bookings_room_id_demo_rooms_id_fk` FOREIGN KEY (`room_id`) REFERENCES `demo_rooms`(`id`) ON DELETE no action ON UPDATE no action;
