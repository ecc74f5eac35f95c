namespace Migrations.Server.Tests.Schemas;

/// <summary>Texts in drizzle-kit's form and in people's, which together hold every type, default, key and constraint.</summary>
internal static class WideSchema
{
    public const string Common = """
        CREATE TABLE `parents` (
        	`id` int AUTO_INCREMENT NOT NULL,
        	`a` int NOT NULL,
        	`b` varchar(20) NOT NULL,
        	CONSTRAINT `parents_id` PRIMARY KEY(`id`),
        	CONSTRAINT `parents_a_b` UNIQUE(`a`,`b`)
        );
        --> statement-breakpoint
        CREATE TABLE `numbers` (
        	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
        	`n1` bigint unsigned DEFAULT 5,
        	`n2` tinyint unsigned,
        	`n3` boolean DEFAULT true,
        	`n4` boolean NOT NULL DEFAULT false,
        	`n5` decimal(10,2) DEFAULT '0.00',
        	`n6` decimal,
        	`n7` float,
        	`n8` double DEFAULT 0.00001,
        	`n9` real,
        	`n10` double(8,2),
        	`n11` decimal(5),
        	`n12` numeric(6,2) default 1.5,
        	`n13` int(11) zerofill,
        	`n14` smallint default -3,
        	`n15` mediumint,
        	`n16` integer DEFAULT '7',
        	`n17` int8, `n18` int2, `n19` dec(4,1), `n20` fixed(4,1), `n21` double precision, `n22` bool, `n23` float(30), `n24` float unsigned,
        	`n25` double default 1e3, `n26` float default 0.1, `n27` decimal(10,2) default 1.555, `n28` int default null, `n29` float default 1234567.5,
        	`n30` bit(8) default b'101', `n31` bit, `n32` bit(1) default 1, `n33` year default 2020, `n34` year(4),
        	`n35` int default (1 + 2), `n36` bigint default -9223372036854775808, `n37` double default 1e20, `n38` int default (cast('1' as signed)),
        	`n39` tinyint(1) DEFAULT (true), `n40` int(10) unsigned,
        	CONSTRAINT `numbers_id_n1` PRIMARY KEY(`id`,`n1`)
        );
        --> statement-breakpoint
        CREATE TABLE `texts` (
        	`id` serial PRIMARY KEY,
        	`t1` varchar(255) DEFAULT 'it''s',
        	`t2` char(3),
        	`t3` char,
        	`t4` text,
        	`t5` tinytext, `t6` mediumtext, `t7` longtext,
        	`t8` binary(4), `t9` binary, `t10` varbinary(10) default 'ab', `t11` blob, `t12` binary(4) default 'ab', `t13` tinyblob, `t14` longblob,
        	`t15` enum('a','b''c','d,e') NOT NULL DEFAULT 'a',
        	`t16` set('x','y') default 'x,y',
        	`t17` varchar(20) character set latin1, `t18` varchar(20) collate utf8mb4_bin,
        	`t19` varchar(36) default (uuid()), `t20` varchar(10) default '', `t21` text default ('x'), `t22` varchar(30) default (concat('a','b')),
        	`t23` int comment 'it''s a \\ comment', `t24` varchar(99) default 'a\\b''c"d', `t25` varchar(50) default ('it''s "q" \\ x'),
        	`t26` varchar(10) default (lower('A')), `t27` character varying(5), `t28` long varchar, `t29` nchar(3), `t30` varchar(5) charset binary,
        	`t31` varchar(9) default (case when 1=1 then 'y' else 'n' end), `t32` varchar(9) default (if(1>2,'a','b')), `t33` enum('a', 'b ') default ('a'),
        	`t34` json, `t35` json DEFAULT ('{"a":1}'), `t36` json default (json_array()), `t37` json DEFAULT ('{"a":"it''s"}'), `t38` json NOT NULL DEFAULT ('[]'),
        	`t39` varchar(20) default '0', `t40` varchar(20) default 'NULL', `t41` varchar(20) default 'now()', `t42` blob(70000),
        	CONSTRAINT `texts_t1_unique` UNIQUE(`t1`),
        	CONSTRAINT `texts_t4_unique` UNIQUE(`t4`(20))
        );
        --> statement-breakpoint
        CREATE TABLE `times` (
        	`id` int NOT NULL,
        	`d1` date DEFAULT '2020-01-01', `d2` date default (curdate()), `d3` date default '2020-1-5',
        	`d4` datetime DEFAULT CURRENT_TIMESTAMP,
        	`d5` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
        	`d6` timestamp NOT NULL DEFAULT (now()),
        	`d7` timestamp NOT NULL DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP,
        	`d8` timestamp NULL,
        	`d9` timestamp,
        	`d10` timestamp(3) DEFAULT (now()),
        	`d11` datetime default '2020-01-01 10:00:00', `d12` datetime default now() on update now(), `d13` timestamp(3) default current_timestamp(3),
        	`d14` datetime(3) default '2020-01-01 10:00:00', `d15` datetime default (now() + interval 1 day), `d16` datetime(6) default (now(6)),
        	`d17` time default '10:00:00', `d18` time(2), `d19` year, `d20` datetime(0) default current_timestamp(0), `d21` datetime default '2020-01-01',
        	`d22` timestamp default localtimestamp, `d23` datetime(3) default '2020-01-01 10:00:00.120',
        	CONSTRAINT `times_id` PRIMARY KEY(`id`)
        );
        --> statement-breakpoint
        CREATE TABLE `made` (
        	`id` int NOT NULL,
        	`a` varchar(50), `b` int, `c` json, `ts` datetime(3), `ts2` datetime(3),
        	`g1` int GENERATED ALWAYS AS (`b` + 1) VIRTUAL,
        	`g2` varchar(300) GENERATED ALWAYS AS (concat(`a`,'x')) STORED,
        	`g3` int as (b*2),
        	`g4` varchar(99) generated always as (json_unquote(json_extract(`c`, '$.a'))) virtual,
        	`g5` date as (date(`ts`)) virtual,
        	`g6` int as (timestampdiff(day, `ts`, `ts2`)) virtual,
        	`g7` int as (`b` * (`b` + 1) - `b` - (`b` - 1)) virtual,
        	`g8` tinyint(1) as (b > 1) virtual,
        	`g9` int as (case b when 1 then 2 when 2 then 3 end) virtual,
        	`g10` varchar(5) as ('x') virtual,
        	`g11` int as (length(`a`) + instr(`a`,'x') + locate('x', a) + position('x' in a)) virtual,
        	`g12` varchar(99) as (concat_ws(' ', a, upper(a), left(a,1), replace(a,'x','y'), lpad(a,3,'0'), substring(a from 2 for 3))) stored,
        	CONSTRAINT `made_id` PRIMARY KEY(`id`),
        	CONSTRAINT `k1` CHECK (a in ('x')),
        	CONSTRAINT `k2` CHECK (a not in ('x','y') and a not like 'z%' and not (b > 3)),
        	CONSTRAINT `k3` CHECK (json_valid(c) and json_extract(c, '$.a') is not null),
        	CONSTRAINT `k4` CHECK (b != 3 and (b <=> 4 or b is null) and b between -1 and 2 and b not between 3 and 4),
        	CONSTRAINT `k5` CHECK (substr(a,1,2) = 'x' and ucase(a) = 'X' and ceil(b) > 1 and mod(b,2) = 0 and b % 2 = 1 and b div 2 = 1 and b/2 > 1 and pow(b,2)>1),
        	CONSTRAINT `k6` CHECK (coalesce(a, 'x') <> '' and ifnull(a,'') = '' and nullif(a,'') is null and if(b>1, true, false) and b is true and b is not false),
        	CONSTRAINT `k7` CHECK (trim(a) = a and char_length(a) > 1 and concat(a,'x') = 'ax' and date_add(ts, interval 1 day) > ts2 and ts + interval 1 hour > ts2 and year(ts) = 1 and extract(year from ts) = 2 and datediff(ts,ts2) > 1),
        	CONSTRAINT `k8` CHECK (b & 1 = 1 and b | 2 > 1 and b ^ 3 and ~b > 1 and b << 2 > 1 and -b < 0 and - 5 < b and +b > 0 and !b and (b xor 1) and b > -1),
        	CONSTRAINT `k9` CHECK (a = "x" and a > x'41' and b = 0x41 and b = 1.50 and b = 1e3 and a rlike 'q' and a like 'x|%' escape '|'),
        	CONSTRAINT `k10` CHECK (`made`.`b` >= 0 or not (b = 1 and id = 2) or not b),
        	CONSTRAINT `k11` CHECK (case when b > 1 then 1 else 0 end = 1 and ts > date '2020-01-01' and length(a) >= 1 and (b > 2 or (b < 1 and b <> 0))),
        	CHECK (id between -10 and 10)
        );
        --> statement-breakpoint
        CREATE TABLE `keyed` (
        	`id` int NOT NULL,
        	`p` int, `q` int, `r` int, `a` int, `b` varchar(20), `c` text, `s` point not null, `d` varchar(10),
        	CONSTRAINT `keyed_id` PRIMARY KEY(`id`),
        	INDEX `own_a` (`a`),
        	KEY `desc1` (`a` desc, `b`),
        	KEY `pre` (`c`(10)),
        	KEY `whole` (`d`(10)),
        	FULLTEXT KEY `ft` (`c`),
        	SPATIAL KEY `sp` (`s`),
        	KEY `method` (`d`, `a`) using hash,
        	KEY `commented` (`d`, `p`) comment 'hi',
        	KEY (`r`, `d`),
        	UNIQUE (`r`, `a`),
        	FOREIGN KEY (`q`) REFERENCES `parents` (`id`)
        );
        --> statement-breakpoint
        ALTER TABLE `keyed` ADD CONSTRAINT `keyed_p_parents_id_fk` FOREIGN KEY (`p`) REFERENCES `parents`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
        ALTER TABLE `keyed` ADD CONSTRAINT `keyed_r_fk` FOREIGN KEY (`r`) REFERENCES `parents`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
        ALTER TABLE `keyed` ADD CONSTRAINT `keyed_ab_fk` FOREIGN KEY (`a`,`b`) REFERENCES `parents`(`a`,`b`) ON DELETE set null ON UPDATE cascade;--> statement-breakpoint
        CREATE INDEX `keyed_q_idx` ON `keyed` (`q`);--> statement-breakpoint
        CREATE UNIQUE INDEX `keyed_b_q` ON `keyed` (`b`,`q`);--> statement-breakpoint
        CREATE ALGORITHM = merge SQL SECURITY invoker VIEW `seen` AS (select `id`, `a` + 1 as `a1` from `parents` where `a` > 1) WITH cascaded CHECK OPTION;
        """;

