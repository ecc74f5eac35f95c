-- Indexes of a fresh installation. Safe to run again.
CREATE INDEX IF NOT EXISTS `demo_bookings_arrival_idx` ON `demo_bookings` (`arrival`);