    public const string MySql = """
        CREATE TABLE `only_mysql` (
        	`id` serial AUTO_INCREMENT NOT NULL,
        	`a` varchar(20), `b` json, `n` int,
        	`g` int GENERATED ALWAYS AS (json_length(`b`)) STORED NOT NULL,
        	`h` varchar(99) generated always as (b->>'$.a') virtual,
        	`i` varchar(20) default (a),
        	`p` point srid 4326,
        	`q` varchar(36) default (bin_to_uuid(uuid_to_bin(uuid()))),
        	`r` varchar(20) default (date_format(now(), '%Y')),
        	CONSTRAINT `only_mysql_id` PRIMARY KEY(`id`),
        	KEY `f3` (`a`) invisible,
        	CONSTRAINT `cne` CHECK (`n` > 3) NOT ENFORCED,
        	CONSTRAINT `m1` CHECK (cast(a as char) = 'x' and convert(a, signed) = 1 and cast(n as decimal(5,2)) > 1 and cast(a as char(10)) = 'y' and a collate utf8mb4_bin = 'x' and binary a = 'x'),
        	CONSTRAINT `m2` CHECK ((n, a) = (1, 2) and a >= N'y' and a <= _utf8mb4'z' and b->'$.a' is not null and a || n)
        );
        CREATE UNIQUE INDEX `f1` ON `only_mysql` ((lower(`a`)));
        CREATE INDEX `f2` ON `only_mysql` ((`n` + 1),`a` desc);
        CREATE INDEX `f4` ON `only_mysql` ((cast(b->>'$.x' as unsigned)));
        CREATE INDEX `f5` ON `only_mysql` ((cast(b->'$.l' as unsigned array)));
        """;

    public const string MariaDb = """
        CREATE TABLE `only_mariadb` (
        	`id` int NOT NULL PRIMARY KEY,
        	`a` varchar(20) compressed, `u` uuid, `i` inet6, `n` int check (n > 3),
        	`cp` text default 'x', `ct` timestamp default current_timestamp() on update current_timestamp(), `d` varchar(36) default uuid(),
        	KEY `f3` (`u`) ignored,
        	CONSTRAINT `m2` CHECK ((n, a) = (1, 2))
        );
        """;
}
